package dev.facet.client;

import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.DeactivateVersionRequest;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.PinVersionRequest;
import dev.facet.v1.RollbackVersionRequest;
import dev.facet.v1.RolloutKind;
import dev.facet.v1.StartRolloutRequest;
import dev.facet.v1.StopRolloutRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Changes which versions of a model a server has loaded, and which of them is live: for those who
 * operate a server, which must allow it ({@code models.activation}).
 *
 * <pre>{@code
 * ModelAdmin admin = client.modelAdmin();
 * ModelVersion candidate = admin.startCanary("face", 4, 0.05);
 * // Five in a hundred requests are answered by version 4. All is well:
 * admin.activate(candidate.ref());
 * }</pre>
 *
 * <p>A server makes the changes of all models one after the other, in the order in which they were
 * asked for. A call that fails with {@link io.grpc.Status.Code#FAILED_PRECONDITION} has changed
 * nothing, and {@link FacetException#reason} says what stood in the way; one that was cancelled, or
 * whose deadline passed, happens all the same, and {@link FacetClient#models} tells what came of
 * it. No call is repeated by itself.
 *
 * <p>Where a {@link ModelRef} names the version, and has a digest, the call is refused ({@code
 * DIGEST_MISMATCH}) if the server's version of that number has another one.
 *
 * <p>Immutable and thread-safe. Waiting, interrupts and futures are as with {@link FacetClient}.
 */
public final class ModelAdmin {
  /** Loading a model takes its time, and waits for the changes that were asked for before it. */
  static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(5);

  private final Calls calls;
  private final Duration deadline;

  ModelAdmin(Calls calls, Duration deadline) {
    EmbedOptions.requirePositive("deadline", deadline);
    this.calls = calls;
    this.deadline = deadline;
  }

  /**
   * Returns the same with another deadline for each call. Default: five minutes.
   *
   * @throws IllegalArgumentException if the deadline is not positive
   */
  public ModelAdmin withDeadline(Duration deadline) {
    return new ModelAdmin(calls, deadline);
  }

  /**
   * Makes a version the live one, and returns it once it is. A version that is loaded, such as a
   * canary, which this promotes, is only switched to; another one is loaded and tested first.
   *
   * @param version version of the model; 0: the highest of the repository
   */
  public ModelVersion activate(String model, long version) {
    return activate(anyDigest(model, version));
  }

  /** Makes exactly this version the live one; see {@link #activate(String, long)}. */
  public ModelVersion activate(ModelRef version) {
    return UnaryCall.await(activateAsync(version));
  }

  /** Makes a version the live one without waiting for it; see {@link #activate(String, long)}. */
  public CompletableFuture<ModelVersion> activateAsync(ModelRef version) {
    return calls.start(
        ModelServiceGrpc.getActivateVersionMethod(),
        ActivateVersionRequest.newBuilder()
            .setName(version.name())
            .setVersion(version.version())
            .setDigest(version.digest())
            .build(),
        deadline,
        response -> ModelMessages.modelVersion(response.getVersion()));
  }

  /**
   * Makes the version live again that was before the present one, and returns it once it is.
   * Rolling back again goes further back.
   */
  public ModelVersion rollback(String model) {
    return UnaryCall.await(rollbackAsync(model));
  }

  /** Rolls back without waiting for it; see {@link #rollback}. */
  public CompletableFuture<ModelVersion> rollbackAsync(String model) {
    return calls.start(
        ModelServiceGrpc.getRollbackVersionMethod(),
        RollbackVersionRequest.newBuilder().setName(model).build(),
        deadline,
        response -> ModelMessages.modelVersion(response.getVersion()));
  }

  /**
   * Loads a version beside the live one, and keeps it loaded, also after a restart of the server,
   * for requests that name it; returns it once it is loaded.
   */
  public ModelVersion pin(String model, long version) {
    return pin(anyDigest(model, version));
  }

  /** Pins exactly this version; see {@link #pin(String, long)}. */
  public ModelVersion pin(ModelRef version) {
    return UnaryCall.await(pinAsync(version));
  }

  /** Pins a version without waiting for it; see {@link #pin(String, long)}. */
  public CompletableFuture<ModelVersion> pinAsync(ModelRef version) {
    return calls.start(
        ModelServiceGrpc.getPinVersionMethod(),
        PinVersionRequest.newBuilder()
            .setName(version.name())
            .setVersion(version.version())
            .setDigest(version.digest())
            .build(),
        deadline,
        response -> ModelMessages.modelVersion(response.getVersion()));
  }

  /**
   * Takes a version out: it finishes the requests that it has, and is freed. Of the live version
   * the model is served no more, also after a restart; a pinned one is pinned no more; the rollout
   * of a canary or a shadow has ended.
   *
   * @param version version of the model; 0: the live one
   * @return the version; draining, or in the repository only
   */
  public ModelVersion deactivate(String model, long version) {
    return UnaryCall.await(deactivateAsync(model, version));
  }

  /** Takes a version out without waiting for it; see {@link #deactivate}. */
  public CompletableFuture<ModelVersion> deactivateAsync(String model, long version) {
    return calls.start(
        ModelServiceGrpc.getDeactivateVersionMethod(),
        DeactivateVersionRequest.newBuilder().setName(model).setVersion(version).build(),
        deadline,
        response -> ModelMessages.modelVersion(response.getVersion()));
  }

  /**
   * Loads a version beside the live one as a canary, which answers a share of the requests that
   * name no version. Requests of one {@linkplain EmbedOptions#routingKey routing key} go one way. A
   * model has one candidate: another takes its place, and the same one changes kind and share at
   * once. {@link #activate(ModelRef)} promotes it, {@link #stopRollout} takes it back.
   *
   * @param share part of the requests that it gets: above 0, at most 1
   */
  public ModelVersion startCanary(String model, long version, double share) {
    return startCanary(anyDigest(model, version), share);
  }

  /** Starts exactly this version as a canary; see {@link #startCanary(String, long, double)}. */
  public ModelVersion startCanary(ModelRef version, double share) {
    return UnaryCall.await(startCanaryAsync(version, share));
  }

  /** Starts a canary without waiting for it; see {@link #startCanary(String, long, double)}. */
  public CompletableFuture<ModelVersion> startCanaryAsync(ModelRef version, double share) {
    return startRollout(version, RolloutKind.ROLLOUT_KIND_CANARY, share);
  }

  /**
   * Loads a version beside the live one as a shadow, which embeds a share of the live version's
   * faces again, after live work; nobody gets the result. {@link ModelVersion#shadow} says how well
   * the two agree. The rest is as with {@link #startCanary(String, long, double)}.
   *
   * @param share part of the faces that it gets: above 0, at most 1
   */
  public ModelVersion startShadow(String model, long version, double share) {
    return startShadow(anyDigest(model, version), share);
  }

  /** Starts exactly this version as a shadow; see {@link #startShadow(String, long, double)}. */
  public ModelVersion startShadow(ModelRef version, double share) {
    return UnaryCall.await(startShadowAsync(version, share));
  }

  /** Starts a shadow without waiting for it; see {@link #startShadow(String, long, double)}. */
  public CompletableFuture<ModelVersion> startShadowAsync(ModelRef version, double share) {
    return startRollout(version, RolloutKind.ROLLOUT_KIND_SHADOW, share);
  }

  /**
   * Ends the rollout of a model: all requests go to the live version again.
   *
   * @return the version that was the candidate; draining, in the repository only, or pinned
   */
  public ModelVersion stopRollout(String model) {
    return UnaryCall.await(stopRolloutAsync(model));
  }

  /** Ends the rollout of a model without waiting for it; see {@link #stopRollout}. */
  public CompletableFuture<ModelVersion> stopRolloutAsync(String model) {
    return calls.start(
        ModelServiceGrpc.getStopRolloutMethod(),
        StopRolloutRequest.newBuilder().setName(model).build(),
        deadline,
        response -> ModelMessages.modelVersion(response.getVersion()));
  }

  private CompletableFuture<ModelVersion> startRollout(
      ModelRef version, RolloutKind kind, double share) {
    return calls.start(
        ModelServiceGrpc.getStartRolloutMethod(),
        StartRolloutRequest.newBuilder()
            .setName(version.name())
            .setVersion(version.version())
            .setDigest(version.digest())
            .setKind(kind)
            .setShare(share)
            .build(),
        deadline,
        response -> ModelMessages.modelVersion(response.getVersion()));
  }

  private static ModelRef anyDigest(String model, long version) {
    return new ModelRef(model, version, "");
  }
}
