package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.rpc.Code;
import dev.facet.client.ModelVersion.State;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeServer;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.DeactivateVersionRequest;
import dev.facet.v1.PinVersionRequest;
import dev.facet.v1.RollbackVersionRequest;
import dev.facet.v1.RolloutKind;
import dev.facet.v1.StartRolloutRequest;
import dev.facet.v1.StopRolloutRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ModelAdminTest {
  private static final String DIGEST = "cd".repeat(32);

  private FakeServer server;
  private FacetClient client;
  private ModelAdmin admin;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
    admin = client.modelAdmin();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void activation_namesTheVersion_andTheDigestWhereOneIsExpected() throws Exception {
    ModelVersion live = admin.activate("face", 7);
    admin.activate(new ModelRef("face", 7, DIGEST));

    assertEquals(7, live.ref().version());
    assertEquals(State.LIVE, live.state());
    var any = ActivateVersionRequest.newBuilder().setName("face").setVersion(7).build();
    assertEquals(any, server.models().takeChange());
    assertEquals(any.toBuilder().setDigest(DIGEST).build(), server.models().takeChange());
  }

  @Test
  void rollback_returnsTheVersionThatIsLiveAgain() throws Exception {
    assertEquals(2, admin.rollback("face").ref().version());

    assertEquals(
        RollbackVersionRequest.newBuilder().setName("face").build(), server.models().takeChange());
  }

  @Test
  void pin_namesTheVersion_andTheDigestWhereOneIsExpected() throws Exception {
    assertEquals(State.PINNED, admin.pin("face", 3).state());
    admin.pin(new ModelRef("face", 3, DIGEST));

    var any = PinVersionRequest.newBuilder().setName("face").setVersion(3).build();
    assertEquals(any, server.models().takeChange());
    assertEquals(any.toBuilder().setDigest(DIGEST).build(), server.models().takeChange());
  }

  @Test
  void deactivation_returnsTheVersionThatIsTakenOut() throws Exception {
    assertEquals(State.DRAINING, admin.deactivate("face", 3).state());

    assertEquals(
        DeactivateVersionRequest.newBuilder().setName("face").setVersion(3).build(),
        server.models().takeChange());
  }

  @Test
  void rollouts_haveAKindAndAShare() throws Exception {
    ModelVersion canary = admin.startCanary("face", 4, 0.05);
    ModelVersion shadow = admin.startShadow(new ModelRef("face", 4, DIGEST), 0.5);

    assertEquals(State.CANARY, canary.state());
    assertEquals(0.05, canary.share());
    assertEquals(State.SHADOW, shadow.state());
    assertEquals(0.5, shadow.share());
    var ofCanary =
        StartRolloutRequest.newBuilder()
            .setName("face")
            .setVersion(4)
            .setKind(RolloutKind.ROLLOUT_KIND_CANARY)
            .setShare(0.05)
            .build();
    assertEquals(ofCanary, server.models().takeChange());
    assertEquals(
        ofCanary.toBuilder()
            .setDigest(DIGEST)
            .setKind(RolloutKind.ROLLOUT_KIND_SHADOW)
            .setShare(0.5)
            .build(),
        server.models().takeChange());
  }

  @Test
  void stoppedRollout_returnsTheVersionThatWasTheCandidate() throws Exception {
    assertEquals(4, admin.stopRollout("face").ref().version());

    assertEquals(
        StopRolloutRequest.newBuilder().setName("face").build(), server.models().takeChange());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODEL_NOT_LOADABLE",
        "DIGEST_MISMATCH",
        "INSUFFICIENT_MEMORY",
        "LOAD_TIMEOUT",
        "CHOICE_NOT_KEPT",
        "FIXED_BY_CONFIG",
        "NO_PREVIOUS_VERSION",
        "NOT_LOADED",
        "DEFAULT_MODEL",
        "NO_LIVE_VERSION",
        "ALREADY_LIVE",
        "NO_ROLLOUT",
        "NOT_COMPARABLE"
      })
  void refusal_saysItsReason(String reason) {
    server
        .models()
        .refuseNext(FakeEmbeddings.status(Code.FAILED_PRECONDITION, "face version 7", reason));

    FacetException error = assertThrows(FacetException.class, () -> admin.activate("face", 7));

    assertEquals(Status.Code.FAILED_PRECONDITION, error.code());
    assertEquals(Optional.of(reason), error.reason());
    assertFalse(error.isRetryable());
  }

  @Test
  void changeThatIsNotAnswered_isGivenUpAtItsOwnDeadline() {
    server.models().hold();

    FacetException error =
        assertThrows(
            FacetException.class,
            () -> admin.withDeadline(Duration.ofMillis(50)).activate("face", 7));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, error.code());
    assertThrows(IllegalArgumentException.class, () -> admin.withDeadline(Duration.ZERO));
  }

  @Test
  void unavailableServer_isNotAskedAgain() throws Exception {
    server.models().refuseNext(FakeEmbeddings.status(Code.UNAVAILABLE, "draining", "DRAINING"));

    FacetException error = assertThrows(FacetException.class, () -> admin.rollback("face"));

    assertEquals(Status.Code.UNAVAILABLE, error.code());
  }

  @Test
  void futures_completeWithTheSameVersions() throws Exception {
    ModelRef ref = new ModelRef("face", 4, "");
    assertEquals(State.LIVE, admin.activateAsync(ref).get().state());
    assertEquals(2, admin.rollbackAsync("face").get().ref().version());
    assertEquals(State.PINNED, admin.pinAsync(ref).get().state());
    assertEquals(State.DRAINING, admin.deactivateAsync("face", 4).get().state());
    assertEquals(State.CANARY, admin.startCanaryAsync(ref, 0.1).get().state());
    assertEquals(State.SHADOW, admin.startShadowAsync(ref, 0.1).get().state());
    assertEquals(State.AVAILABLE, admin.stopRolloutAsync("face").get().state());
  }
}
