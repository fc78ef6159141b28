package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.similarity.Similarity;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.ModelState;
import dev.facet.v1.ModelVersion;
import dev.facet.v1.RolloutKind;
import dev.facet.v1.ShadowReport;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shadow through the whole server: measured, never answered with, promoted or ended. */
class ShadowRolloutTest {

  private static final int FACES = 20;

  private final Path repository;
  private final ModelBundle second;
  private final TestServer server;
  private final Admin face;

  ShadowRolloutTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
    server = new TestServer(repository, "models.activation", "true");
    second = TinyModel.write(repository, "face", 2, 2);
    face = new Admin(server, "face");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shadow_isMeasuredAgainstTheLiveVersion_andAnswersNobody() {
    ModelVersion shadow = shadow(2, 1);
    assertEquals(ModelState.MODEL_STATE_SHADOW, shadow.getState());
    EmbedResponse live = face.embed(1);
    EmbedResponse candidate = face.embed(2);
    double cosine = Similarity.cosine(values(live), values(candidate));

    for (int i = 1; i < FACES; i++) {
      assertEquals(1, face.embed(0).getModel().getVersion());
    }

    TestServer.await(FACES, () -> (double) report().getCompared());
    assertEquals(cosine, report().getMeanCosine(), 1e-5);
    assertEquals(cosine, report().getLeastCosine(), 1e-5);
    assertTrue(report().getMeanInferenceMicros() > 0);
    assertEquals(FACES, server.meters().get("facet.shadow.agreement").summary().count());
  }

  @Test
  void shadow_becomesACanary_andGoesLive_withoutBeingLoadedAgain() {
    shadow(2, 0.5);
    face.canary(2, 1);
    assertEquals(2, face.embed(0).getModel().getVersion());
    assertEquals(2, face.activate(2).getRef().getVersion());
    face.embed(0);
    assertEquals(2.0, server.meters().get("facet.loaded.versions").gauge().value(), 1.0);
    face.await(1, ModelState.MODEL_STATE_AVAILABLE);
    assertEquals(1, server.meters().get("facet.loaded.versions").gauge().value());
  }

  @Test
  void endedShadow_isFreed() {
    shadow(2, 1);
    face.embed(0);
    face.stopRollout();
    face.await(2, ModelState.MODEL_STATE_AVAILABLE);
    assertEquals(1, server.meters().get("facet.loaded.versions").gauge().value());
  }

  @Test
  void versionOfAnotherDimension_isNoShadow_andNotLeftInMemory() throws Exception {
    // The same network, cut before its last layers.
    Manifest tiny = new TinyModel(2).manifest();
    Manifest cut =
        new Manifest(
            tiny.files(),
            tiny.input(),
            new Manifest.Output("flatten_output", 784, true),
            tiny.alignment(),
            tiny.about());
    new ModelRepository(repository)
        .publish("face", OptionalLong.of(3), cut, second.symbol(), second.params());
    assertEquals("NOT_COMPARABLE", Refusal.of(() -> shadow(3, 1)).reason());
    face.await(3, ModelState.MODEL_STATE_AVAILABLE);
  }

  private ModelVersion shadow(long version, double share) {
    return face.rollout(version, RolloutKind.ROLLOUT_KIND_SHADOW, share);
  }

  private ShadowReport report() {
    return face.get(2).getShadow();
  }

  private static float[] values(EmbedResponse response) {
    float[] values = new float[response.getEmbedding().getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = response.getEmbedding().getValues(i);
    }
    return values;
  }
}
