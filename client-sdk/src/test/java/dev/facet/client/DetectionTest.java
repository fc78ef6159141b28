package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeServer;
import dev.facet.v1.DetectRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Photos whose faces are only found; each word of a fake photo is a face. */
@Timeout(30)
class DetectionTest {
  private static final ModelRef FINDER = new ModelRef("finder", 2, "cd".repeat(32));

  private FakeServer server;
  private FacetClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void facesOfAPhoto_haveBoxScoreLandmarksAndQuality() {
    Detections detections = client.detect(Faces.image("ann bobby"));

    FaceQuality quality = new FaceQuality(2.5f, 300, 128, -10, 20, -30);
    DetectedFace ann =
        new DetectedFace(
            new BoundingBox(0, 7, 30, 36),
            0.9f,
            Landmarks.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            quality);
    DetectedFace bobby =
        new DetectedFace(
            new BoundingBox(100, 7, 50, 60),
            0.8f,
            Landmarks.of(101, 2, 103, 4, 105, 6, 107, 8, 109, 10),
            quality);
    assertEquals(new Detections(List.of(ann, bobby), 2, 640, 480, FINDER), detections);
  }

  @Test
  void photoWithoutAFace_isAnOrdinaryAnswer() {
    assertEquals(new Detections(List.of(), 0, 640, 480, FINDER), client.detect(Faces.image(" ")));
  }

  @Test
  void selectedFace_comesWithTheNumberOfAll() {
    FaceImage photo = Faces.image("ann bobby cy dee");

    Detections largest =
        client.detect(photo, DetectOptions.DEFAULT.withSelect(FaceSelection.LARGEST));
    Detections central =
        client.detect(photo, DetectOptions.DEFAULT.withSelect(FaceSelection.CENTRAL));
    Detections all = client.detect(photo, DetectOptions.DEFAULT.withSelect(FaceSelection.ALL));

    assertEquals(List.of(100f), lefts(largest));
    assertEquals(4, largest.found());
    assertEquals(List.of(300f), lefts(central));
    assertEquals(List.of(0f, 100f, 200f, 300f), lefts(all));
  }

  @Test
  void facesOfALowScoreOrTooSmall_areLeftOut() {
    FaceImage photo = Faces.image("ann bobby cy dee eve fay");

    assertEquals(5, client.detect(photo).found());
    assertEquals(6, client.detect(photo, DetectOptions.DEFAULT.withMinScore(0)).found());
    assertEquals(2, client.detect(photo, DetectOptions.DEFAULT.withMinScore(0.75)).found());
    assertEquals(
        List.of(0f, 100f, 300f, 400f),
        lefts(client.detect(photo, DetectOptions.DEFAULT.withMinSize(30))));
  }

  @Test
  void options_reachTheServer() {
    DetectOptions detect = DetectOptions.DEFAULT.withDetector("finder", 2).withMinSize(20);

    client.detect(Faces.image("ann"), detect, client.options().withPriority(Priority.BULK));

    DetectRequest request = server.detection().requests().get(0);
    assertEquals(dev.facet.v1.Priority.PRIORITY_BULK, request.getPriority());
    assertEquals("finder", request.getOptions().getDetector());
    assertEquals(2, request.getOptions().getDetectorVersion());
    assertEquals(20, request.getOptions().getMinSize());
    assertFalse(request.getOptions().hasMinScore(), "the server's default");
  }

  @Test
  void badPhoto_isRefusedWithItsReason() {
    FacetException error =
        assertThrows(FacetException.class, () -> client.detect(Faces.image("#")));

    assertEquals(Status.Code.INVALID_ARGUMENT, error.code());
    assertEquals(Optional.of("CORRUPT"), error.reason());
  }

  @Test
  void unavailableServer_isTriedThreeTimes() {
    for (int i = 0; i < 2; i++) {
      server
          .detection()
          .refuseNext(FakeEmbeddings.status(Code.UNAVAILABLE, "draining", "DRAINING"));
    }

    client.detect(Faces.image("ann"));

    assertEquals(3, server.detection().requests().size());
  }

  @Test
  void cancelledFuture_cancelsTheCall() throws Exception {
    server.detection().hold();
    CompletableFuture<Detections> detections =
        client.detectAsync(Faces.image("ann"), DetectOptions.DEFAULT, hours(1));
    server.detection().awaitCall();

    detections.cancel(true);

    server.detection().awaitEnd();
  }

  @Test
  void silentServer_isGivenUpAtTheDeadline() {
    server.detection().hold();
    EmbedOptions hurried = client.options().withDeadline(Duration.ofMillis(50));

    FacetException error =
        assertThrows(
            FacetException.class,
            () -> client.detect(Faces.image("ann"), DetectOptions.DEFAULT, hurried));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, error.code());
  }

  @Test
  void landmarksThatWereFound_alignTheSamePhoto() {
    FaceImage photo = Faces.image("ann");

    FaceEmbedding aligned =
        client.embed(photo.withLandmarks(client.detect(photo).faces().get(0).landmarks()));

    // The fake model's last value is 100 times the nose's x, before normalising; else it is 1.
    float[] plain = client.embed(photo).values();
    assertEquals(500 * plain[3] / plain[0], aligned.values()[3] / aligned.values()[0], 1e-4);
  }

  @Test
  void optionsThatNoServerTakes_areRefusedWhereTheyAreGiven() {
    DetectOptions options = DetectOptions.DEFAULT;
    assertRefused("minScore: -0.1 (expected: 0 to 1)", () -> options.withMinScore(-0.1));
    assertRefused("minScore: NaN (expected: 0 to 1)", () -> options.withMinScore(Double.NaN));
    assertRefused("minSize: -1 (expected: 0 or more)", () -> options.withMinSize(-1));
    assertRefused(
        "detectorVersion: -1 (expected: 0 or more)", () -> options.withDetector("finder", -1));
    assertTrue(options.withMinScore(1).minScore().isPresent());
  }

  private static void assertRefused(String message, Runnable options) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, options::run);
    assertEquals(message, error.getMessage());
  }

  /** A deadline that cannot end the call in place of the caller. */
  private EmbedOptions hours(int hours) {
    return client.options().withDeadline(Duration.ofHours(hours));
  }

  private static List<Float> lefts(Detections detections) {
    return detections.faces().stream().map(face -> face.box().left()).toList();
  }
}
