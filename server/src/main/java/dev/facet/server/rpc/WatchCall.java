package dev.facet.server.rpc;

import dev.facet.server.registry.VersionStatus;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.StatusException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One WatchModels call. A client that reads slowly misses states in between, never the latest: of
 * each version only one is kept for it. Thread-safe.
 */
final class WatchCall implements Consumer<VersionStatus> {

  private final ServerCallStreamObserver<WatchModelsResponse> call;

  // The latest state of each version that is not sent yet, oldest change first; this and the
  // call's outbound side are guarded by this object's monitor.
  private final Map<String, VersionStatus> unsent = new LinkedHashMap<>();
  private boolean ended;

  WatchCall(ServerCallStreamObserver<WatchModelsResponse> call) {
    this.call = call;
    call.setOnReadyHandler(this::send);
  }

  /** What to do once the call has ended; set in the service method. */
  void onEnd(Runnable action) {
    call.setOnCancelHandler(action);
    call.setOnCloseHandler(action);
  }

  @Override
  public synchronized void accept(VersionStatus status) {
    String id = status.model() + "/" + status.version();
    unsent.remove(id);
    unsent.put(id, status);
    send();
  }

  synchronized void end(StatusException status) {
    if (!ended) {
      ended = true;
      call.onError(status);
    }
  }

  private synchronized void send() {
    Iterator<VersionStatus> next = unsent.values().iterator();
    while (!ended && call.isReady() && next.hasNext()) {
      call.onNext(
          WatchModelsResponse.newBuilder().setVersion(Replies.version(next.next())).build());
      next.remove();
    }
  }
}
