package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceFutureStub;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trace shows of a call. */
class TracesTest {

  private static final List<String> STAGES =
      List.of("gate.queue", "inference", "inference.queue", "preprocess", "preprocess.queue");

  private final Path repository;
  private final RecordedSpans spans = new RecordedSpans();

  TracesTest(@TempDir Path directory) {
    repository = directory;
  }

  @BeforeEach
  void writeModel() throws Exception {
    TinyModel.write(repository, "face", 1, 1);
  }

  @AfterEach
  void close() {
    spans.close();
  }

  @Test
  void callOfATracedClient_isOneTrace_fromTheClientToTheEngine() throws Exception {
    try (TestServer server = server()) {
      client(server).embed(request(1)).get();

      Map<String, SpanData> byLabel =
          awaitSpans(2 + STAGES.size()).stream()
              .collect(Collectors.toMap(TracesTest::label, span -> span));
      SpanData client = span(byLabel, "CLIENT facet.v1.EmbeddingService/Embed");
      SpanData call = span(byLabel, "SERVER facet.v1.EmbeddingService/Embed");
      assertEquals(client.getSpanId(), call.getParentSpanId());
      assertEquals(client.getTraceId(), call.getTraceId());
      for (String stage : STAGES) {
        SpanData part = span(byLabel, "INTERNAL " + stage);
        assertEquals(call.getSpanId(), part.getParentSpanId(), stage);
        assertTrue(part.getStartEpochNanos() <= part.getEndEpochNanos(), stage);
        assertTrue(part.getStartEpochNanos() >= client.getStartEpochNanos() - 1_000_000, stage);
        assertTrue(part.getEndEpochNanos() <= client.getEndEpochNanos() + 1_000_000, stage);
      }
    }
  }

  @Test
  void callsOfOneBatch_areLinked() throws Exception {
    try (TestServer server =
        server(
            "batching.workers",
            "1",
            "batching.max-batch-size",
            "2",
            "batching.max-batch-delay",
            "10s")) {
      Future<EmbedResponse> one = client(server).embed(request(1));
      Future<EmbedResponse> other = client(server).embed(request(2));
      assertEquals(2, one.get().getTiming().getBatchSize());
      assertEquals(2, other.get().getTiming().getBatchSize());

      List<SpanData> batches =
          awaitSpans(2 * (2 + STAGES.size())).stream()
              .filter(span -> span.getName().equals("inference"))
              .toList();
      assertEquals(2, batches.stream().map(SpanData::getTraceId).distinct().count());
      SpanData first = batches.get(0);
      SpanData second = batches.get(1);
      assertEquals(
          List.of(second.getParentSpanContext().getSpanId()),
          first.getLinks().stream().map(link -> link.getSpanContext().getSpanId()).toList());
      assertEquals(
          List.of(first.getSpanId()),
          second.getLinks().stream().map(link -> link.getSpanContext().getSpanId()).toList());
      for (SpanData batch : batches) {
        assertEquals(2L, batch.getAttributes().get(AttributeKey.longKey("facet.batch.size")));
      }
    }
  }

  private TestServer server(String... flags) throws Exception {
    return new TestServer(spans.telemetry(), EmbeddingModel::load, repository, flags);
  }

  private EmbeddingServiceFutureStub client(TestServer server) {
    return EmbeddingServiceGrpc.newFutureStub(server.channel())
        .withInterceptors(GrpcTelemetry.create(spans.telemetry()).createClientInterceptor());
  }

  private static EmbedRequest request(int seed) {
    return EmbedRequest.newBuilder().setImage(Drawings.raw(seed)).build();
  }

  /** The spans once there are so many: the last ends just after the reply. */
  private List<SpanData> awaitSpans(int count) {
    TestServer.await(count, () -> spans.ended().size());
    return spans.ended();
  }

  private static String label(SpanData span) {
    SpanKind kind = span.getKind();
    return kind + " " + span.getName();
  }

  private static SpanData span(Map<String, SpanData> byLabel, String label) {
    return Objects.requireNonNull(
        byLabel.get(label), () -> label + " is none of " + byLabel.keySet());
  }
}
