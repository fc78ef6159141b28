package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ModelState;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that watches its repository, and does what it finds there. */
class WatchedRepositoryTest {

  /** Side of an input that takes a while to be tried. */
  private static final int LARGE = 1200;

  private final Path repository;
  private final ModelRepository versions;
  private final ModelBundle first;
  private TestServer server;
  private Admin face;

  WatchedRepositoryTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    versions = new ModelRepository(repository);
    first = TinyModel.write(repository, "face", 1, 1);
    server = serve();
    face = new Admin(server, "face");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void publishedVersion_goesLiveByItself_andANewModelIsServed() throws Exception {
    TinyModel.write(repository, "face", 2, 2);
    TinyModel.write(repository, "other", 5, 3);

    face.awaitLive(2);
    assertEquals(2, face.embed(0).getModel().getVersion());
    new Admin(server, "other").awaitLiveOnceThere(5);
  }

  @Test
  void versionThatIsStillBeingCopied_neverGoesLive_andDoesOnceItIsWhole() throws Exception {
    ModelBundle elsewhere = TinyModel.write(repository.resolveSibling("elsewhere"), "face", 2, 2);
    Path copy = Files.createDirectory(repository.resolve("face").resolve("2"));
    byte[] params = Files.readAllBytes(elsewhere.params());
    copy(elsewhere.directory().resolve("model.yaml"), copy);
    copy(elsewhere.symbol(), copy);
    Path half = copy.resolve(elsewhere.params().getFileName());
    Files.write(half, Arrays.copyOf(params, params.length / 2));

    face.await(2, ModelState.MODEL_STATE_FAILED);
    assertEquals(first.digest(), face.embed(0).getModel().getDigest());

    Files.write(half, params);
    face.awaitLive(2);
    assertEquals(elsewhere.digest(), face.embed(0).getModel().getDigest());
  }

  @Test
  void damagedVersion_isTriedOnce_andTheNextBestGoesLive() throws Exception {
    Iterator<WatchModelsResponse> changes =
        server.models().watchModels(WatchModelsRequest.getDefaultInstance());
    new TinyModel(3).nan().publish(repository, "face", 3);
    face.await(3, ModelState.MODEL_STATE_FAILED);
    TinyModel.write(repository, "face", 2, 2);
    face.awaitLive(2);

    List<ModelState> ofThird = new ArrayList<>();
    WatchModelsResponse change = changes.next();
    while (!isLive(change, 2)) {
      ModelState state = change.getVersion().getState();
      if (change.getVersion().getRef().getVersion() == 3
          && (ofThird.isEmpty() || state != ofThird.get(ofThird.size() - 1))) {
        ofThird.add(state);
      }
      change = changes.next();
    }
    assertTrue(
        ofThird.stream().filter(state -> state == ModelState.MODEL_STATE_FAILED).count() == 1,
        ofThird.toString());
  }

  @Test
  void versionThatIsSeenToBeLive_isWrittenDown() throws Exception {
    for (long version = 2; version <= 6; version++) {
      ModelBundle latest = TinyModel.write(repository, "face", version, version);
      face.awaitLive(version);

      Serving serving = versions.serving("face");
      assertEquals(new Serving.Choice(version, latest.digest()), serving.live());
      assertEquals(version - 1, serving.history().get(0).version());
    }
  }

  @Test
  void choiceThatIsWrittenWhileAnotherVersionLoads_isFollowedAfterIt() throws Exception {
    new TinyModel(2).size(LARGE, LARGE).publish(repository, "face", 2);
    face.await(2, ModelState.MODEL_STATE_LOADING);
    Serving written =
        new Serving(
            Serving.Follow.FIXED, new Serving.Choice(1, first.digest()), List.of(), List.of());
    versions.setServing("face", written);

    face.await(2, ModelState.MODEL_STATE_AVAILABLE);
    face.awaitLive(1);
    assertEquals(written, versions.serving("face"));
  }

  @Test
  void writtenChoice_isFollowed_alsoBackwards_andPins() throws Exception {
    ModelBundle second = TinyModel.write(repository, "face", 2, 2);
    face.awaitLive(2);
    versions.setServing(
        "face",
        new Serving(
            Serving.Follow.FIXED,
            new Serving.Choice(1, first.digest()),
            List.of(new Serving.Choice(2, second.digest())),
            List.of(2L)));

    face.awaitLive(1);
    face.await(2, ModelState.MODEL_STATE_PINNED);
    assertEquals(2, face.embed(2).getModel().getVersion());

    versions.setServing("face", versions.serving("face").withoutPinned(2));
    face.await(2, ModelState.MODEL_STATE_AVAILABLE);
  }

  @Test
  void versionChosenByHand_staysLive_untilTheLatestIsAskedFor() throws Exception {
    face.activate(1);
    TinyModel.write(repository, "face", 2, 2);
    TinyModel.write(repository, "other", 1, 3);
    new Admin(server, "other").awaitLiveOnceThere(1);
    assertEquals(1, face.get(0).getRef().getVersion());

    face.activate(0);
    assertEquals(2, face.get(0).getRef().getVersion());
    TinyModel.write(repository, "face", 3, 3);
    face.awaitLive(3);
    assertEquals(2, face.rollBack().getRef().getVersion(), "what was live is recorded");
  }

  @Test
  void repositoryThatDisappears_takesNothingAway_andIsFollowedOnceItIsBack() throws Exception {
    Path away = Files.move(repository, repository.resolveSibling("away"));
    assertEquals(1, face.embed(0).getModel().getVersion());
    TinyModel.write(away, "face", 2, 2);
    assertEquals(1, face.embed(0).getModel().getVersion());

    Files.move(away, repository);
    face.awaitLive(2);
  }

  @Test
  void candidate_isNotMadeLiveBehindTheOperatorsBack() throws Exception {
    server.close();
    TinyModel.write(repository, "face", 2, 2);
    versions.setServing(
        "face",
        new Serving(
            Serving.Follow.FIXED, new Serving.Choice(1, first.digest()), List.of(), List.of()));
    server = serve();
    face = new Admin(server, "face");
    face.canary(2, 0.5);
    versions.setServing(
        "face",
        new Serving(
            Serving.Follow.LATEST, new Serving.Choice(1, first.digest()), List.of(), List.of()));
    TinyModel.write(repository, "other", 1, 3);
    new Admin(server, "other").awaitLiveOnceThere(1);

    assertEquals(ModelState.MODEL_STATE_CANARY, face.get(2).getState());
    face.stopRollout();
    face.awaitLive(2);
  }

  private TestServer serve() throws Exception {
    return new TestServer(
        repository,
        "models.default",
        "face",
        "models.activation",
        "true",
        "models.control",
        "poll",
        "models.poll-interval",
        "20ms");
  }

  private static void copy(Path file, Path directory) throws Exception {
    Files.copy(file, directory.resolve(file.getFileName()));
  }

  private static boolean isLive(WatchModelsResponse change, long version) {
    return change.getVersion().getState() == ModelState.MODEL_STATE_LIVE
        && change.getVersion().getRef().getVersion() == version;
  }
}
