package dev.facet.server.rpc;

import io.grpc.StatusException;
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

  /** Is told how a call ends, before its caller is. */
  interface Ending {
    void succeeded();

    void failed(StatusException status);
  }

  private static final Ending UNWATCHED =
      new Ending() {
        @Override
        public void succeeded() {}

        @Override
        public void failed(StatusException status) {}
      };

  private UnaryReply() {}

  /** Sends what the method gives, or the status for what it throws. */
  static <T> void send(StreamObserver<T> observer, StatusTable statuses, Method<T> method) {
    sendNamed(observer, statuses.ofThisCall(), method, UNWATCHED);
  }

  /** Does the same on another thread, for a method that reads files. */
  static <T> void sendBy(
      Executor executor, StreamObserver<T> observer, StatusTable statuses, Method<T> method) {
    sendBy(executor, observer, statuses, method, UNWATCHED);
  }

  /** Does the same, and tells how the call ends also where its caller is gone. */
  static <T> void sendBy(
      Executor executor,
      StreamObserver<T> observer,
      StatusTable statuses,
      Method<T> method,
      Ending ending) {
    StatusTable named = statuses.ofThisCall();
    executor.execute(() -> sendNamed(observer, named, method, ending));
  }

  private static <T> void sendNamed(
      StreamObserver<T> observer, StatusTable statuses, Method<T> method, Ending ending) {
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
                ending.succeeded();
                observer.onNext(value);
                observer.onCompleted();
              } else {
                StatusException status = statuses.exceptionOf(failure);
                ending.failed(status);
                observer.onError(status);
              }
            });
  }
}
