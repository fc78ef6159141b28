package dev.facet.client;

import static java.util.Objects.requireNonNull;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes a call with one request and one response, and gives its outcome as a future. */
final class UnaryCall {
  private UnaryCall() {}

  /**
   * Starts the call; it fails with what the translation of its response throws. Whoever completes
   * the future before the server does, by cancelling it or by a timeout of his own, cancels the
   * call with it.
   */
  static <Q, R, T> CompletableFuture<T> start(
      Channel channel,
      MethodDescriptor<Q, R> method,
      CallOptions options,
      Q request,
      Function<R, T> translation) {
    ClientCall<Q, R> call = channel.newCall(method, options);
    CompletableFuture<T> outcome = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(call, request, new Observer<>(outcome, translation));
    // Only now: gRPC takes no request for a call that was cancelled.
    var unused =
        outcome.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                call.cancel("the caller gave up", failure);
              }
            });
    return outcome;
  }

  /**
   * Waits for the outcome. An interrupt cancels the call; the thread stays interrupted.
   *
   * @throws FacetException if the call failed, with the stack of this thread
   */
  static <T> T await(CompletableFuture<T> outcome) {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      outcome.cancel(true);
      Thread.currentThread().interrupt();
      throw Failures.local(Status.Code.CANCELLED, "interrupted", e);
    } catch (CancellationException e) {
      throw Failures.local(Status.Code.CANCELLED, "cancelled", e);
    } catch (ExecutionException e) {
      throw new FacetException(Failures.of(requireNonNull(e.getCause())));
    }
  }

  private static final class Observer<R, T> implements StreamObserver<R> {
    private final CompletableFuture<T> outcome;
    private final Function<R, T> translation;
    private @Nullable T value;

    Observer(CompletableFuture<T> outcome, Function<R, T> translation) {
      this.outcome = outcome;
      this.translation = translation;
    }

    @Override
    public void onNext(R response) {
      try {
        value = translation.apply(response);
      } catch (RuntimeException failure) {
        outcome.completeExceptionally(Failures.of(failure));
      }
    }

    @Override
    public void onError(Throwable failure) {
      outcome.completeExceptionally(Failures.of(failure));
    }

    @Override
    public void onCompleted() {
      if (value == null) {
        outcome.completeExceptionally(Failures.noResult());
      } else {
        outcome.complete(value);
      }
    }
  }
}
