package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.Log;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what name a call is known, to its client and in the log. */
class RequestIdTest {

  private static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  private static final EmbedRequest EMBED =
      EmbedRequest.newBuilder().setImage(Drawings.raw(1)).build();

  private final Path repository;

  RequestIdTest(@TempDir Path directory) throws Exception {
    repository = directory;
    TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void clientIsTold_itsOwnNameOrANewOne() throws Exception {
    try (TestServer server = new TestServer(repository)) {
      assertEquals("gate-7/0815", toldFor(server, "gate-7/0815", EMBED));
      String first = toldFor(server, "", EMBED);
      assertTrue(first.matches("[0-9a-f]{12}"), first);
      assertNotEquals(first, toldFor(server, "", EMBED));
      assertTrue(toldFor(server, "x".repeat(65), EMBED).matches("[0-9a-f]{12}"));
      assertTrue(toldFor(server, "a b", EMBED).matches("[0-9a-f]{12}"));
      assertEquals("refused", toldFor(server, "refused", EmbedRequest.getDefaultInstance()));
    }
  }

  @Test
  void callsAreLogged_whereWanted_withNothingOfWhatWasSent() throws Exception {
    try (Log log = new Log("facet.calls")) {
      try (TestServer server = new TestServer(repository)) {
        server.embeddings().embed(EMBED);
      }
      assertEquals(List.of(), log.events());

      try (TestServer server = new TestServer(repository, "log.calls", "true")) {
        toldFor(server, "one", EMBED);
        toldFor(server, "two", EmbedRequest.getDefaultInstance());
        TestServer.await(1, () -> server.ended("Embed", Code.OK));
        TestServer.await(1, () -> server.ended("Embed", Code.INVALID_ARGUMENT));
      }
      assertEquals(
          List.of(
              "call method=facet.v1.EmbeddingService/Embed status=OK request_id=one",
              "call method=facet.v1.EmbeddingService/Embed status=INVALID_ARGUMENT"
                  + " request_id=two"),
          log.events().stream().map(RequestIdTest::withoutDuration).toList());
    }
  }

  /** On another thread than the call's own, of one call of each kind. */
  @Test
  void internalError_isLoggedWithTheNameOfItsCall() throws Exception {
    try (Log log = new Log("dev.facet.server.rpc.StatusTable");
        TestServer server =
            new TestServer(
                WatchedEmbedder.loader(
                    (device, faces) -> {
                      throw new IllegalStateException("on purpose");
                    }),
                repository)) {
      toldFor(server, "single", EMBED);
      server
          .embeddings()
          .withInterceptors(sending("batch"))
          .embedBatch(EmbedBatchRequest.newBuilder().addImages(Drawings.raw(1)).build());
      StreamClient stream = StreamClient.open(server.streams().withInterceptors(sending("stream")));
      stream.send(EmbedStreamRequest.newBuilder().setImage(Drawings.raw(1)).build());
      stream.halfClose();
      stream.awaitEnd();

      assertEquals(
          List.of("single", "batch", "stream"),
          log.events().stream().map(event -> pair(event, "request_id")).toList());
    }
  }

  private static String withoutDuration(ILoggingEvent event) {
    assertTrue(Long.parseLong(pair(event, "millis")) >= 0);
    return event.getFormattedMessage()
        + " method="
        + pair(event, "method")
        + " status="
        + pair(event, "status")
        + " request_id="
        + pair(event, "request_id");
  }

  private static String pair(ILoggingEvent event, String key) {
    return event.getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(key))
        .map(pair -> String.valueOf(pair.value))
        .findFirst()
        .orElseThrow();
  }

  /** What the client of a call is told, whether it is answered or refused. */
  private static String toldFor(TestServer server, String name, EmbedRequest request)
      throws IOException {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    var client =
        server
            .embeddings()
            .withInterceptors(
                sending(name), MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
    try {
      var unused = client.embed(request);
    } catch (io.grpc.StatusRuntimeException refused) {
      // Has its name in the trailers.
    }
    Metadata told = Objects.requireNonNull(headers.get() == null ? trailers.get() : headers.get());
    return Objects.requireNonNull(told.get(HEADER));
  }

  private static ClientInterceptor sending(String name) {
    Metadata headers = new Metadata();
    if (!name.isEmpty()) {
      headers.put(HEADER, name);
    }
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
