package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.FaceImage;
import dev.facet.v1.FaceSelection;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons of photos, and what is decided by them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhotoComparisonTest {

  private final TestServer server;

  PhotoComparisonTest(@TempDir Path repository) throws Exception {
    TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "calibrated", 1, 2);
    new ModelRepository(repository)
        .setMeasured(
            "calibrated",
            1,
            Map.of(
                "calibration-pairs", 1000.0,
                "threshold-at-far-1e-1", 0.2,
                "threshold-at-far-1e-2", 0.6));
    new SpotDetector(Spots.SIDE).publish(repository, "spots", 1);
    server = new TestServer(repository, "models.default", "face");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void photosAreCompared_byTheFaceOfEach() {
    CompareResponse response =
        server
            .embeddings()
            .compare(
                comparison(
                        Spots.image(Spots.photo().with(40, 72, 64)), Spots.image(Spots.twoFaces()))
                    .setDetect(
                        DetectOptions.newBuilder().setSelect(FaceSelection.FACE_SELECTION_CENTRAL))
                    .setThreshold(0.5f)
                    .build());

    assertEquals(40, response.getFirstFace().getBox().getLeft(), 1e-3);
    assertEquals(120, response.getSecondFace().getBox().getLeft(), 1e-3);
    assertEquals(response.getCosineSimilarity() >= 0.5, response.getDecision().getSamePerson());
    assertEquals(0.5, response.getDecision().getThreshold(), 1e-6);
    assertFalse(response.getDecision().hasFar());
    assertFalse(response.hasFar());
  }

  @Test
  void photoWithoutAFace_cannotBeCompared() {
    Refusal.require(
        Code.INVALID_ARGUMENT,
        "NO_FACE",
        "second.image: no face found",
        () ->
            server
                .embeddings()
                .compare(
                    comparison(Spots.image(Spots.twoFaces()), Spots.image(Spots.photo()))
                        .setDetect(DetectOptions.getDefaultInstance())
                        .build()));
    Refusal.require(
        Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        "detect.select",
        () ->
            server
                .embeddings()
                .compare(
                    comparison(Spots.image(Spots.twoFaces()), Spots.image(Spots.twoFaces()))
                        .setDetect(
                            DetectOptions.newBuilder().setSelect(FaceSelection.FACE_SELECTION_ALL))
                        .build()));
  }

  @Test
  void calibratedModel_saysWhatASimilarityIsWorth() {
    FaceImage image = Spots.image(Spots.twoFaces());
    CompareRequest.Builder same = comparison(image, image).setModel("calibrated");

    CompareResponse response = server.embeddings().compare(same.clone().setMaxFar(0.05).build());

    assertEquals(1, response.getCosineSimilarity(), 1e-5);
    assertEquals(0.01, response.getFar(), 0);
    assertTrue(response.getDecision().getSamePerson());
    assertEquals(0.6, response.getDecision().getThreshold(), 1e-6);
    assertEquals(0.01, response.getDecision().getFar(), 0);
    CompareResponse atThreshold =
        server.embeddings().compare(same.clone().setThreshold(0.3f).build());
    assertEquals(0.1, atThreshold.getDecision().getFar(), 0);
    Refusal.require(
        Code.FAILED_PRECONDITION,
        "NOT_CALIBRATED",
        "max_far: 0.001 (expected: at least 1e-2",
        () -> server.embeddings().compare(same.clone().setMaxFar(0.001).build()));
    Refusal.require(
        Code.FAILED_PRECONDITION,
        "NOT_CALIBRATED",
        "max_far: 0.5 (expected: none, as face 1",
        () -> server.embeddings().compare(comparison(image, image).setMaxFar(0.5).build()));
    Refusal.require(
        Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        "max_far: 1.0",
        () -> server.embeddings().compare(same.clone().setMaxFar(1).build()));
    Refusal.require(
        Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        "threshold: NaN",
        () -> server.embeddings().compare(same.clone().setThreshold(Float.NaN).build()));
  }

  @Test
  void embeddingsOfACalibratedModel_areDecidedByTheirDigest() {
    EmbedResponse made =
        server
            .embeddings()
            .embed(
                EmbedRequest.newBuilder()
                    .setModel("calibrated")
                    .setImage(Spots.image(Spots.twoFaces()))
                    .build());
    CompareOperand known =
        CompareOperand.newBuilder()
            .setEmbedding(made.getEmbedding())
            .setDigest(made.getModel().getDigest())
            .build();
    CompareRequest.Builder request =
        CompareRequest.newBuilder()
            .setModel("calibrated")
            .setFirst(known)
            .setSecond(known)
            .setMaxFar(0.1);

    CompareResponse response = server.embeddings().compare(request.build());

    assertTrue(response.getDecision().getSamePerson());
    assertEquals(0.2, response.getDecision().getThreshold(), 1e-6);
    assertFalse(response.hasModel());
    CompareOperand unknown = known.toBuilder().clearDigest().build();
    Refusal.require(
        Code.INVALID_ARGUMENT,
        "INVALID_FIELD",
        "max_far",
        () ->
            server
                .embeddings()
                .compare(request.clone().setFirst(unknown).setSecond(unknown).build()));
  }

  private static CompareRequest.Builder comparison(FaceImage first, FaceImage second) {
    return CompareRequest.newBuilder()
        .setFirst(CompareOperand.newBuilder().setImage(first))
        .setSecond(CompareOperand.newBuilder().setImage(second));
  }
}
