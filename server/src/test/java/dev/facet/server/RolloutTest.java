package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.ModelState;
import dev.facet.v1.StopRolloutRequest;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions beside the live one: pinned, candidates, held by streams; and the way back. */
class RolloutTest {

  private final Path repository;
  private TestServer server;
  private Admin face;

  RolloutTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    TinyModel.write(repository, "face", 1, 1);
    server = new TestServer(repository, "models.activation", "true");
    face = new Admin(server, "face");
    TinyModel.write(repository, "face", 2, 2);
    TinyModel.write(repository, "face", 3, 3);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pinnedVersion_servesRequestsThatNameIt_alsoAfterARestart_untilItIsTakenOut()
      throws Exception {
    assertEquals(ModelState.MODEL_STATE_PINNED, face.pin(2).getState());

    assertEquals(1, face.embed(0).getModel().getVersion());
    assertEquals(2, face.embed(2).getModel().getVersion());
    assertEquals("NOT_FOUND", code(() -> face.embed(3)));

    restart();
    assertEquals(2, face.embed(2).getModel().getVersion());

    face.deactivate(2);
    assertEquals("NOT_FOUND", code(() -> face.embed(2)));
    assertEquals("NOT_LOADED", reason(() -> face.deactivate(2)));
  }

  @Test
  void pinning_leavesWhatAnotherServerOfTheRepositoryHasMadeLive() throws Exception {
    ModelRepository shared = new ModelRepository(repository);
    Serving theirs =
        Serving.DEFAULT.activated(
            new Serving.Choice(3, shared.open("face", 3).digest()), Serving.Follow.FIXED);
    shared.setServing("face", theirs);

    face.pin(2);
    assertEquals(theirs.withPinned(2), shared.serving("face"));
    face.deactivate(2);
    assertEquals(theirs, shared.serving("face"));
  }

  @Test
  void canary_getsItsShareOfKeys_eachKeyAlwaysTheSameVersion_andKeepsThemAsItGrows() {
    face.canary(2, 0.25);
    Map<String, Long> before = versionsOfKeys();
    assertEquals(before, versionsOfKeys(), "sticky");
    long given = before.values().stream().filter(version -> version == 2).count();
    assertTrue(given > 20 && given < 80, given + " of 200 keys");

    assertEquals(0.6, face.canary(2, 0.6).getShare());
    Map<String, Long> after = versionsOfKeys();
    before.forEach(
        (key, version) -> assertTrue(version == 1 || Long.valueOf(2).equals(after.get(key)), key));
    assertTrue(after.values().stream().filter(version -> version == 2).count() > given);
  }

  @Test
  void canaryOfEverything_answersWithoutAKey_andPromotionIsOnlyASwitch() {
    face.canary(2, 1);
    assertEquals(2, face.embed(0).getModel().getVersion());
    assertEquals(1, face.embed(1).getModel().getVersion(), "the live one can be named");

    assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(2).getState());
    assertEquals(2, face.embed(0).getModel().getVersion());
    assertEquals(ModelState.MODEL_STATE_LIVE, face.get(2).getState());
  }

  @Test
  void stoppedRollout_givesAllRequestsBack_andTheCandidateIsFreed() {
    face.canary(2, 1);
    server.models().stopRollout(StopRolloutRequest.newBuilder().setName("face").build());

    assertEquals(1, face.embed(0).getModel().getVersion());
    assertEquals("NOT_FOUND", code(() -> face.embed(2)));
    assertEquals("NO_ROLLOUT", reason(face::stopRollout));
    TestServer.await(
        ModelState.MODEL_STATE_AVAILABLE_VALUE, () -> face.get(2).getState().getNumber());
  }

  @Test
  void candidate_isReplacedByAnother_andMustNotBeTheLiveOne() {
    face.canary(2, 1);
    face.canary(3, 1);
    assertEquals(3, face.embed(0).getModel().getVersion());
    assertEquals("NOT_FOUND", code(() -> face.embed(2)));
    assertEquals("ALREADY_LIVE", reason(() -> face.canary(1, 1)));
    assertEquals("INVALID_ARGUMENT", code(() -> face.canary(2, 1.5)));
    assertEquals("INVALID_ARGUMENT", code(() -> face.canary(2, 0)));
  }

  @Test
  void rollback_goesBackStepByStep_alsoAfterARestart() throws Exception {
    face.activate(2);
    face.activate(3);
    assertEquals(2, face.rollBack().getRef().getVersion());
    restart();
    assertEquals(2, face.embed(0).getModel().getVersion(), "the choice persists");
    assertEquals(1, face.rollBack().getRef().getVersion());
    assertEquals(1, face.embed(0).getModel().getVersion());
    assertEquals("NO_PREVIOUS_VERSION", reason(face::rollBack));
  }

  @Test
  void activation_ofAnotherDigestThanExpected_isRefused() {
    String digest = face.pin(2).getRef().getDigest();
    assertEquals("DIGEST_MISMATCH", reason(() -> face.activate(2, "0".repeat(64))));
    assertEquals("DIGEST_MISMATCH", reason(() -> face.activate(3, digest)));
    assertEquals(1, face.embed(0).getModel().getVersion());
    assertEquals(2, face.activate(2, digest).getRef().getVersion());
  }

  @Test
  void defaultModel_keepsItsLiveVersion_andAnotherModelCanBeTakenOutAndBack() throws Exception {
    assertEquals("DEFAULT_MODEL", reason(() -> face.deactivate(0)));
    TinyModel.write(repository, "other", 1, 4);
    other().activate(1);
    assertEquals("other", other().embed(0).getModel().getName());

    other().deactivate(0);
    assertEquals("NOT_FOUND", code(() -> other().embed(0)));
    restart("models.default", "face");
    assertEquals("NOT_FOUND", code(() -> other().embed(0)), "also after a restart");
    other().activate(1);
    assertEquals("other", other().embed(0).getModel().getName());
  }

  @Test
  void versionFixedByTheConfiguration_isLive_andNoCallerChangesThat() throws Exception {
    restart("models.live", "face/2", "models.pinned", "face/3");
    assertEquals(2, face.embed(0).getModel().getVersion());
    assertEquals(3, face.embed(3).getModel().getVersion());
    assertEquals("FIXED_BY_CONFIG", reason(() -> face.activate(1)));
    assertEquals("FIXED_BY_CONFIG", reason(() -> face.deactivate(3)));
    assertEquals(2, face.activate(2).getRef().getVersion());
  }

  @Test
  void stream_followsTheLiveVersion_orHoldsTheOneItBeganWith() throws Exception {
    StreamClient following = StreamClient.open(server.streams());
    StreamClient holding = StreamClient.open(server.streams());
    assertEquals(1, version(following, false));
    assertEquals(1, version(holding, true));

    face.activate(2);

    assertEquals(2, version(following, false));
    assertEquals(1, version(holding, false), "held");
    assertEquals(2, version(holding, true), "held anew");
    face.activate(3);
    assertEquals(2, version(holding, false));
    holding.halfClose();
    TestServer.await(
        ModelState.MODEL_STATE_AVAILABLE_VALUE, () -> face.get(2).getState().getNumber());
  }

  @Test
  void versionHeldForTooLong_isTakenFromTheStream_whichGoesOn() throws Exception {
    restart("models.live", "", "models.drain-timeout", "20ms");
    StreamClient stream = StreamClient.open(server.streams());
    long first = version(stream, true);
    face.activate(first == 1 ? 2 : 1);

    EmbedStreamResponse response = item(stream, false);
    while (response.hasEmbedding()) {
      assertEquals(first, response.getModel().getVersion());
      response = item(stream, false);
    }
    assertEquals(Code.NOT_FOUND.value(), response.getError().getCode());
    assertNotEquals(first, version(stream, true));
    face.await(first, ModelState.MODEL_STATE_AVAILABLE);
  }

  @Test
  void comparisonWithAnEarlierEmbedding_isMadeByTheVersionThatMadeIt() {
    EmbedResponse earlier = face.embed(0);
    face.canary(2, 1);
    CompareRequest request =
        CompareRequest.newBuilder()
            .setFirst(
                CompareOperand.newBuilder()
                    .setEmbedding(earlier.getEmbedding())
                    .setDigest(earlier.getModel().getDigest()))
            .setSecond(CompareOperand.newBuilder().setImage(Drawings.raw(1)))
            .build();

    assertEquals(1, server.embeddings().compare(request).getCosineSimilarity(), 1e-5);
  }

  @Test
  void routingKeyThatIsTooLong_isRefusedWithoutBeingRepeated() {
    String key = "k".repeat(129);
    Refusal refusal = Refusal.of(() -> face.embed(0, key));
    assertEquals(Code.INVALID_ARGUMENT, refusal.code());
    assertTrue(!refusal.message().contains(key), refusal.message());
  }

  /** Serves again, with other settings: keys and values, one after the other. */
  private void restart(String... flags) throws Exception {
    server.close();
    String[] all = Arrays.copyOf(flags, flags.length + 2);
    all[flags.length] = "models.activation";
    all[flags.length + 1] = "true";
    server = new TestServer(repository, all);
    face = new Admin(server, "face");
  }

  private Admin other() {
    return new Admin(server, "other");
  }

  private Map<String, Long> versionsOfKeys() {
    Map<String, Long> versions = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      String key = "user-" + i;
      versions.put(key, face.embed(0, key).getModel().getVersion());
    }
    return versions;
  }

  private static long version(StreamClient stream, boolean hold) throws Exception {
    return item(stream, hold).getModel().getVersion();
  }

  private static EmbedStreamResponse item(StreamClient stream, boolean hold) throws Exception {
    stream.send(
        EmbedStreamRequest.newBuilder()
            .setCorrelationId("one")
            .setImage(Drawings.raw(1))
            .setHoldVersion(hold)
            .build());
    return stream.next();
  }

  private static String code(Runnable call) {
    return Refusal.of(call::run).code().name();
  }

  private static String reason(Runnable call) {
    return Refusal.of(call::run).reason();
  }
}
