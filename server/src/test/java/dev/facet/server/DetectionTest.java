package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.SpotPhoto;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.DetectRequest;
import dev.facet.v1.DetectedFace;
import dev.facet.v1.Detections;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResponse;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddedFaces;
import dev.facet.v1.Embedding;
import dev.facet.v1.FaceImage;
import dev.facet.v1.FaceSelection;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelKind;
import dev.facet.v1.ModelVersion;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Photos in place of crops. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DetectionTest {

  private final DetectorBundle bundle;
  private final TestServer server;

  DetectionTest(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    bundle = new SpotDetector(Spots.SIDE).publish(repository, "spots", 1);
    server = new TestServer(repository, "models.default", "face", "limits.max-faces", "2");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void faces_areAnsweredWithPlacesScoresLandmarksAndQuality() {
    Detections found = detect(Spots.image(Spots.twoFaces()), DetectOptions.getDefaultInstance());

    assertEquals(2, found.getFacesCount());
    assertEquals(2, found.getFound());
    assertEquals(Spots.SIDE, found.getImageWidth());
    assertEquals(Spots.SIDE, found.getImageHeight());
    assertEquals("spots", found.getDetector().getName());
    assertEquals(bundle.digest(), found.getDetector().getDigest());
    DetectedFace face = at(found, 40);
    assertEquals(72, face.getBox().getTop(), 1e-3);
    assertEquals(64, face.getBox().getWidth(), 1e-3);
    assertEquals(64, face.getBox().getHeight(), 1e-3);
    assertTrue(face.getScore() > 0.9 && face.getScore() <= 1);
    assertEquals(71.5, face.getLandmarks().getNose().getX(), 1e-3);
    assertEquals(103.5 + 0.2 * 64, face.getLandmarks().getRightMouth().getY(), 1e-3);
    assertEquals(0.4 * 64, face.getQuality().getEyeDistance(), 1e-3);
    assertEquals(0, face.getQuality().getYaw(), 1e-2);
    assertEquals(0, face.getQuality().getRoll(), 1e-2);
    assertTrue(face.getQuality().getBrightness() > 0);
  }

  @Test
  void photoWithoutAFace_isAnOrdinaryAnswer() {
    Detections found = detect(Spots.image(Spots.photo()), DetectOptions.getDefaultInstance());
    assertEquals(0, found.getFacesCount());
    assertEquals(0, found.getFound());

    EmbeddedFaces embedded =
        embed(Spots.image(Spots.photo()), DetectOptions.getDefaultInstance()).getFaces();
    assertEquals(0, embedded.getEmbeddingsCount());
    assertEquals(Spots.SIDE, embedded.getDetections().getImageWidth());
  }

  @Test
  void largestAndCentral_areOneFaceOfAll() {
    FaceImage image = Spots.image(Spots.twoFaces());
    DetectOptions central =
        DetectOptions.newBuilder().setSelect(FaceSelection.FACE_SELECTION_CENTRAL).build();

    Detections found = detect(image, central);

    assertEquals(1, found.getFacesCount());
    assertEquals(2, found.getFound());
    assertEquals(120, found.getFaces(0).getBox().getLeft(), 1e-3);
    DetectOptions largest =
        DetectOptions.newBuilder().setSelect(FaceSelection.FACE_SELECTION_LARGEST).build();
    assertEquals(1, embed(image, largest).getFaces().getEmbeddingsCount());
  }

  @Test
  void embeddingOfAFaceInAPhoto_isThatOfThePhotoWithItsLandmarks() {
    // A spot beside one of them, so that they do not look the same.
    FaceImage image = Spots.image(Spots.twoFaces().with(190, 150, 20));
    EmbedResponse response = embed(image, DetectOptions.getDefaultInstance());

    assertFalse(response.hasEmbedding());
    assertNotEquals(response.getFaces().getEmbeddings(0), response.getFaces().getEmbeddings(1));
    assertEquals("face", response.getModel().getName());
    assertEquals(2, response.getFaces().getEmbeddingsCount());
    for (int i = 0; i < 2; i++) {
      DetectedFace face = response.getFaces().getDetections().getFaces(i);
      Embedding alone =
          server
              .embeddings()
              .embed(
                  EmbedRequest.newBuilder()
                      .setImage(image.toBuilder().setLandmarks(face.getLandmarks()))
                      .build())
              .getEmbedding();
      requireSame(alone, response.getFaces().getEmbeddings(i));
    }
  }

  @Test
  void moreFacesThanAreEmbedded_areCounted() {
    SpotPhoto three = Spots.twoFaces().with(200, 216, 64);

    EmbeddedFaces faces = embed(Spots.image(three), DetectOptions.getDefaultInstance()).getFaces();

    assertEquals(2, faces.getEmbeddingsCount());
    assertEquals(2, faces.getDetections().getFacesCount());
    assertEquals(3, faces.getDetections().getFound());
  }

  @Test
  void batch_answersEachPhotoByItself() {
    EmbedBatchResponse response =
        server
            .embeddings()
            .embedBatch(
                EmbedBatchRequest.newBuilder()
                    .addImages(Spots.image(Spots.twoFaces()))
                    .addImages(FaceImage.getDefaultInstance())
                    .addImages(Spots.image(Spots.photo()))
                    .setDetect(DetectOptions.getDefaultInstance())
                    .build());

    assertEquals(2, response.getResults(0).getFaces().getEmbeddingsCount());
    assertEquals("INVALID_FIELD", Refusal.of(response.getResults(1).getError()).reason());
    assertTrue(response.getResults(2).hasFaces());
    assertEquals(0, response.getResults(2).getFaces().getEmbeddingsCount());
  }

  @Test
  void stream_takesPhotosBesideCrops() throws Exception {
    StreamClient client = StreamClient.open(server.streams());
    client.send(
        EmbedStreamRequest.newBuilder()
            .setCorrelationId("photo")
            .setImage(Spots.image(Spots.twoFaces()))
            .setDetect(DetectOptions.getDefaultInstance())
            .build());
    client.send(
        EmbedStreamRequest.newBuilder()
            .setCorrelationId("crop")
            .setImage(Spots.image(Spots.photo()))
            .build());
    client.halfClose();

    Map<String, EmbedStreamResponse> responses =
        client.awaitEnd().stream()
            .collect(Collectors.toMap(EmbedStreamResponse::getCorrelationId, Function.identity()));
    assertEquals(2, Objects.requireNonNull(responses.get("photo")).getFaces().getEmbeddingsCount());
    assertEquals("face", Objects.requireNonNull(responses.get("photo")).getModel().getName());
    assertTrue(Objects.requireNonNull(responses.get("crop")).hasEmbedding());
  }

  @Test
  void smallFace_isFoundWhereItsSizeIsAskedFor() {
    SpotPhoto small = new SpotPhoto(640, 640).with(428, 508, 32);

    assertEquals(0, detect(Spots.image(small), DetectOptions.getDefaultInstance()).getFound());
    Detections found =
        detect(Spots.image(small), DetectOptions.newBuilder().setMinSize(12).build());

    assertEquals(1, found.getFound());
    assertEquals(428, found.getFaces(0).getBox().getLeft(), 4);
    assertEquals(
        0,
        detect(Spots.image(small), DetectOptions.newBuilder().setMinSize(40).build()).getFound());
  }

  @Test
  void mistakes_areRefusedWithFieldValueAndExpectation() {
    FaceImage image = Spots.image(Spots.photo());
    requireRefused("INVALID_FIELD", "min_score: 2.0 (expected: 0 to 1)", o -> o.setMinScore(2));
    requireRefused("INVALID_FIELD", "min_score: NaN", o -> o.setMinScore(Float.NaN));
    requireRefused("INVALID_FIELD", "min_size: -1 (expected: 0 or more)", o -> o.setMinSize(-1));
    requireRefused("INVALID_FIELD", "select: unknown", o -> o.setSelectValue(77));
    requireRefused("WRONG_KIND", "detector: face embeds faces", o -> o.setDetector("face"));
    requireRefused("MODEL_NOT_FOUND", "model: none", o -> o.setDetector("none"));
    requireRefused("MODEL_NOT_FOUND", "version: 9", o -> o.setDetectorVersion(9));
    FaceImage large = Spots.image(new SpotPhoto(1600, 1600));
    requireRefused(
        "TOO_MANY_TILES",
        "min size: 8 (expected: 0, or at least 20 in a photo of 1600 x 1600 pixels)",
        () -> detect(large, DetectOptions.newBuilder().setMinSize(8).build()));
    requireRefused(
        "WRONG_KIND",
        "model: spots finds faces",
        () ->
            server
                .embeddings()
                .embed(EmbedRequest.newBuilder().setModel("spots").setImage(image).build()));
    FaceImage withLandmarks =
        image.toBuilder()
            .setLandmarks(
                at(detect(Spots.image(Spots.twoFaces()), DetectOptions.getDefaultInstance()), 40)
                    .getLandmarks())
            .build();
    requireRefused(
        "INVALID_FIELD",
        "image.landmarks: set (expected: none",
        () -> detect(withLandmarks, DetectOptions.getDefaultInstance()));
  }

  @Test
  void listOfModels_saysWhatEachDoes() {
    ModelVersion spots =
        server
            .models()
            .listModels(ListModelsRequest.getDefaultInstance())
            .getVersionsList()
            .stream()
            .filter(version -> version.getRef().getName().equals("spots"))
            .findFirst()
            .orElseThrow();

    assertEquals(ModelKind.MODEL_KIND_DETECTOR, spots.getKind());
    assertEquals(0, spots.getDimension());
    assertEquals(Spots.SIDE, spots.getInputWidth());
    assertEquals(bundle.digest(), spots.getRef().getDigest());
  }

  private Detections detect(FaceImage image, DetectOptions options) {
    return server
        .detection()
        .detect(DetectRequest.newBuilder().setImage(image).setOptions(options).build())
        .getDetections();
  }

  private EmbedResponse embed(FaceImage image, DetectOptions options) {
    return server
        .embeddings()
        .embed(EmbedRequest.newBuilder().setImage(image).setDetect(options).build());
  }

  private void requireRefused(
      String reason, String message, UnaryOperator<DetectOptions.Builder> change) {
    DetectOptions options = change.apply(DetectOptions.newBuilder()).build();
    requireRefused(reason, message, () -> detect(Spots.image(Spots.photo()), options));
  }

  private static void requireRefused(String reason, String message, Executable call) {
    Refusal.require(
        reason.equals("MODEL_NOT_FOUND") ? Code.NOT_FOUND : Code.INVALID_ARGUMENT,
        reason,
        message,
        call);
  }

  private static void requireSame(Embedding expected, Embedding actual) {
    assertEquals(expected.getValuesCount(), actual.getValuesCount());
    for (int i = 0; i < expected.getValuesCount(); i++) {
      assertEquals(expected.getValues(i), actual.getValues(i), 1e-5f);
    }
  }

  private static DetectedFace at(Detections found, float left) {
    return found.getFacesList().stream()
        .filter(face -> Math.abs(face.getBox().getLeft() - left) < 1)
        .findFirst()
        .orElseThrow(() -> new AssertionError(List.of(found)));
  }
}
