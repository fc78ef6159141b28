package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.facet.client.ModelVersion.State;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeModelService;
import dev.facet.client.fixture.FakeModelService.Watch;
import dev.facet.client.fixture.FakeServer;
import dev.facet.v1.ModelState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelWatchTest {
  private static final com.google.rpc.Status DRAINING =
      FakeEmbeddings.status(Code.UNAVAILABLE, "draining", "DRAINING");

  private final BlockingQueue<ModelVersion> told = new LinkedBlockingQueue<>();
  private FakeServer server;
  private FacetClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void change_isToldInFull() throws Exception {
    client.watchModels(told::add);
    Watch watch = server.models().takeWatch();

    watch.tell(
        FakeModelService.version(4, ModelState.MODEL_STATE_LOADING).toBuilder()
            .setStage(dev.facet.v1.LoadStage.LOAD_STAGE_COMPILING)
            .clearKind()
            .clearDimension()
            .build());
    watch.tell(
        FakeModelService.version(4, ModelState.MODEL_STATE_SHADOW).toBuilder()
            .setShare(0.25)
            .setShadow(
                dev.facet.v1.ShadowReport.newBuilder()
                    .setCompared(10)
                    .setMeanCosine(0.9)
                    .setLeastCosine(0.5)
                    .setFailed(1)
                    .setSkipped(2)
                    .setMeanInferenceMicros(3))
            .build());
    watch.tell(
        FakeModelService.version(5, ModelState.MODEL_STATE_FAILED).toBuilder()
            .setFailure("damaged")
            .build());

    ModelVersion loading = told.take();
    assertEquals(State.LOADING, loading.state());
    assertEquals(LoadStage.COMPILING, loading.stage());
    assertEquals(ModelKind.UNKNOWN, loading.kind());
    assertEquals(Optional.empty(), loading.description());
    assertFalse(loading.isCandidate());
    ModelVersion shadow = told.take();
    assertEquals(0.25, shadow.share());
    assertEquals(
        Optional.of(new ShadowReport(10, 0.9, 0.5, 1, 2, Duration.ofNanos(3000))), shadow.shadow());
    assertEquals(4, shadow.description().orElseThrow().dimension());
    assertTrue(shadow.isCandidate());
    assertEquals("damaged", told.take().failure());
  }

  @Test
  void detector_hasADescriptionWithoutADimension() throws Exception {
    client.watchModels(told::add);
    server
        .models()
        .takeWatch()
        .tell(
            FakeModelService.LIVE.toBuilder()
                .setKind(dev.facet.v1.ModelKind.MODEL_KIND_DETECTOR)
                .clearDimension()
                .clearTemplate()
                .clearNormalized()
                .build());

    ModelVersion detector = told.take();
    assertEquals(ModelKind.DETECTOR, detector.kind());
    assertEquals(
        Optional.of(new ModelDescription(0, 112, 96, "", false, "MIT", "a rule")),
        detector.description());
  }

  @Test
  void loadedVersionOfAServerThatTellsNoKind_isAnEmbedder() throws Exception {
    client.watchModels(told::add);
    server.models().takeWatch().tell(FakeModelService.LIVE.toBuilder().clearKind().build());

    assertEquals(ModelKind.EMBEDDER, told.take().kind());
  }

  @Test
  void changes_comeInOrderOnOneThread() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    client.watchModels(
        version -> {
          threads.add(Thread.currentThread());
          told.add(version);
        });
    Watch first = server.models().takeWatch();
    LongStream.rangeClosed(1, 50).forEach(number -> first.tell(live(number)));
    first.fail(DRAINING);
    Watch second = server.models().takeWatch();
    LongStream.rangeClosed(51, 100).forEach(number -> second.tell(live(number)));

    for (long number = 1; number <= 100; number++) {
      assertEquals(number, told.take().ref().version());
    }
    assertEquals(1, threads.stream().distinct().count());
  }

  @Test
  void lostConnection_isTakenUpAgain_andOnlyWhatChangedIsTold() throws Exception {
    ModelWatch watch = client.watchModels(told::add);
    Watch lost = server.models().takeWatch();
    lost.tell(live(1));
    lost.tell(live(2));
    lost.fail(DRAINING);

    Watch again = server.models().takeWatch();
    again.tell(live(1));
    again.tell(FakeModelService.version(2, ModelState.MODEL_STATE_AVAILABLE));
    again.responses().onCompleted();
    server.models().takeWatch().tell(live(3));

    assertEquals(
        List.of(State.LIVE, State.LIVE, State.AVAILABLE, State.LIVE),
        List.of(
            told.take().state(), told.take().state(), told.take().state(), told.take().state()));
    assertFalse(watch.ended().isDone());
  }

  @Test
  void refusedWatch_endsWithTheReason() throws Exception {
    ModelWatch watch = client.watchModels(told::add);
    server
        .models()
        .takeWatch()
        .fail(FakeEmbeddings.status(Code.PERMISSION_DENIED, "no", "NOT_FOR_YOU"));

    ExecutionException failure = assertThrows(ExecutionException.class, () -> watch.ended().get());
    FacetException reason = assertInstanceOf(FacetException.class, failure.getCause());
    assertEquals(Status.Code.PERMISSION_DENIED, reason.code());
    assertEquals(Optional.of("NOT_FOR_YOU"), reason.reason());
  }

  @Test
  void consumerThatThrows_endsTheWatchWithWhatItThrew() throws Exception {
    RuntimeException mine = Status.UNAVAILABLE.asRuntimeException();
    ModelWatch watch =
        client.watchModels(
            version -> {
              throw mine;
            });
    Watch call = server.models().takeWatch();
    call.tell(live(1));

    ExecutionException failure = assertThrows(ExecutionException.class, () -> watch.ended().get());
    assertSame(mine, failure.getCause());
    call.ended().await();
  }

  @Test
  void closedWatch_endsTheCall_evenFromItsConsumer() throws Exception {
    BlockingQueue<ModelWatch> itself = new LinkedBlockingQueue<>();
    CountDownLatch closed = new CountDownLatch(1);
    ModelWatch watch =
        client.watchModels(
            version -> {
              told.add(version);
              itself.remove().close();
              closed.countDown();
            });
    itself.add(watch);
    Watch call = server.models().takeWatch();
    call.tell(live(1));

    closed.await();
    watch.ended().get();
    call.ended().await();
    watch.close();
    assertEquals(1, told.size());
  }

  @Test
  void closedClient_endsItsWatches_alsoOnAChannelThatWasPassedIn() throws Exception {
    var channel =
        Grpc.newChannelBuilder(server.address(), InsecureChannelCredentials.create()).build();
    try {
      FacetClient guest = FacetClient.builder(channel).build();
      ModelWatch watch = guest.watchModels(told::add);
      Watch call = server.models().takeWatch();

      guest.close();

      watch.ended().get();
      call.ended().await();
      guest.watchModels(told::add).ended().get();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void unreachableServer_isTriedUntilTheWatchIsClosed() throws Exception {
    server.close();
    ModelWatch watch = client.watchModels(told::add);
    assertThrows(FacetException.class, () -> client.models());
    assertFalse(watch.ended().isDone());

    watch.close();

    watch.ended().get();
  }

  private static dev.facet.v1.ModelVersion live(long number) {
    return FakeModelService.version(number, ModelState.MODEL_STATE_LIVE);
  }
}
