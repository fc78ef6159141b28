package dev.facet.server.shadow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Pixels;
import dev.facet.model.similarity.Similarity;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.server.batching.BatchListener;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.KeptThreads;
import dev.facet.server.batching.Timed;
import dev.facet.server.batching.Urgency;
import dev.facet.server.embedding.Face;
import dev.facet.server.telemetry.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ShadowTest {

  private static final double EXACT = 1e-6;
  private static final int QUEUE = 64;

  private final Path repository;
  private final List<EmbeddingModel> models = new ArrayList<>();
  private final List<Shadow> shadows = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FairPool pool = new FairPool("test", 1, System::nanoTime, new BatchListener() {});
  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);
  private final EmbeddingModel live;
  private long version;

  ShadowTest(@TempDir Path directory) throws Exception {
    repository = directory;
    live = load(new TinyModel(1));
  }

  @AfterEach
  void close() throws Exception {
    for (Shadow shadow : shadows) {
      shadow.close().get();
    }
    pool.close();
    models.forEach(EmbeddingModel::close);
  }

  @Test
  void agreement_isTheCosineOfBothVersionsEmbeddings() throws Exception {
    EmbeddingModel candidate = load(new TinyModel(2));
    Shadow shadow = shadow(candidate, 1);
    double sum = 0;
    double least = 1;
    for (int seed = 0; seed < 5; seed++) {
      double cosine = Similarity.cosine(embedding(live, seed), embedding(candidate, seed));
      sum += cosine;
      least = Math.min(least, cosine);
      offer(shadow, seed);
    }

    ShadowReport report = await(shadow, now -> now.compared() == 5);

    assertEquals(sum / 5, report.meanCosine(), EXACT);
    assertEquals(least, report.leastCosine(), EXACT);
    assertTrue(least < 0.99, "a test of versions that agree: " + least);
    assertEquals(0, report.failed() + report.skipped());
    assertTrue(report.meanInference().compareTo(Duration.ZERO) > 0, report.toString());
    assertEquals(5, meters.get("facet.shadow.time").tag("model", "face").timer().count());
  }

  @Test
  void sameWeights_agreeWholly() throws Exception {
    Shadow shadow = shadow(load(new TinyModel(1)), 1);
    offer(shadow, 7);
    assertEquals(1, await(shadow, now -> now.compared() == 1).leastCosine(), EXACT);
  }

  @Test
  void candidateThatAlsoMirrors_takesTheLiveTensorAllTheSame() throws Exception {
    EmbeddingModel candidate = load(new TinyModel(1).flipAveraging());
    double expected = Similarity.cosine(embedding(live, 7), embedding(candidate, 7));
    Shadow shadow = shadow(candidate, 1);
    offer(shadow, unreadable(), tensor(live, 7), embedding(live, 7));
    assertEquals(expected, await(shadow, now -> now.compared() == 1).leastCosine(), EXACT);
    assertTrue(expected < 1 - EXACT, "mirroring changes nothing: " + expected);
  }

  @Test
  void candidateOfAnotherPreprocessing_seesTheFaceItself() throws Exception {
    EmbeddingModel candidate = load(new TinyModel(3).channels(Channels.GRAY).size(100, 100));
    Shadow shadow = shadow(candidate, 1);
    offer(shadow, 4);
    assertEquals(
        Similarity.cosine(embedding(live, 4), embedding(candidate, 4)),
        await(shadow, now -> now.compared() == 1).meanCosine(),
        EXACT);
  }

  @Test
  void fullShadow_leavesFacesOutAndDelaysNobody() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<?> busy = occupy(gate);
    Shadow shadow = shadow(load(new TinyModel(3).size(100, 100)), 1);
    for (int seed = 0; seed < QUEUE + 3; seed++) {
      offer(shadow, seed % 4);
    }
    // The pool's only thread is busy, so that each offer has come back without it.
    assertEquals(new ShadowReport(0, 0, 0, 0, 3, Duration.ZERO), shadow.report());
    CompletableFuture<Timed<String>> request =
        pool.submit(
            Caller.withoutDeadline(Urgency.BULK), () -> "before " + shadow.report().compared());
    gate.countDown();
    busy.get();
    assertEquals("before 0", request.get().value());
    ShadowReport report = await(shadow, now -> now.compared() == QUEUE);
    assertEquals(3, report.skipped());
    assertEquals(3, meters.get("facet.shadow.skipped").counter().count());
  }

  @Test
  void faceThatDoesNotFitAtAll_isLeftOut() throws Exception {
    Shadow shadow = shadow(load(new TinyModel(3).size(100, 100)), 1);
    Face huge = new Face(65L << 20, unreadable().source(), null);
    offer(shadow, huge, tensor(live, 1), embedding(live, 1));
    assertEquals(1, shadow.report().skipped());
  }

  @Test
  void candidateThatGivesNaN_failsAndTheLiveVersionIsUntouched() throws Exception {
    Shadow shadow = shadow(loadNearOverflow(new TinyModel(2)), 1);
    float[] before = embedding(live, 1);
    float[] kept = before.clone();
    float[] bright = tensor(live, 1);
    for (int i = 0; i < bright.length; i++) {
      bright[i] *= 1e12f;
    }

    offer(shadow, unreadable(), bright, kept);
    await(shadow, now -> now.failed() == 1);

    assertArrayEquals(before, kept);
    assertArrayEquals(before, embedding(live, 1));
    offer(shadow, 1);
    assertEquals(1, await(shadow, now -> now.compared() == 1).failed());
    assertEquals(1, meters.get("facet.shadow.failed").counter().count());
  }

  @Test
  void faceThatTheCandidateCannotTake_isAFailure() throws Exception {
    Shadow shadow = shadow(load(new TinyModel(3).size(100, 100)), 1);
    offer(shadow, unreadable(), tensor(live, 1), embedding(live, 1));
    assertEquals(0, await(shadow, now -> now.failed() == 1).compared());
  }

  @Test
  void afterTheEnd_nothingRuns() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<?> busy = occupy(gate);
    EmbeddingModel candidate = load(new TinyModel(3).size(100, 100));
    Shadow shadow = shadow(candidate, 1);
    offer(shadow, 1);
    offer(shadow, 2);

    shadow.close().get();
    candidate.close();
    gate.countDown();
    busy.get();
    offer(shadow, 3);

    // A later turn of the same pool: by then it has dropped what it had of the shadow's.
    pool.submit(Caller.withoutDeadline(Urgency.BACKGROUND), () -> true).get();
    assertEquals(new ShadowReport(0, 0, 0, 0, 0, Duration.ZERO), shadow.report());
    assertEquals(0, pool.waiting());
  }

  @Test
  void facesOfAVersionOfAnotherDimension_arePassedOver() throws Exception {
    Shadow shadow = shadow(load(new TinyModel(2)), 1);
    Manifest manifest = live.manifest();
    Manifest other =
        new Manifest(
            manifest.files(),
            manifest.input(),
            new Manifest.Output("fc1_output", 16, true),
            manifest.alignment(),
            manifest.about());
    shadow.offer(unreadable(), other, tensor(live, 1), new float[16]);
    offer(shadow, 1);
    assertEquals(0, await(shadow, now -> now.compared() == 1).failed());

    NotComparableException refused =
        assertThrows(NotComparableException.class, () -> shadow(live, other, 1));
    assertEquals("dimension: 32 (expected: 16, as the live version's)", refused.getMessage());
  }

  @Test
  void shareOfTheFaces_isTaken() throws Exception {
    EmbeddingModel candidate = load(new TinyModel(2));
    Shadow shadow = shadow(candidate, 0.25);
    float[] tensor = tensor(live, 1);
    float[] embedding = embedding(live, 1);
    for (int i = 0; i < 1_000; i++) {
      offer(shadow, unreadable(), tensor, embedding);
    }
    ShadowReport report = await(shadow, now -> Math.abs(now.compared() + now.skipped() - 250) <= 1);
    assertEquals(0, report.failed());
    assertThrows(IllegalArgumentException.class, () -> shadow(candidate, 1.5));
  }

  private Shadow shadow(EmbeddingModel candidate, double share) throws Exception {
    return shadow(candidate, live.manifest(), share);
  }

  private Shadow shadow(EmbeddingModel candidate, Manifest compared, double share)
      throws Exception {
    Shadow shadow =
        new Shadow(
            "face-2",
            candidate,
            compared,
            share,
            new KeptThreads(),
            pool,
            decoder,
            System::nanoTime,
            new ServerMetrics(meters).shadow("face"));
    shadows.add(shadow);
    return shadow;
  }

  private EmbeddingModel load(TinyModel model) throws Exception {
    return load(model.publish(repository, "face", ++version));
  }

  private EmbeddingModel load(ModelBundle bundle) throws Exception {
    EmbeddingModel loaded = EmbeddingModel.load(bundle, ComputeDevice.CPU);
    models.add(loaded);
    return loaded;
  }

  /** Its last layer gives values of which a bright face makes infinities. */
  private EmbeddingModel loadNearOverflow(TinyModel model) throws Exception {
    ModelBundle bundle = model.publish(repository, "face", ++version);
    Map<String, FloatTensor> weights = model.weights();
    weights.computeIfPresent("arg:pre_fc1_weight", (name, tensor) -> scaled(tensor, 1e30f));
    ParamsFile.write(bundle.params(), weights);
    return load(ModelBundle.open(bundle.directory()));
  }

  private static FloatTensor scaled(FloatTensor tensor, float factor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new FloatTensor(tensor.shape(), values);
  }

  private void offer(Shadow shadow, long seed) throws Exception {
    offer(
        shadow,
        new Face(3 * 80 * 80, ignored -> drawing(seed), null),
        tensor(live, seed),
        embedding(live, seed));
  }

  private void offer(Shadow shadow, Face face, float[] tensor, float[] embedding) {
    shadow.offer(face, live.manifest(), tensor, embedding);
  }

  private static float[] embedding(EmbeddingModel model, long seed) throws Exception {
    return model.embed(new float[][] {tensor(model, seed)})[0];
  }

  private static float[] tensor(EmbeddingModel model, long seed) throws Exception {
    return new FacePreprocessor(model.manifest().input(), model.manifest().alignment())
        .tensor(drawing(seed), null);
  }

  private static Pixels drawing(long seed) throws BadImageException {
    byte[] pixels = new byte[3 * 80 * 80];
    new Random(seed).nextBytes(pixels);
    return Pixels.of(80, 80, Channels.RGB, pixels);
  }

  /** A face that cannot be had, for a shadow that needs only its tensor. */
  private Face unreadable() {
    return new Face(1, images -> images.decode(new byte[] {1, 2, 3}), null);
  }

  /** Keeps the pool's one thread busy until the gate opens. */
  private CompletableFuture<Timed<Boolean>> occupy(CountDownLatch gate) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Timed<Boolean>> busy =
        pool.submit(
            Caller.withoutDeadline(Urgency.INTERACTIVE),
            () -> {
              begun.countDown();
              return gate.await(60, TimeUnit.SECONDS);
            });
    begun.await();
    return busy;
  }

  private static ShadowReport await(Shadow shadow, Predicate<ShadowReport> reached) {
    long start = System.nanoTime();
    while (!reached.test(shadow.report())
        && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
      Thread.onSpinWait();
    }
    ShadowReport report = shadow.report();
    assertTrue(reached.test(report), report.toString());
    return report;
  }
}
