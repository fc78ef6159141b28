package dev.facet.benchmarks.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.benchmarks.load.Reply;
import dev.facet.benchmarks.swap.ReplyCheck.Findings;
import dev.facet.v1.Embedding;
import dev.facet.v1.ModelRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two versions, two images, and embeddings of two values. */
class ReplyCheckTest {

  private static final Reference FIRST =
      new Reference(1, "one", List.of(new float[] {1, 0}, new float[] {0, 1}));
  private static final Reference SECOND =
      new Reference(2, "two", List.of(new float[] {-1, 0}, new float[] {0, -1}));

  private final ReplyCheck check = new ReplyCheck(List.of(FIRST, SECOND));

  private Findings after(int image, long version, String digest, float... embedding) {
    Embedding.Builder values = Embedding.newBuilder();
    for (float value : embedding) {
      values.addValues(value);
    }
    ModelRef model = ModelRef.newBuilder().setVersion(version).setDigest(digest).build();
    check.accept(new Reply(image, model, values.build()));
    return check.findings();
  }

  @Test
  void embeddingOfTheNamedVersion_isRightUpToTheLastBits() {
    Findings findings = after(1, 2, "two", 5e-6f, -1);
    assertEquals(0, findings.wrongVersions() + findings.wrongEmbeddings());
    assertEquals(5e-6, findings.greatestDistance(), 1e-9);
    assertEquals(0, after(0, 1, "one", 1, 0).wrongEmbeddings());
    assertEquals(5e-6, check.findings().greatestDistance(), 1e-9, "the greatest stays");
  }

  @Test
  void embeddingThatIsOff_isWrong() {
    assertEquals(new Findings(0, 1, 2e-5), rounded(after(0, 1, "one", 1, 2e-5f)));
  }

  @Test
  void embeddingOfAnotherImage_isWrong() {
    assertEquals(1, after(0, 1, "one", 0, 1).wrongEmbeddings());
  }

  @Test
  void embeddingThatIsNoNumber_isWrong() {
    assertEquals(1, after(0, 1, "one", Float.NaN, 0).wrongEmbeddings());
  }

  @Test
  void embeddingOfAnotherLength_isWrong() {
    assertEquals(1, after(0, 1, "one", 1).wrongEmbeddings());
  }

  @Test
  void embeddingOfTheOtherVersion_namesTheWrongOne() {
    assertEquals(new Findings(1, 0, 0), after(0, 1, "one", -1, 0));
  }

  @Test
  void versionThatIsNotThere_isWrong() {
    assertEquals(new Findings(1, 0, 0), after(0, 3, "one", 1, 0));
  }

  @Test
  void digestOfTheOtherVersion_isWrong() {
    assertEquals(new Findings(1, 0, 0), after(0, 1, "two", 1, 0));
  }

  @Test
  void imagesThatCannotBeToldApart_areRefused() {
    Reference alike = new Reference(2, "two", List.of(new float[] {0, -1}, new float[] {1e-4f, 1}));
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> new ReplyCheck(List.of(FIRST, alike)));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith("images 2 and 2, versions 1 and 2"), message);
  }

  private static Findings rounded(Findings findings) {
    return new Findings(
        findings.wrongVersions(),
        findings.wrongEmbeddings(),
        Math.round(findings.greatestDistance() * 1e7) / 1e7);
  }
}
