package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.client.fixture.FakeServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FacetClientTest {
  private FakeServer server;
  private FacetClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  @Test
  void embeddedFace_hasValuesModelAndTiming() {
    FaceEmbedding embedding = client.embed(image("abc"));

    double norm = Math.sqrt(97 * 97 + 98 * 98 + 99 * 99 + 1);
    assertArrayEquals(
        new float[] {
          (float) (97 / norm), (float) (98 / norm), (float) (99 / norm), (float) (1 / norm)
        },
        embedding.values());
    assertEquals(new ModelRef("fake", 3, "ab".repeat(32)), embedding.model());
    assertEquals(
        new Timing(Duration.ofNanos(11_000), Duration.ofNanos(22_000), Duration.ofNanos(33_000), 4),
        embedding.timing());
  }

  private static FaceImage image(String content) {
    return FaceImage.of(content.getBytes(StandardCharsets.UTF_8));
  }
}
