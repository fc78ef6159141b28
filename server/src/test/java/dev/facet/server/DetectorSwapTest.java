package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.SpotPhoto;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.DetectRequest;
import dev.facet.v1.Detections;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.FaceImage;
import dev.facet.v1.ModelState;
import dev.facet.v1.RolloutKind;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector is a model like any other: loaded, swapped, rolled out. */
class DetectorSwapTest {

  private static final int SIDE = 192;
  private static final int CALLERS = 3;

  private static FaceImage photo() {
    return Spots.image(new SpotPhoto(SIDE, SIDE).with(40, 72, 64));
  }

  private static void publish(Path repository) throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    new SpotDetector(SIDE).publish(repository, "spots", 1);
  }

  @Test
  void swapsUnderLoad_loseNoPhoto_andNameTheVersionThatFound(@TempDir Path repository)
      throws Exception {
    publish(repository);
    DetectorBundle second = new SpotDetector(SIDE).variation(1).publish(repository, "spots", 2);
    Set<Long> versions = new ConcurrentSkipListSet<>();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (TestServer server = new TestServer(repository, "models.activation", "true")) {
      Admin spots = new Admin(server, "spots");
      spots.activate(1);
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted() && failures.isEmpty()) {
                  EmbedResponse response =
                      server
                          .embeddings()
                          .embed(
                              EmbedRequest.newBuilder()
                                  .setImage(photo())
                                  .setDetect(DetectOptions.getDefaultInstance())
                                  .build());
                  assertEquals(1, response.getFaces().getEmbeddingsCount());
                  versions.add(response.getFaces().getDetections().getDetector().getVersion());
                }
              } catch (Throwable failure) {
                failures.add(failure);
              }
            });
      }
      for (int swap = 0; swap < 6; swap++) {
        long wanted = swap % 2 == 0 ? 2L : 1L;
        assertEquals(ModelState.MODEL_STATE_LIVE, spots.activate(wanted).getState());
        versions.clear();
        TestServer.await(1, () -> versions.contains(wanted) || !failures.isEmpty() ? 1 : 0);
      }
      callers.shutdown();
      callers.shutdownNow();
      assertTrue(callers.awaitTermination(60, TimeUnit.SECONDS));
      failures.removeIf(DetectorSwapTest::isInterrupt);
      assertEquals(0, failures.size(), failures.toString());
      Detections found =
          server
              .detection()
              .detect(DetectRequest.newBuilder().setImage(photo()).build())
              .getDetections();
      assertEquals(1, found.getDetector().getVersion());
      spots.pin(2);
      Detections pinned =
          server
              .detection()
              .detect(
                  DetectRequest.newBuilder()
                      .setImage(photo())
                      .setOptions(DetectOptions.newBuilder().setDetectorVersion(2))
                      .build())
              .getDetections();
      assertEquals(second.digest(), pinned.getDetector().getDigest());
    } finally {
      callers.shutdownNow();
    }
  }

  /** The call of a caller that was told to stop. */
  private static boolean isInterrupt(Throwable failure) {
    return io.grpc.Status.fromThrowable(failure).getCode() == Code.CANCELLED;
  }

  @Test
  void shadowOfADetector_isRefused_aCanaryIsNot(@TempDir Path repository) throws Exception {
    publish(repository);
    new SpotDetector(SIDE).variation(1).publish(repository, "spots", 2);
    try (TestServer server = new TestServer(repository, "models.activation", "true")) {
      Admin spots = new Admin(server, "spots");
      spots.activate(1);

      Refusal refusal = Refusal.of(() -> spots.rollout(2, RolloutKind.ROLLOUT_KIND_SHADOW, 1));

      assertEquals("NOT_COMPARABLE", refusal.reason());
      assertEquals(ModelState.MODEL_STATE_CANARY, spots.canary(2, 1).getState());
      assertEquals(
          2,
          server
              .detection()
              .detect(DetectRequest.newBuilder().setImage(photo()).build())
              .getDetections()
              .getDetector()
              .getVersion());
    }
  }

  @Test
  void versionOfAnotherKind_doesNotReplaceOne(@TempDir Path repository) throws Exception {
    publish(repository);
    TinyModel.write(repository, "spots", 2, 1);
    try (TestServer server =
        new TestServer(
            repository,
            "models.activation",
            "true",
            "models.default",
            "face",
            "models.live",
            "spots/1")) {
      Refusal refusal = Refusal.of(() -> new Admin(server, "spots").pin(2));

      assertEquals("OTHER_KIND", refusal.reason());
      assertEquals(
          1,
          server
              .detection()
              .detect(DetectRequest.newBuilder().setImage(photo()).build())
              .getDetections()
              .getFound());
    }
  }

  @Test
  void detectorIsTheOnlyOne_orTheConfiguredOne_orMustBeNamed(@TempDir Path repository)
      throws Exception {
    publish(repository);
    new SpotDetector(SIDE).variation(1).publish(repository, "squares", 1);
    DetectRequest request = DetectRequest.newBuilder().setImage(photo()).build();
    try (TestServer server = new TestServer(repository)) {
      Refusal refusal = Refusal.of(() -> server.detection().detect(request));
      assertEquals("MODEL_NOT_FOUND", refusal.reason());
      assertEquals("detector: not named (expected: spots, squares)", refusal.message());
    }
    try (TestServer server = new TestServer(repository, "models.detector", "squares")) {
      assertEquals(
          "squares", server.detection().detect(request).getDetections().getDetector().getName());
    }
  }

  @Test
  void serverWithoutADetector_saysSo(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    try (TestServer server = new TestServer(repository)) {
      Refusal refusal =
          Refusal.of(
              () ->
                  server.detection().detect(DetectRequest.newBuilder().setImage(photo()).build()));
      assertEquals(Code.NOT_FOUND, refusal.code());
      assertEquals("detector: not named (there is none)", refusal.message());
    }
  }
}
