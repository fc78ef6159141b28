package dev.facet.server;

import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.ModelState;
import dev.facet.v1.ModelVersion;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** All that a server tells of its versions, from the moment the log is opened. */
final class ChangeLog implements StreamObserver<WatchModelsResponse> {

  private final List<ModelVersion> changes = new CopyOnWriteArrayList<>();

  private ChangeLog() {}

  static ChangeLog open(TestServer server) {
    ChangeLog log = new ChangeLog();
    ModelServiceGrpc.newStub(server.channel())
        .watchModels(WatchModelsRequest.getDefaultInstance(), log);
    log.await(change -> true);
    return log;
  }

  @Override
  public void onNext(WatchModelsResponse change) {
    changes.add(change.getVersion());
  }

  @Override
  public void onError(Throwable end) {}

  @Override
  public void onCompleted() {}

  /** What was told so far, the first first. */
  List<ModelVersion> changes() {
    return List.copyOf(changes);
  }

  /** What was told of one version so far. */
  List<ModelVersion> changes(long version) {
    return changes.stream().filter(change -> change.getRef().getVersion() == version).toList();
  }

  /** Waits until a version was in that state, if only for a moment. */
  void await(long version, ModelState state) {
    await(change -> change.getRef().getVersion() == version && change.getState() == state);
  }

  private void await(Predicate<ModelVersion> told) {
    TestServer.await(1, () -> changes.stream().anyMatch(told) ? 1 : 0);
  }
}
