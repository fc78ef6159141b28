package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.cli.face.LocalEmbedder;
import dev.facet.cli.face.Photo;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.FacetException;
import dev.facet.client.LoadStage;
import dev.facet.client.ModelRef;
import dev.facet.client.ModelVersion;
import dev.facet.client.ModelWatch;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.bundle.Serving;
import dev.facet.model.fixture.TinyModel;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server processes under load that are killed (SIGKILL) while a version is activated. */
class KilledServerTest {
  private static final int WAIT_SECONDS = 60;

  /** Batches of several faces are computed otherwise than a face alone. */
  private static final float TOLERANCE = 1e-5f;

  private static final int CALLERS = 3;

  private final Path models;
  private final Path directory;
  private final Path photo;
  private final Random random = new Random(4);

  KilledServerTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    models = directory.resolve("models");
    photo = TestPhotos.png(directory.resolve("photo.png"), 1);
    ModelBundle first = TinyModel.write(models, "face", 1, 1);
    new ModelRepository(models)
        .setServing(
            "face",
            new Serving(
                Serving.Follow.FIXED, new Serving.Choice(1, first.digest()), List.of(), List.of()));
    // Nobody chooses this one: a server that has it live has forgotten the choice.
    TinyModel.write(models, "face", 1000, 1000);
  }

  /** When a server is killed that activates a version. */
  private enum Moment {
    CHECKING,
    COMPILING,
    TESTING,
    CHOICE_WRITTEN,
    LIVE,
    DRAINING,
    ANSWERED,
    ANY
  }

  @Test
  void killedAtAnyMomentOfAnActivation_theServerStartsAgainOnTheOldVersionOrTheNewOne()
      throws Exception {
    Set<Long> mayBeLive = Set.of(1L);
    long next = 1;
    for (Moment moment : Moment.values()) {
      next++;
      try (FacetProcess server = serve();
          FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
        long live = assertWhole(client, moment + ": ", mayBeLive);
        TinyModel.write(models, "face", next, next);
        mayBeLive = activateAndKill(moment, server, client, live, next);
      }
    }
    try (FacetProcess server = serve();
        FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      assertWhole(client, "at the end: ", mayBeLive);
      assertEquals(1, client.modelAdmin().activate("face", 1).ref().version(), "nothing is stuck");
    }
  }

  @Test
  void toldToStopDuringAnActivation_theServerEndsWithinSeconds() throws Exception {
    try (FacetProcess server = serve("--set", "server.grace-period=100ms");
        FacetClient client = FacetClient.builder(server.address()).plaintext().build()) {
      new TinyModel(2).size(640, 640).publish(models, "face", 2);
      CompletableFuture<ModelVersion> loading = new CompletableFuture<>();
      try (ModelWatch watch =
          client.watchModels(
              version -> {
                if (version.state() == ModelVersion.State.LOADING) {
                  loading.complete(version);
                }
              })) {
        CompletableFuture<ModelVersion> activation = activation(client, 2);
        loading.get(WAIT_SECONDS, TimeUnit.SECONDS);
        assertFalse(watch.ended().isDone(), "still watching");

        server.terminate();

        assertTrue(server.process().waitFor(20, TimeUnit.SECONDS), "it ends");
        ExecutionException refused = assertThrows(ExecutionException.class, activation::get);
        assertEquals(Status.Code.UNAVAILABLE, code(refused.getCause()));
      }
    }
  }

  /** Gives the versions of which one must be live when the server starts again. */
  private Set<Long> activateAndKill(
      Moment moment, FacetProcess server, FacetClient client, long live, long next)
      throws Exception {
    List<ModelVersion> changes = new CopyOnWriteArrayList<>();
    CompletableFuture<ModelVersion> activation;
    try (ModelWatch watch = client.watchModels(changes::add);
        Load load = new Load(client)) {
      activation = activation(client, next);
      Predicate<ModelVersion> seen =
          switch (moment) {
            case CHECKING -> stage(next, LoadStage.CHECKING);
            case COMPILING -> stage(next, LoadStage.COMPILING);
            case TESTING -> stage(next, LoadStage.TESTING);
            case LIVE -> state(next, ModelVersion.State.LIVE);
            case DRAINING -> state(live, ModelVersion.State.DRAINING);
            case CHOICE_WRITTEN, ANSWERED, ANY -> version -> false;
          };
      switch (moment) {
        case CHOICE_WRITTEN -> awaitWritten(next);
        case ANSWERED -> activation.get(WAIT_SECONDS, TimeUnit.SECONDS);
        case ANY -> awaitOr(activation, random.nextInt(300));
        default -> awaitSeen(changes, seen);
      }
      assertFalse(watch.ended().isDone(), "still watching");
      server.process().destroyForcibly();
      assertTrue(server.process().waitFor(WAIT_SECONDS, TimeUnit.SECONDS), "it is killed");
      load.assertOnlyCutOff();
    }
    boolean acknowledged = activation.handle((version, failure) -> failure == null).get();
    return acknowledged ? Set.of(next) : Set.of(live, next);
  }

  private FacetProcess serve(Object... arguments) throws IOException {
    Object[] all = {"serve", "--port", "0", "--set", "models.activation=true"};
    Object[] both = Arrays.copyOf(all, all.length + arguments.length);
    System.arraycopy(arguments, 0, both, all.length, arguments.length);
    return FacetProcess.start(directory, both);
  }

  private static CompletableFuture<ModelVersion> activation(FacetClient client, long version) {
    return client.modelAdmin().activateAsync(new ModelRef("face", version, ""));
  }

  /** The live version is one of these, and its answer is what its files give by themselves. */
  private long assertWhole(FacetClient client, String when, Set<Long> mayBeLive) throws Exception {
    FaceEmbedding reply = client.embed(FaceImage.read(photo));
    long live = reply.model().version();
    assertTrue(mayBeLive.contains(live), when + live + " (expected: of " + mayBeLive + ")");
    try (LocalEmbedder own = LocalEmbedder.open(models.resolve("face/" + live))) {
      FaceEmbedding expected = own.embed(Photo.ofCrop(photo)).get().get(0).embedding();
      assertEquals(expected.model().digest(), reply.model().digest(), when);
      assertArrayEquals(expected.values(), reply.values(), TOLERANCE, when);
    }
    return live;
  }

  private static Predicate<ModelVersion> stage(long version, LoadStage stage) {
    return change -> change.ref().version() == version && change.stage() == stage;
  }

  private static Predicate<ModelVersion> state(long version, ModelVersion.State state) {
    return change -> change.ref().version() == version && change.state() == state;
  }

  private static void awaitSeen(List<ModelVersion> changes, Predicate<ModelVersion> seen) {
    long start = System.nanoTime();
    while (changes.stream().noneMatch(seen)) {
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(WAIT_SECONDS), "seen");
      Thread.onSpinWait();
    }
  }

  private void awaitWritten(long version) throws IOException {
    ModelRepository repository = new ModelRepository(models);
    long start = System.nanoTime();
    Serving.Choice live = repository.serving("face").live();
    while (live == null || live.version() != version) {
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(WAIT_SECONDS), "written");
      live = repository.serving("face").live();
    }
  }

  private static void awaitOr(CompletableFuture<ModelVersion> activation, int millis)
      throws Exception {
    try {
      activation.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // That is the moment.
    }
  }

  private static Status.Code code(@Nullable Throwable failure) {
    return assertInstanceOf(FacetException.class, failure).code();
  }

  /** Callers that embed a photo until the server is gone. */
  private final class Load implements AutoCloseable {
    private final FacetClient client;
    private final List<CompletableFuture<Void>> callers;
    private volatile boolean calling = true;

    Load(FacetClient client) throws IOException {
      this.client = client;
      FaceImage image = FaceImage.read(photo);
      callers =
          Stream.generate(() -> CompletableFuture.runAsync(() -> call(image)))
              .limit(CALLERS)
              .toList();
    }

    private void call(FaceImage image) {
      while (calling) {
        client.embed(image);
      }
    }

    /** Every caller has ended for no other reason than that the server is gone. */
    void assertOnlyCutOff() throws Exception {
      for (CompletableFuture<Void> caller : callers) {
        Throwable end = caller.handle((done, failure) -> failure.getCause()).get();
        assertEquals(Status.Code.UNAVAILABLE, code(end), String.valueOf(end));
      }
    }

    @Override
    public void close() {
      calling = false;
    }
  }
}
