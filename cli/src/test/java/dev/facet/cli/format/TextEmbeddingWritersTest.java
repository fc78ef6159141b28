package dev.facet.cli.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.facet.cli.face.EmbeddedFace;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextEmbeddingWritersTest {
  private static final ModelRef MODEL = new ModelRef("face", 3, "c0ffee");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void json_holdsModelValuesAndFailures() throws IOException {
    try (EmbeddingWriter writer = EmbeddingFormat.json.writer(out)) {
      writer.face("a.jpg", embedding(0.1f, -1));
      writer.failure("b \"x\".jpg", "cannot be decoded");
    }

    JsonNode faces = new ObjectMapper().readTree(out.toByteArray());
    assertEquals(2, faces.size());
    assertEquals("a.jpg", faces.at("/0/file").asText());
    assertEquals("face", faces.at("/0/model/name").asText());
    assertEquals(3, faces.at("/0/model/version").asLong());
    assertEquals("c0ffee", faces.at("/0/model/digest").asText());
    assertEquals(0.1f, faces.at("/0/embedding/0").floatValue());
    assertEquals(-1f, faces.at("/0/embedding/1").floatValue());
    assertEquals("b \"x\".jpg", faces.at("/1/file").asText());
    assertEquals("cannot be decoded", faces.at("/1/error").asText());
    assertTrue(faces.at("/1/embedding").isMissingNode());
  }

  @Test
  void json_hasALineForEachFile() throws IOException {
    try (EmbeddingWriter writer = EmbeddingFormat.json.writer(out)) {
      writer.face("a.jpg", embedding(1, 2));
      writer.face("b.jpg", embedding(3, 4));
    }

    List<String> lines = out.toString(UTF_8).lines().toList();
    assertEquals(4, lines.size(), out.toString(UTF_8));
    assertEquals("[", lines.get(0));
    assertTrue(lines.get(1).contains("a.jpg"));
    assertTrue(lines.get(2).contains("b.jpg"));
    assertEquals("]", lines.get(3));
  }

  @Test
  void csv_hasAHeaderAndQuotesWhatNeedsIt() throws IOException {
    try (EmbeddingWriter writer = EmbeddingFormat.csv.writer(out)) {
      writer.failure("zero.jpg", "cannot be decoded");
      writer.face("a.jpg", embedding(0.1f, -1.5f));
      writer.face("b,\"c\".jpg", embedding(1e-10f, 3));
      writer.face("d,e.jpg", embedding(0, 4));
    }

    assertEquals(
        """
        file,digest,e0,e1
        a.jpg,c0ffee,0.1,-1.5
        "b,""c"".jpg",c0ffee,1.0E-10,3.0
        "d,e.jpg",c0ffee,0.0,4.0
        """,
        out.toString(UTF_8));
  }

  private static EmbeddedFace embedding(float... values) {
    return new EmbeddedFace(FaceEmbedding.of(values, MODEL), Optional.empty());
  }
}
