package dev.facet.server.rpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Answers a call that has one response, now or later. */
final class UnaryReply {

  /** What makes the response. */
  @FunctionalInterface
  interface Method<T> {
    CompletableFuture<T> call() throws Exception;
  }

  private UnaryReply() {}

  /** Sends what the method gives, or the status for what it throws. */
  static <T> void send(StreamObserver<T> observer, StatusTable statuses, Method<T> method) {
    sendNamed(observer, statuses.ofThisCall(), method);
  }

  /** Does the same on another thread, for a method that reads files. */
  static <T> void sendBy(
      Executor executor, StreamObserver<T> observer, StatusTable statuses, Method<T> method) {
    StatusTable named = statuses.ofThisCall();
    executor.execute(() -> sendNamed(observer, named, method));
  }

  private static <T> void sendNamed(
      StreamObserver<T> observer, StatusTable statuses, Method<T> method) {
    CompletableFuture<T> response;
    try {
      response = method.call();
    } catch (Exception e) {
      response = CompletableFuture.failedFuture(e);
    }
    var unused =
        response.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                observer.onNext(value);
                observer.onCompleted();
              } else {
                observer.onError(statuses.exceptionOf(failure));
              }
            });
  }
}
