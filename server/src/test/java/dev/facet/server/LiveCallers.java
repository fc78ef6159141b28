package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TestDevices;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.Pixels;
import dev.facet.v1.EmbedResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that embed a face with the live version, again and again, until stopped. Every call must
 * be answered, by a version that may be live, with the embedding which that version's files give.
 */
final class LiveCallers {

  private static final int CALLERS = 4;

  private final Admin face;
  private final float tolerance;
  private final Map<String, float[]> expected = new HashMap<>();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final AtomicLong answers = new AtomicLong();
  private final Set<Long> versions = new ConcurrentSkipListSet<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean calling = true;

  /**
   * Begins, of a server that computes on the CPU.
   *
   * @param mayBeLive the versions that may answer
   */
  LiveCallers(Admin face, ModelBundle... mayBeLive) throws Exception {
    this(face, ComputeDevice.CPU, mayBeLive);
  }

  /** Begins, of a server that computes on this device. */
  LiveCallers(Admin face, ComputeDevice device, ModelBundle... mayBeLive) throws Exception {
    this.face = face;
    this.tolerance = TestDevices.tolerance(device);
    for (ModelBundle bundle : mayBeLive) {
      expected.put(bundle.digest(), embedding(bundle));
    }
    for (int i = 0; i < CALLERS; i++) {
      callers.execute(this::callOn);
    }
    assertUndisturbed();
  }

  /** Waits until every caller had a call that began after now, and none of all calls failed. */
  void assertUndisturbed() {
    // Of the answers after now, one for each caller may be of a call that has begun already.
    long enough = answers.get() + 3 * CALLERS;
    TestServer.await(1, () -> answers.get() >= enough || !failures.isEmpty() ? 1 : 0);
    assertEquals(List.of(), List.copyOf(failures));
  }

  /** The versions that have answered so far. */
  Set<Long> versions() {
    return new TreeSet<>(versions);
  }

  private void callOn() {
    while (calling) {
      try {
        EmbedResponse response = face.embed(0);
        float[] values = expected.get(response.getModel().getDigest());
        assertNotNull(values, () -> "answered by " + response.getModel());
        assertArrayEquals(values, values(response), tolerance);
        versions.add(response.getModel().getVersion());
        answers.incrementAndGet();
      } catch (RuntimeException | AssertionError e) {
        failures.add(e);
        return;
      }
    }
  }

  private static float[] values(EmbedResponse response) {
    float[] values = new float[response.getEmbedding().getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = response.getEmbedding().getValues(i);
    }
    return values;
  }

  /** What a version makes of the face that {@link Admin#embed} sends. */
  private static float[] embedding(ModelBundle bundle) throws Exception {
    FacePreprocessor preprocessor =
        new FacePreprocessor(bundle.manifest().input(), bundle.manifest().alignment());
    Pixels pixels = Pixels.of(112, 112, Channels.RGB, Drawings.rgb(1, 112, 112));
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
      return model.embed(new float[][] {preprocessor.tensor(pixels, null)})[0];
    }
  }

  /** Ends the calls; those under way are answered too. */
  void stop() throws InterruptedException {
    calling = false;
    callers.shutdown();
    assertEquals(true, callers.awaitTermination(60, TimeUnit.SECONDS));
    assertEquals(List.of(), List.copyOf(failures));
  }
}
