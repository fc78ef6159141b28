package dev.facet.model.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlOverlayTest {

  private static final String BASE =
      """
      seed: 1
      schedule: {rate: 0.1, warm-up: 20}
      list: [1, 2]
      head: {kind: softmax}
      """;

  @Test
  void mapping_isAddedToOrReplaced_andMappingsInItLikewise() throws Exception {
    YamlSection over =
        parse("{schedule: {rate: 0.5, end: 0}, list: [3], head: none, more: {a: true}}")
            .over(parse(BASE));

    assertEquals(
        """
        seed: 1
        schedule:
          rate: 0.5
          warm-up: 20
          end: 0
        list:
        - 3
        head: "none"
        more:
          a: true
        """,
        new String(over.bytes(), UTF_8));
  }

  @Test
  void mappingsThemselves_stayAsTheyWere() throws Exception {
    YamlSection base = parse(BASE);
    YamlSection above = parse("{schedule: {rate: 0.5}}");
    byte[] before = base.bytes();
    var unused = above.over(base);

    assertEquals(new String(before, UTF_8), new String(base.bytes(), UTF_8));
    assertEquals("schedule:\n  rate: 0.5\n", new String(above.bytes(), UTF_8));
  }

  @Test
  void absentMapping_isAnEmptyOne() throws Exception {
    YamlSection absent = parse(BASE).section("absent");

    assertEquals(List.of(), absent.keys());
    assertEquals(List.of("kind"), parse("{kind: softmax}").over(absent).keys());
    assertEquals(List.of("kind"), absent.over(parse("{kind: softmax}")).keys());
  }

  @Test
  void mappingOfNoFile_isReadLikeOneOfAFile() throws Exception {
    YamlSection section =
        YamlFile.of(Path.of("study.yaml"), Map.of("output", "a: #b", "seed", -3L));

    assertEquals("a: #b", section.text("output", null));
    assertEquals(-3, section.whole("seed", null, -9, 9));
    assertEquals(
        "study.yaml: seed: -3 (expected: 0 to 9)",
        assertThrows(BadYamlException.class, () -> section.whole("seed", null, 0, 9)).getMessage());
  }

  private static YamlSection parse(String yaml) throws BadYamlException {
    return YamlFile.parse(Path.of("test.yaml"), yaml.getBytes(UTF_8));
  }
}
