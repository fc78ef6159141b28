package dev.facet.server.rpc;

import dev.facet.server.registry.ModelRegistry;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.ActivateVersionResponse;
import dev.facet.v1.GetModelRequest;
import dev.facet.v1.GetModelResponse;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ListModelsResponse;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** {@code facet.v1.ModelService}. */
final class ModelService extends ModelServiceGrpc.ModelServiceImplBase {

  private final ModelRegistry registry;
  private final StatusTable statuses;
  private final boolean activation;
  private final Set<WatchCall> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * The service.
   *
   * @param activation whether callers may change which version is live
   */
  ModelService(ModelRegistry registry, StatusTable statuses, boolean activation) {
    this.registry = registry;
    this.statuses = statuses;
    this.activation = activation;
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
    UnaryReply.send(
        observer,
        statuses,
        () ->
            CompletableFuture.completedFuture(
                ListModelsResponse.newBuilder()
                    .addAllVersions(registry.list().stream().map(Replies::version).toList())
                    .setDefaultModel(registry.defaultModel())
                    .build()));
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> observer) {
    UnaryReply.send(
        observer,
        statuses,
        () ->
            CompletableFuture.completedFuture(
                GetModelResponse.newBuilder()
                    .setVersion(
                        Replies.version(registry.get(request.getName(), request.getVersion())))
                    .build()));
  }

  @Override
  public void activateVersion(
      ActivateVersionRequest request, StreamObserver<ActivateVersionResponse> observer) {
    UnaryReply.send(observer, statuses, () -> activate(request));
  }

  @Override
  public void watchModels(
      WatchModelsRequest request, StreamObserver<WatchModelsResponse> observer) {
    WatchCall watch = new WatchCall((ServerCallStreamObserver<WatchModelsResponse>) observer);
    watches.add(watch);
    watch.onEnd(
        () -> {
          registry.unwatch(watch);
          watches.remove(watch);
        });
    try {
      registry.watch(watch);
      // Set before the watches are ended: either drain() sees this one, or this sees the flag.
      if (draining) {
        watch.end(statuses.exceptionOf(new DrainingException()));
      }
    } catch (IOException e) {
      watch.end(statuses.exceptionOf(e));
    }
  }

  /** Ends every watch, which would never end by itself. */
  void drain() {
    draining = true;
    watches.forEach(watch -> watch.end(statuses.exceptionOf(new DrainingException())));
  }

  private CompletableFuture<ActivateVersionResponse> activate(ActivateVersionRequest request)
      throws Exception {
    if (!activation) {
      throw new ActivationDisabledException();
    }
    if (request.getName().isEmpty()) {
      throw InvalidRequestException.field("name", "not set", "the name of a model");
    }
    return registry
        .activate(request.getName(), request.getVersion())
        .thenApply(
            status ->
                ActivateVersionResponse.newBuilder().setVersion(Replies.version(status)).build());
  }
}
