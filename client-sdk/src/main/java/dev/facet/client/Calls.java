package dev.facet.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * How a client makes its calls.
 *
 * @param channel where they go
 * @param options of a call without a deadline
 * @param maxMessageBytes bound of a message in either direction
 * @param maxAttempts how often what changes nothing may be tried, the first time included
 */
record Calls(Channel channel, CallOptions options, int maxMessageBytes, int maxAttempts) {

  /** Starts a call with one request and one response. */
  <Q extends MessageLite, R, T> CompletableFuture<T> start(
      MethodDescriptor<Q, R> method, Q request, Duration deadline, Function<R, T> translation) {
    int bytes = request.getSerializedSize();
    if (bytes > maxMessageBytes) {
      return CompletableFuture.failedFuture(Failures.tooLarge(bytes, maxMessageBytes));
    }
    CallOptions withDeadline = options.withDeadlineAfter(deadline.toNanos(), NANOSECONDS);
    return UnaryCall.start(channel, method, withDeadline, request, translation);
  }
}
