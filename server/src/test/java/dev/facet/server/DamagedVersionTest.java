package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.TensorShape;
import dev.facet.v1.ModelState;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Versions whose files are not as they should be. They never become live, and those who call the
 * live one all the while do not notice.
 */
class DamagedVersionTest {

  private final Path repository;
  private final ModelBundle next;
  private final TestServer server;
  private final Admin face;
  private final LiveCallers callers;
  private final double reserved;

  DamagedVersionTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    ModelBundle live = TinyModel.write(repository, "face", 1, 1);
    server = new TestServer(repository, "models.activation", "true");
    face = new Admin(server, "face");
    reserved = reserved();
    ModelBundle whole = TinyModel.write(repository, "face", 3, 3);
    callers = new LiveCallers(face, live, whole);
    next = TinyModel.write(repository, "face", 2, 2);
  }

  @AfterEach
  void stop() throws Exception {
    try {
      callers.stop();
    } finally {
      server.close();
    }
  }

  @Test
  void flippedByteInTheHeaderOfTheParameters() throws Exception {
    Damage.flip(next.params(), 0);
    assertRefused("model-0000.params");
  }

  @Test
  void truncatedParameters() throws Exception {
    Damage.halve(next.params());
    assertRefused("model-0000.params");
  }

  @Test
  void symbolThatIsNoJson() throws Exception {
    Damage.halve(next.symbol());
    assertRefused("model-symbol.json");
  }

  @Test
  void symbolOfAnUnknownOperator() throws Exception {
    Damage.replace(next.symbol(), "\"Pooling\"", "\"Puddling\"");
    assertRefused("Puddling");
  }

  @Test
  void manifestWithAMistake() throws Exception {
    Damage.replace(manifest(), "width: 112", "width: wide");
    assertRefused("input.width: \"wide\"");
  }

  @Test
  void manifestOfAnotherDimension() throws Exception {
    Damage.replace(manifest(), "dimension: 32", "dimension: 64");
    assertRefused("output.dimension: 64");
  }

  @Test
  void missingManifest() throws Exception {
    Files.delete(manifest());
    assertRefused("model.yaml");
  }

  @Test
  void missingParameters() throws Exception {
    Files.delete(next.params());
    assertRefused("files.params: model-0000.params");
  }

  @Test
  void parameterThatIsNotThere() throws Exception {
    Map<String, FloatTensor> weights = new TinyModel(2).weights();
    weights.remove("arg:conv2_weight");
    ParamsFile.write(next.params(), weights);
    assertRefused("conv2_weight");
  }

  @Test
  void parameterOfTheWrongShape() throws Exception {
    Map<String, FloatTensor> weights = new TinyModel(2).weights();
    weights.put("arg:pre_fc1_bias", new FloatTensor(TensorShape.of(31), new float[31]));
    ParamsFile.write(next.params(), weights);
    assertRefused("pre_fc1_bias");
  }

  @Test
  void weightsThatAreNotNumbers() throws Exception {
    ParamsFile.write(next.params(), new TinyModel(2).nan().weights());
    assertRefused("NaN");
  }

  @Test
  void weightsOtherThanThoseThatWereMeant() throws Exception {
    String meant = next.digest();
    Damage.flip(next.params(), Damage.WEIGHT);

    Refusal refusal = Refusal.of(() -> face.activate(2, meant));

    assertEquals("DIGEST_MISMATCH", refusal.reason());
    assertTrue(refusal.message().contains(meant), refusal.message());
    assertNothingChanged(refusal);
  }

  private Path manifest() {
    return next.directory().resolve("model.yaml");
  }

  /** Version 2 is not activated, for a reason with that text. */
  private void assertRefused(String why) {
    Refusal refusal = Refusal.of(() -> face.activate(2));

    assertEquals(Code.FAILED_PRECONDITION, refusal.code());
    assertEquals("MODEL_NOT_LOADABLE", refusal.reason());
    assertTrue(refusal.message().contains(why), refusal.message());
    assertNothingChanged(refusal);
  }

  private void assertNothingChanged(Refusal refusal) {
    assertEquals(ModelState.MODEL_STATE_FAILED, face.get(2).getState());
    assertEquals(refusal.message(), face.get(2).getFailure());
    assertFalse(Files.exists(repository.resolve("face/serving.yaml")), "the choice is not written");
    assertEquals(reserved, reserved());
    assertEquals(1, server.meters().get("facet.loaded.versions").gauge().value());
    callers.assertUndisturbed();
    assertEquals(Set.of(1L), callers.versions());

    assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(3).getState(), "nothing is stuck");
    callers.assertUndisturbed();
  }

  private double reserved() {
    return server.meters().get("facet.memory.reserved").gauge().value();
  }
}
