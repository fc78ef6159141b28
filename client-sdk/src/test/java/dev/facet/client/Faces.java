package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.client.fixture.FakeEmbeddings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Faces as the fake server takes them, and what becomes of them. */
final class Faces {
  private Faces() {}

  /** A face with this content; one that begins with a hash is bad. */
  static FaceImage image(String content) {
    return FaceImage.of(content.getBytes(StandardCharsets.UTF_8));
  }

  /** What the fake model makes of it. */
  static float[] expected(String content) {
    List<Float> values = FakeEmbeddings.embed(image(content).message()).getValuesList();
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  /** Waits for a face that must fail. */
  static FacetException failure(CompletableFuture<?> future) {
    Throwable cause = assertThrows(CompletionException.class, future::join).getCause();
    return assertInstanceOf(FacetException.class, cause);
  }
}
