package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ModelState;
import dev.facet.v1.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that find on disk something else than what they left there. */
class DamagedRepositoryTest {

  private final Path repository;
  private final ModelRepository versions;
  private final ModelBundle first;
  private final ModelBundle second;
  private final ModelBundle third;

  DamagedRepositoryTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    versions = new ModelRepository(repository);
    first = TinyModel.write(repository, "face", 1, 1);
    second = TinyModel.write(repository, "face", 2, 2);
    third = TinyModel.write(repository, "face", 3, 3);
  }

  @Test
  void highestVersionDamaged_whereNobodyHasChosen_theNextLowerServes() throws Exception {
    Damage.halve(third.params());
    try (TestServer server = serve()) {
      assertLive(server, second);
      assertFailed(server, 3, "model-0000.params");
    }
  }

  @Test
  void chosenVersionDamaged_theOneThatWasLiveBeforeServes_notTheNextLower() throws Exception {
    choose(third, first);
    Damage.halve(third.params());
    try (TestServer server = serve()) {
      assertLive(server, first);
      assertFailed(server, 3, "digest: ");
    }
  }

  @Test
  void chosenVersionDamaged_rollbackGoesToTheOneBefore_notToWhatFailed() throws Exception {
    choose(third, second, first);
    Damage.halve(third.params());
    try (TestServer server = serve()) {
      assertLive(server, second);
      new Admin(server, "face").rollBack();
      assertLive(server, first);
    }
  }

  @Test
  void weightsOfTheChosenVersionChanged_itIsNotServedUnderItsOldDigest() throws Exception {
    try (TestServer server = serve()) {
      new Admin(server, "face").activate(1);
      new Admin(server, "face").activate(2);
    }
    Damage.flip(second.params(), Damage.WEIGHT);
    try (TestServer server = serve()) {
      assertLive(server, first);
      assertFailed(server, 2, "digest: ");
      assertFailed(server, 2, "expected: " + second.digest());
    }
  }

  @Test
  void everyVersionDamaged_theServerDoesNotStart_andSaysWhyOfTheChosenOne() throws Exception {
    choose(second, first);
    for (ModelBundle version : List.of(first, second, third)) {
      Damage.halve(version.params());
    }
    String message = refusalToStart();
    assertTrue(message.startsWith("face 2: "), message);
    assertTrue(message.contains("expected: " + second.digest()), message);
  }

  @Test
  void choiceDamaged_ofTheDefaultModel_theServerDoesNotStart_andSaysWhere() throws Exception {
    writeChoice("face", "follow: sideways\n");
    String message = refusalToStart();
    assertTrue(
        message.endsWith(
            "serving.yaml: follow: \"sideways\" (expected: one of latest, fixed, none)"),
        message);
  }

  @Test
  void choiceHalfWritten_ofTheDefaultModel_theServerDoesNotStart_andSaysWhere() throws Exception {
    choose(second, first);
    Path choice = repository.resolve("face/serving.yaml");
    String content = Files.readString(choice);
    Files.writeString(choice, content.substring(0, content.indexOf(second.digest()) + 10));
    String message = refusalToStart();
    assertTrue(message.contains("face/serving.yaml"), message);
  }

  @Test
  void choiceDamaged_ofAnotherModel_thatOneIsNotServed_theRestIs() throws Exception {
    TinyModel.write(repository, "other", 1, 4);
    writeChoice("other", "follow: fixed\n");
    try (TestServer server = serve()) {
      assertLive(server, third);
      Refusal refusal = Refusal.of(() -> new Admin(server, "other").embed(0));
      assertEquals("NOT_FOUND", refusal.code().name());
    }
  }

  @Test
  void choiceDamaged_underAWatchingServer_changesNothing_andItIsFollowedOnceItIsWhole()
      throws Exception {
    choose(third, first);
    try (TestServer server = serve("models.control", "poll", "models.poll-interval", "20ms")) {
      Admin face = new Admin(server, "face");
      LiveCallers callers = new LiveCallers(face, first, third);
      writeChoice("face", "follow: fixed\nlive: {version: 1, digest: none}\n");
      // The watcher has looked at it once a model is seen that was published later.
      TinyModel.write(repository, "other", 1, 4);
      new Admin(server, "other").awaitLiveOnceThere(1);
      assertLive(server, third);
      Refusal refusal = Refusal.of(() -> face.activate(2));
      assertEquals("CHOICE_NOT_KEPT", refusal.reason());
      assertTrue(refusal.message().contains("live.digest: none (expected: 64"), refusal.message());

      choose(first, third);
      face.awaitLive(1);
      callers.assertUndisturbed();
      callers.stop();
    }
  }

  @Test
  void repositoryThatDisappears_underAServerThatIsTold_isReported_andUsedOnceItIsBack()
      throws Exception {
    Path away = repository.resolveSibling(repository.getFileName() + "-away");
    try (TestServer server = serve()) {
      Admin face = new Admin(server, "face");
      LiveCallers callers = new LiveCallers(face, first, third);
      Files.move(repository, away);

      Refusal refusal = Refusal.of(() -> face.activate(1));
      assertEquals("MODEL_NOT_FOUND", refusal.reason(), refusal.message());
      callers.assertUndisturbed();
      assertEquals(Set.of(3L), callers.versions());

      Files.move(away, repository);
      assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(1).getState());
      callers.assertUndisturbed();
      callers.stop();
    }
  }

  private TestServer serve(String... settings) throws IOException {
    String[] all = Arrays.copyOf(settings, settings.length + 4);
    all[settings.length] = "models.activation";
    all[settings.length + 1] = "true";
    all[settings.length + 2] = "models.default";
    all[settings.length + 3] = "face";
    return new TestServer(repository, all);
  }

  private String refusalToStart() {
    return String.valueOf(assertThrows(IOException.class, this::serve).getMessage());
  }

  /** The server answers with a version, as its files are. */
  private static void assertLive(TestServer server, ModelBundle version) {
    assertEquals(version.digest(), new Admin(server, "face").embed(0).getModel().getDigest());
  }

  private static void assertFailed(TestServer server, long version, String why) {
    ModelVersion failed = new Admin(server, "face").get(version);
    assertEquals(ModelState.MODEL_STATE_FAILED, failed.getState());
    assertTrue(failed.getFailure().contains(why), failed.getFailure());
  }

  /** Says that one version is live, and that another was before. */
  private void choose(ModelBundle live, ModelBundle... before) throws IOException {
    List<Serving.Choice> history =
        Arrays.stream(before).map(DamagedRepositoryTest::choice).toList();
    versions.setServing(
        "face", new Serving(Serving.Follow.FIXED, choice(live), history, List.of()));
  }

  private static Serving.Choice choice(ModelBundle version) {
    return new Serving.Choice(
        Long.parseLong(String.valueOf(version.directory().getFileName())), version.digest());
  }

  private void writeChoice(String model, String content) throws IOException {
    Files.writeString(repository.resolve(model).resolve("serving.yaml"), content);
  }
}
