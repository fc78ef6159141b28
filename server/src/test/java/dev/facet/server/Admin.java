package dev.facet.server;

import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.DeactivateVersionRequest;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.GetModelRequest;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelState;
import dev.facet.v1.ModelVersion;
import dev.facet.v1.PinVersionRequest;
import dev.facet.v1.RollbackVersionRequest;
import dev.facet.v1.RolloutKind;
import dev.facet.v1.StartRolloutRequest;
import dev.facet.v1.StopRolloutRequest;

/** What an operator asks of a server about one model. */
record Admin(TestServer server, String model) {

  ModelVersion activate(long version) {
    return activate(version, "");
  }

  ModelVersion activate(long version, String digest) {
    return server
        .models()
        .activateVersion(
            ActivateVersionRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .setDigest(digest)
                .build())
        .getVersion();
  }

  ModelVersion rollBack() {
    return server
        .models()
        .rollbackVersion(RollbackVersionRequest.newBuilder().setName(model).build())
        .getVersion();
  }

  ModelVersion pin(long version) {
    return server
        .models()
        .pinVersion(PinVersionRequest.newBuilder().setName(model).setVersion(version).build())
        .getVersion();
  }

  ModelVersion deactivate(long version) {
    return server
        .models()
        .deactivateVersion(
            DeactivateVersionRequest.newBuilder().setName(model).setVersion(version).build())
        .getVersion();
  }

  ModelVersion canary(long version, double share) {
    return rollout(version, RolloutKind.ROLLOUT_KIND_CANARY, share);
  }

  ModelVersion rollout(long version, RolloutKind kind, double share) {
    return server
        .models()
        .startRollout(
            StartRolloutRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .setKind(kind)
                .setShare(share)
                .build())
        .getVersion();
  }

  ModelVersion stopRollout() {
    return server
        .models()
        .stopRollout(StopRolloutRequest.newBuilder().setName(model).build())
        .getVersion();
  }

  ModelVersion get(long version) {
    return server
        .models()
        .getModel(GetModelRequest.newBuilder().setName(model).setVersion(version).build())
        .getVersion();
  }

  /** Waits until a version is in a state. */
  void await(long version, ModelState state) {
    TestServer.await(state.getNumber(), () -> get(version).getState().getNumber());
  }

  /** Waits until a version is live. */
  void awaitLive(long version) {
    TestServer.await((double) version, () -> (double) get(0).getRef().getVersion());
  }

  /** Waits until the model is in the repository, as the server sees it, and a version is live. */
  void awaitLiveOnceThere(long version) {
    TestServer.await(
        (double) version,
        () ->
            server
                .models()
                .listModels(ListModelsRequest.getDefaultInstance())
                .getVersionsList()
                .stream()
                .filter(one -> one.getRef().getName().equals(model))
                .filter(one -> one.getState() == ModelState.MODEL_STATE_LIVE)
                .mapToDouble(one -> (double) one.getRef().getVersion())
                .findFirst()
                .orElse(0));
  }

  /** Embeds a drawn face; version 0: as the server chooses. */
  EmbedResponse embed(long version) {
    return embed(version, "");
  }

  EmbedResponse embed(long version, String routingKey) {
    return server
        .embeddings()
        .embed(
            EmbedRequest.newBuilder()
                .setImage(Drawings.raw(1))
                .setModel(model)
                .setVersion(version)
                .setRoutingKey(routingKey)
                .build());
  }
}
