package dev.facet.server.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.EmbeddingServiceGrpc;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Compares two photos for the page: a {@code CompareRequest} as JSON (proto3's mapping) is a call
 * of the same name, with the same token, limits and measurements as any other. Thread-safe.
 */
final class ComparePage implements Route.Handler {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Channel server;
  private final long maxBytes;

  /**
   * A page.
   *
   * @param server where calls go
   * @param maxMessageBytes largest message that the server takes
   */
  ComparePage(Channel server, long maxMessageBytes) {
    this.server = server;
    // Base64 takes four characters for three bytes; what else a request says is short.
    this.maxBytes = maxMessageBytes / 3 * 4 + 4096;
  }

  @Override
  public Reply handle(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    String type = String.valueOf(headers.getFirst("Content-Type"));
    if (!type.startsWith(Reply.JSON)) {
      // A page of another origin could not send it without asking the browser, which asks here.
      return Reply.text(415, "Content-Type: " + type + " (expected: " + Reply.JSON + ")");
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return Reply.text(403, "Sec-Fetch-Site: " + site + " (expected: same-origin)");
    }
    byte[] body = exchange.getRequestBody().readNBytes(Math.toIntExact(maxBytes + 1));
    if (body.length > maxBytes) {
      return Reply.text(413, "body (expected: at most " + maxBytes + " bytes)");
    }
    CompareRequest.Builder request = CompareRequest.newBuilder();
    try {
      JsonFormat.parser().merge(new String(body, StandardCharsets.UTF_8), request);
    } catch (InvalidProtocolBufferException e) {
      return Reply.text(400, "body: no CompareRequest (expected: facet.v1.CompareRequest as JSON)");
    }
    return compare(request.build(), headers.getFirst("Authorization"));
  }

  private Reply compare(CompareRequest request, String authorization)
      throws InvalidProtocolBufferException {
    Metadata metadata = new Metadata();
    if (authorization != null) {
      metadata.put(AUTHORIZATION, authorization);
    }
    try {
      CompareResponse response =
          EmbeddingServiceGrpc.newBlockingStub(server)
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
              .withDeadlineAfter(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
              .compare(request);
      return new Reply(
          200, Reply.JSON, JsonFormat.printer().print(response).getBytes(StandardCharsets.UTF_8));
    } catch (StatusRuntimeException e) {
      return Reply.text(
          status(e.getStatus().getCode()),
          e.getStatus().getCode() + ": " + e.getStatus().getDescription());
    }
  }

  /** As google.rpc.Code says which status of HTTP is that of which code. */
  private static int status(Code code) {
    return switch (code) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case RESOURCE_EXHAUSTED -> 429;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      default -> 500;
    };
  }
}
