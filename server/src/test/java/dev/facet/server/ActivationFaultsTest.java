package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.ActivateVersionResponse;
import dev.facet.v1.LoadStage;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.ModelState;
import dev.facet.v1.ModelVersion;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole versions that cannot become live, or not now, and callers of an activation that go away or
 * come all at once. Those who call the live version all the while do not notice.
 */
class ActivationFaultsTest {

  /** Input of a side for which a load takes long enough that something can happen meanwhile. */
  private static final int LARGE = 640;

  private final Path repository;
  private final ModelBundle first;
  private final ModelBundle second;
  private TestServer server;
  private Admin face;
  private LiveCallers callers;

  ActivationFaultsTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    first = TinyModel.write(repository, "face", 1, 1);
    second = TinyModel.write(repository.resolveSibling("elsewhere"), "face", 2, 2);
    serve();
    TinyModel.write(repository, "face", 2, 2);
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
  void versionThatIsSlowToLoad_isGivenUp_andWhatItReservedIsGivenBack() throws Exception {
    restart("models.load-timeout", "1ms");
    double reserved = reserved();

    Refusal refusal = refusal(2);

    assertEquals("LOAD_TIMEOUT", refusal.reason());
    assertTrue(refusal.message().contains("1 ms (models.load-timeout)"), refusal.message());
    assertEquals(ModelState.MODEL_STATE_FAILED, face.get(2).getState());
    TestServer.await(reserved, this::reserved);
    assertEquals(ModelState.MODEL_STATE_FAILED, face.get(2).getState(), "no stage comes after");
    assertOnlyTheFirstIsLoaded();

    restart();
    assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(2).getState(), "with more time");
  }

  @Test
  void versionBeyondTheMemoryBudget_isRefusedBeforeItsLoadBegins() throws Exception {
    double reserved = reserved();
    long budget = 2 * (long) reserved;
    restart("models.memory-budget", Long.toString(budget));
    new TinyModel(3).size(LARGE, LARGE).publish(repository, "face", 3);
    ChangeLog log = ChangeLog.open(server);

    Refusal refusal = refusal(3);

    assertEquals("INSUFFICIENT_MEMORY", refusal.reason());
    assertTrue(
        refusal
            .message()
            .matches(
                "face 3: memory: \\d+ MiB left of the memory budget of \\d+ MiB \\(expected: at least"
                    + " \\d+ MiB for face 3\\); reserved for face 1 \\d+ MiB"),
        refusal.message());
    log.await(3, ModelState.MODEL_STATE_FAILED);
    assertEquals(
        List.of(LoadStage.LOAD_STAGE_CHECKING),
        log.changes(3).stream()
            .filter(change -> change.getState() == ModelState.MODEL_STATE_LOADING)
            .map(ModelVersion::getStage)
            .filter(stage -> stage != LoadStage.LOAD_STAGE_WAITING)
            .toList());
    assertEquals(reserved, reserved());
    assertOnlyTheFirstIsLoaded();
    assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(2).getState(), "a small one fits");
  }

  @Test
  void choiceThatCannotBeRead_isNotMade_andTheCandidateIsFreed() throws Exception {
    Path inTheWay = Files.createDirectory(repository.resolve("face/serving.yaml"));
    assertChoiceIsNotKept();

    Files.delete(inTheWay);
    assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(2).getState());
  }

  @Test
  void choiceThatCannotBeWritten_isNotMade_andTheCandidateIsFreed() throws Exception {
    // What a killed writer left is deleted first; this cannot be.
    Path inTheWay = repository.resolve("face/.serving.yaml-left");
    Files.createDirectories(inTheWay.resolve("something"));
    assertChoiceIsNotKept();
    assertFalse(Files.exists(repository.resolve("face/serving.yaml")));

    Files.delete(inTheWay.resolve("something"));
    assertEquals(ModelState.MODEL_STATE_LIVE, face.activate(2).getState());
  }

  @Test
  void tenCallersAtOnce_areServedOneAfterTheOther_andTheLastOneWinsForGood() throws Exception {
    ModelBundle third = TinyModel.write(repository, "face", 3, 3);
    callers.stop();
    callers = new LiveCallers(face, first, second, third);
    ChangeLog log = ChangeLog.open(server);

    ExecutorService operators = Executors.newFixedThreadPool(10);
    List<Future<ModelVersion>> activations = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long version = 1L + i % 3;
      activations.add(operators.submit(() -> face.activate(version)));
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(1 + i % 3, activations.get(i).get().getRef().getVersion());
    }
    operators.shutdown();

    long last = face.get(0).getRef().getVersion();
    // What is told comes on a call of its own, a little after the answers or before.
    TestServer.await((double) last, () -> (double) lastToldLive(log));
    assertOneLoadAtATime(log.changes());
    assertEquals(last, kept().version());
    callers.assertUndisturbed();
  }

  /** The version told last to be live; 0 where none was told yet. */
  private static long lastToldLive(ChangeLog log) {
    return log.changes().stream()
        .filter(change -> change.getState() == ModelState.MODEL_STATE_LIVE)
        .mapToLong(change -> change.getRef().getVersion())
        .reduce(0, (one, later) -> later);
  }

  @Test
  void callerThatGoesAway_endsNothing_theVersionGoesLive() throws Exception {
    ModelBundle large = new TinyModel(3).size(LARGE, LARGE).publish(repository, "face", 3);
    callers.stop();
    callers = new LiveCallers(face, first, large);
    ChangeLog log = ChangeLog.open(server);
    ListenableFuture<ActivateVersionResponse> call = activation(3);
    log.await(3, ModelState.MODEL_STATE_LOADING);

    call.cancel(true);

    face.awaitLive(3);
    assertEquals(large.digest(), kept().digest());
    callers.assertUndisturbed();
  }

  @Test
  void shutdown_endsTheActivationUnderWayAndThoseThatWait_withinSeconds() throws Exception {
    restart("server.grace-period", "50ms");
    callers.stop();
    new TinyModel(3).size(LARGE, LARGE).publish(repository, "face", 3);
    ChangeLog log = ChangeLog.open(server);
    List<ListenableFuture<ActivateVersionResponse>> calls =
        LongStream.of(3, 2, 1, 2, 1).mapToObj(this::activation).toList();
    log.await(3, ModelState.MODEL_STATE_LOADING);

    long start = System.nanoTime();
    server.server().shutdown();

    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(elapsed.compareTo(Duration.ofSeconds(8)) < 0, elapsed.toString());
    Set<Code> codes = new HashSet<>();
    for (ListenableFuture<ActivateVersionResponse> call : calls) {
      codes.add(codeOf(call));
    }
    assertTrue(Set.of(Code.OK, Code.UNAVAILABLE).containsAll(codes), codes.toString());
    assertTrue(codes.contains(Code.UNAVAILABLE), codes.toString());
    // The load that was given up ends by itself, and then nothing is left.
    TestServer.await(0, this::reserved);
    assertEquals(0, loaded());
    TestServer.await(0, ActivationFaultsTest::controlThreads);
  }

  private void serve(String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of("models.activation", "true"));
    server = new TestServer(repository, all.toArray(String[]::new));
    face = new Admin(server, "face");
    callers = new LiveCallers(face, first, second);
  }

  /** Serves version 1 again, with these settings. */
  private void restart(String... settings) throws Exception {
    stop();
    Serving.Choice choice = new Serving.Choice(1, first.digest());
    new ModelRepository(repository)
        .setServing("face", new Serving(Serving.Follow.FIXED, choice, List.of(), List.of()));
    serve(settings);
  }

  private void assertChoiceIsNotKept() {
    double reserved = reserved();
    Refusal refusal = refusal(2);
    assertEquals("CHOICE_NOT_KEPT", refusal.reason());
    assertTrue(refusal.message().contains("serving.yaml"), refusal.message());
    face.await(2, ModelState.MODEL_STATE_AVAILABLE);
    assertEquals("CHOICE_NOT_KEPT", Refusal.of(() -> face.pin(2)).reason());
    face.await(2, ModelState.MODEL_STATE_AVAILABLE);
    TestServer.await(reserved, this::reserved);
    assertOnlyTheFirstIsLoaded();
  }

  private Refusal refusal(long version) {
    Refusal refusal = Refusal.of(() -> face.activate(version));
    assertEquals(Code.FAILED_PRECONDITION, refusal.code());
    return refusal;
  }

  private void assertOnlyTheFirstIsLoaded() {
    assertEquals(1, loaded());
    callers.assertUndisturbed();
    assertEquals(Set.of(1L), callers.versions());
  }

  /** Between the beginning of a load and its end no other begins. */
  private static void assertOneLoadAtATime(List<ModelVersion> changes) {
    long loading = 0;
    for (ModelVersion change : changes) {
      long version = change.getRef().getVersion();
      if (change.getState() != ModelState.MODEL_STATE_LOADING) {
        loading = loading == version ? 0 : loading;
      } else if (change.getStage() != LoadStage.LOAD_STAGE_WAITING) {
        assertTrue(loading == 0 || loading == version, changes.toString());
        loading = version;
      }
    }
  }

  private ListenableFuture<ActivateVersionResponse> activation(long version) {
    return ModelServiceGrpc.newFutureStub(server.channel())
        .activateVersion(
            ActivateVersionRequest.newBuilder().setName("face").setVersion(version).build());
  }

  private static Code codeOf(ListenableFuture<ActivateVersionResponse> call) throws Exception {
    try {
      call.get();
      return Code.OK;
    } catch (ExecutionException e) {
      return Status.fromThrowable(e).getCode();
    }
  }

  /** What the repository says is live. */
  private Serving.Choice kept() throws Exception {
    return Objects.requireNonNull(new ModelRepository(repository).serving("face").live());
  }

  private double reserved() {
    return server.meters().get("facet.memory.reserved").gauge().value();
  }

  private double loaded() {
    return server.meters().get("facet.loaded.versions").gauge().value();
  }

  private static long controlThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("facet-control"))
        .count();
  }
}
