package dev.facet.server.rpc;

import dev.facet.server.registry.ModelRegistry;
import dev.facet.server.registry.Rollout;
import dev.facet.server.registry.VersionStatus;
import dev.facet.server.shadow.Shadows;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.ActivateVersionResponse;
import dev.facet.v1.DeactivateVersionRequest;
import dev.facet.v1.DeactivateVersionResponse;
import dev.facet.v1.GetModelRequest;
import dev.facet.v1.GetModelResponse;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ListModelsResponse;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.ModelVersion;
import dev.facet.v1.PinVersionRequest;
import dev.facet.v1.PinVersionResponse;
import dev.facet.v1.RollbackVersionRequest;
import dev.facet.v1.RollbackVersionResponse;
import dev.facet.v1.StartRolloutRequest;
import dev.facet.v1.StartRolloutResponse;
import dev.facet.v1.StopRolloutRequest;
import dev.facet.v1.StopRolloutResponse;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** {@code facet.v1.ModelService}. Its methods read files, on threads that may wait for them. */
final class ModelService extends ModelServiceGrpc.ModelServiceImplBase {

  private final ModelRegistry registry;
  private final Shadows shadows;
  private final StatusTable statuses;
  private final AuditLog audit;
  private final boolean activation;
  private final Executor executor;
  private final Set<WatchCall> watches = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  /**
   * The service.
   *
   * @param audit takes every call that would change models
   * @param activation whether callers may change which version is live
   * @param executor runs what reads files
   */
  ModelService(
      ModelRegistry registry,
      Shadows shadows,
      StatusTable statuses,
      AuditLog audit,
      boolean activation,
      Executor executor) {
    this.registry = registry;
    this.shadows = shadows;
    this.statuses = statuses;
    this.audit = audit;
    this.activation = activation;
    this.executor = executor;
  }

  @Override
  public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
    UnaryReply.sendBy(
        executor,
        observer,
        statuses,
        () ->
            CompletableFuture.completedFuture(
                ListModelsResponse.newBuilder()
                    .addAllVersions(registry.list().stream().map(this::version).toList())
                    .setDefaultModel(registry.defaultModel())
                    .build()));
  }

  @Override
  public void getModel(GetModelRequest request, StreamObserver<GetModelResponse> observer) {
    UnaryReply.sendBy(
        executor,
        observer,
        statuses,
        () ->
            CompletableFuture.completedFuture(
                GetModelResponse.newBuilder()
                    .setVersion(version(registry.get(request.getName(), request.getVersion())))
                    .build()));
  }

  @Override
  public void activateVersion(
      ActivateVersionRequest request, StreamObserver<ActivateVersionResponse> observer) {
    change(
        observer,
        audit
            .begin(ModelServiceGrpc.getActivateVersionMethod(), Origin.current())
            .with("version", request.getVersion()),
        request.getName(),
        name -> registry.activate(name, atLeast(request.getVersion(), 0), request.getDigest()),
        version -> ActivateVersionResponse.newBuilder().setVersion(version).build());
  }

  @Override
  public void rollbackVersion(
      RollbackVersionRequest request, StreamObserver<RollbackVersionResponse> observer) {
    change(
        observer,
        audit.begin(ModelServiceGrpc.getRollbackVersionMethod(), Origin.current()),
        request.getName(),
        registry::rollBack,
        version -> RollbackVersionResponse.newBuilder().setVersion(version).build());
  }

  @Override
  public void pinVersion(PinVersionRequest request, StreamObserver<PinVersionResponse> observer) {
    change(
        observer,
        audit
            .begin(ModelServiceGrpc.getPinVersionMethod(), Origin.current())
            .with("version", request.getVersion()),
        request.getName(),
        name -> registry.pin(name, atLeast(request.getVersion(), 1), request.getDigest()),
        version -> PinVersionResponse.newBuilder().setVersion(version).build());
  }

  @Override
  public void deactivateVersion(
      DeactivateVersionRequest request, StreamObserver<DeactivateVersionResponse> observer) {
    change(
        observer,
        audit
            .begin(ModelServiceGrpc.getDeactivateVersionMethod(), Origin.current())
            .with("version", request.getVersion()),
        request.getName(),
        name -> registry.deactivate(name, atLeast(request.getVersion(), 0)),
        version -> DeactivateVersionResponse.newBuilder().setVersion(version).build());
  }

  @Override
  public void startRollout(
      StartRolloutRequest request, StreamObserver<StartRolloutResponse> observer) {
    change(
        observer,
        audit
            .begin(ModelServiceGrpc.getStartRolloutMethod(), Origin.current())
            .with("version", request.getVersion())
            .with("kind", request.getKind())
            .with("share", request.getShare()),
        request.getName(),
        name ->
            registry.startRollout(
                name, atLeast(request.getVersion(), 1), request.getDigest(), rollout(request)),
        version -> StartRolloutResponse.newBuilder().setVersion(version).build());
  }

  @Override
  public void stopRollout(
      StopRolloutRequest request, StreamObserver<StopRolloutResponse> observer) {
    change(
        observer,
        audit.begin(ModelServiceGrpc.getStopRolloutMethod(), Origin.current()),
        request.getName(),
        registry::stopRollout,
        version -> StopRolloutResponse.newBuilder().setVersion(version).build());
  }

  @Override
  public void watchModels(
      WatchModelsRequest request, StreamObserver<WatchModelsResponse> observer) {
    WatchCall watch = new WatchCall((ServerCallStreamObserver<WatchModelsResponse>) observer);
    watches.add(watch);
    watch.onEnd(
        () -> {
          watches.remove(watch);
          registry.unwatch(watch);
        });
    executor.execute(() -> begin(watch));
  }

  private void begin(WatchCall watch) {
    try {
      registry.watch(watch);
      // The call may have ended before: then nobody else ends the watch.
      if (!watches.contains(watch)) {
        registry.unwatch(watch);
      }
      // Set before the watches are ended: either drain() sees this one, or this sees the flag.
      if (draining) {
        watch.end(statuses.exceptionOf(new DrainingException()));
      }
    } catch (IOException | RuntimeException e) {
      watch.end(statuses.exceptionOf(e));
    }
  }

  /** Ends every watch, which would never end by itself. */
  void drain() {
    draining = true;
    watches.forEach(watch -> watch.end(statuses.exceptionOf(new DrainingException())));
  }

  /** What the registry is told to do with a model. */
  @FunctionalInterface
  private interface Change {
    CompletableFuture<VersionStatus> of(String name) throws Exception;
  }

  private <T> void change(
      StreamObserver<T> observer,
      AuditLog.Entry entry,
      String name,
      Change change,
      Function<ModelVersion, T> response) {
    entry.with("model", name);
    UnaryReply.sendBy(
        executor,
        observer,
        statuses,
        () -> {
          if (!activation) {
            throw new ActivationDisabledException();
          }
          if (name.isEmpty()) {
            throw InvalidRequestException.field("name", "not set", "the name of a model");
          }
          return change
              .of(name)
              .thenApply(
                  changed -> {
                    entry.with("version", changed.version());
                    return response.apply(Replies.version(changed));
                  });
        },
        entry);
  }

  private ModelVersion version(VersionStatus status) {
    return Replies.version(status, shadows);
  }

  private static long atLeast(long version, long least) throws InvalidRequestException {
    if (version < least) {
      throw InvalidRequestException.field("version", version, "at least " + least);
    }
    return version;
  }

  private static Rollout rollout(StartRolloutRequest request) throws InvalidRequestException {
    Rollout.Kind kind =
        switch (request.getKind()) {
          case ROLLOUT_KIND_CANARY -> Rollout.Kind.CANARY;
          case ROLLOUT_KIND_SHADOW -> Rollout.Kind.SHADOW;
          case ROLLOUT_KIND_UNSPECIFIED, UNRECOGNIZED ->
              throw InvalidRequestException.field(
                  "kind", request.getKindValue(), "ROLLOUT_KIND_CANARY or ROLLOUT_KIND_SHADOW");
        };
    if (!(request.getShare() > 0 && request.getShare() <= 1)) {
      throw InvalidRequestException.field("share", request.getShare(), "above 0, at most 1");
    }
    return new Rollout(kind, request.getShare());
  }
}
