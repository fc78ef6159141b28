package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.GetModelRequest;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ListModelsResponse;
import dev.facet.v1.ModelRef;
import dev.facet.v1.ModelState;
import dev.facet.v1.ModelVersion;
import dev.facet.v1.WatchModelsRequest;
import dev.facet.v1.WatchModelsResponse;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelServiceTest {

  private final Path repository;
  private final ModelBundle first;

  ModelServiceTest(@TempDir Path repository) throws Exception {
    this.repository = repository;
    first = TinyModel.write(repository, "face", 1, 1);
  }

  @Test
  void everyVersion_isListed_withWhatItIsAndDoes() throws Exception {
    TinyModel.write(repository, "face", 2, 2);
    new TinyModel(3).nan().publish(repository, "other", 7);
    try (TestServer server = new TestServer(repository, "models.default", "face")) {
      ListModelsResponse list = server.models().listModels(ListModelsRequest.getDefaultInstance());

      assertEquals("face", list.getDefaultModel());
      assertEquals(List.of("face 1", "face 2", "other 7"), names(list.getVersionsList()));
      ModelVersion available = list.getVersions(0);
      assertEquals(ModelState.MODEL_STATE_AVAILABLE, available.getState());
      assertEquals("", available.getRef().getDigest());
      ModelVersion live = list.getVersions(1);
      assertEquals(ModelState.MODEL_STATE_LIVE, live.getState());
      assertEquals(64, live.getRef().getDigest().length());
      assertEquals(TinyModel.DIMENSION, live.getDimension());
      assertEquals(112, live.getInputWidth());
      assertEquals("arcface-112", live.getTemplate());
      assertTrue(live.getNormalized());
      assertEquals("Apache-2.0", live.getLicense());
      assertEquals("source: seed 2", live.getProvenance());
      ModelVersion failed = list.getVersions(2);
      assertEquals(ModelState.MODEL_STATE_FAILED, failed.getState());
      assertTrue(!failed.getFailure().isEmpty());
    }
  }

  @Test
  void severalModels_areServedByTheShippedOneUnlessOneIsNamed() throws Exception {
    TinyModel.write(repository, "default", 1, 2);
    try (TestServer server = new TestServer(repository)) {
      assertEquals("default", get(server, "", 0).getRef().getName());
    }
    try (TestServer server = new TestServer(repository, "models.default", "face")) {
      assertEquals("face", get(server, "", 0).getRef().getName());
    }
  }

  @Test
  void oneVersion_isTold_andUnknownOnesAreNotFound() throws Exception {
    try (TestServer server = new TestServer(repository)) {
      assertEquals(first.digest(), get(server, "", 0).getRef().getDigest());
      assertEquals(first.digest(), get(server, "face", 1).getRef().getDigest());
      assertEquals(Code.NOT_FOUND, Refusal.of(() -> get(server, "face", 2)).code());
      assertEquals(Code.NOT_FOUND, Refusal.of(() -> get(server, "nobody", 0)).code());
    }
  }

  @Test
  void activation_isRefused_unlessItIsSwitchedOn() throws Exception {
    try (TestServer server = new TestServer(repository)) {
      assertEquals(Code.PERMISSION_DENIED, Refusal.of(() -> activate(server, "face", 1)).code());
    }
  }

  @Test
  void activation_switchesVersions_andTellsWatchers() throws Exception {
    try (TestServer server = new TestServer(repository, "models.activation", "true")) {
      Iterator<WatchModelsResponse> changes =
          server.models().watchModels(WatchModelsRequest.getDefaultInstance());
      assertEquals("face 1 MODEL_STATE_LIVE", next(changes));
      TinyModel.write(repository, "face", 2, 2);

      ModelVersion live = activate(server, "face", 0);

      assertEquals(2, live.getRef().getVersion());
      assertEquals(live.getRef(), embed(server, 0).getModel());
      assertEquals("face 2 MODEL_STATE_LOADING", next(changes));
      assertEquals("face 2 MODEL_STATE_LIVE", afterLoading(changes));
      assertEquals("face 1 MODEL_STATE_DRAINING", next(changes));
      assertEquals("face 1 MODEL_STATE_AVAILABLE", next(changes));
      assertEquals(2, server.meters().get("facet.live.version").gauge().value());
      assertEquals(1, activate(server, "face", 1).getRef().getVersion(), "back again");
    }
  }

  @Test
  void versionThatCannotBeLoaded_leavesTheLiveOneAsItIs() throws Exception {
    try (TestServer server = new TestServer(repository, "models.activation", "true")) {
      new TinyModel(2).nan().publish(repository, "face", 2);

      Refusal refusal = Refusal.of(() -> activate(server, "face", 2));

      assertEquals(Code.FAILED_PRECONDITION, refusal.code());
      assertEquals("MODEL_NOT_LOADABLE", refusal.reason());
      assertEquals(ModelState.MODEL_STATE_FAILED, get(server, "face", 2).getState());
      assertEquals(first.digest(), embed(server, 0).getModel().getDigest());
      assertEquals(Code.NOT_FOUND, Refusal.of(() -> activate(server, "face", 3)).code());
      assertEquals(Code.NOT_FOUND, Refusal.of(() -> activate(server, "nobody", 1)).code());
      assertEquals(Code.INVALID_ARGUMENT, Refusal.of(() -> activate(server, "", 1)).code());
    }
  }

  @Test
  void swapsUnderLoad_loseNothing_andEveryEmbeddingIsOfTheVersionItNames() throws Exception {
    TinyModel.write(repository, "face", 2, 2);
    try (TestServer server =
        new TestServer(repository, "models.activation", "true", "batching.workers", "2")) {
      AtomicBoolean swapping = new AtomicBoolean(true);
      ExecutorService callers = Executors.newFixedThreadPool(8);
      List<Future<List<EmbedResponse>>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(callers.submit(() -> embedWhile(server, swapping)));
      }

      for (int i = 0; i < 10; i++) {
        activate(server, "face", 1 + i % 2);
      }
      swapping.set(false);

      Map<ModelRef, float[]> embeddings = new HashMap<>();
      for (Future<List<EmbedResponse>> call : calls) {
        for (EmbedResponse response : call.get()) {
          float value = response.getEmbedding().getValues(0);
          float[] known =
              embeddings.computeIfAbsent(response.getModel(), ref -> new float[] {value});
          assertEquals(known[0], value, 1e-5f);
        }
      }
      callers.shutdown();
      assertEquals(2, embeddings.size());
    }
  }

  private static List<EmbedResponse> embedWhile(TestServer server, AtomicBoolean running) {
    List<EmbedResponse> responses = new ArrayList<>();
    while (running.get()) {
      responses.add(embed(server, 0));
    }
    return responses;
  }

  private static EmbedResponse embed(TestServer server, long version) {
    return server
        .embeddings()
        .embed(EmbedRequest.newBuilder().setImage(Drawings.raw(1)).setVersion(version).build());
  }

  private static ModelVersion activate(TestServer server, String name, long version) {
    return server
        .models()
        .activateVersion(
            ActivateVersionRequest.newBuilder().setName(name).setVersion(version).build())
        .getVersion();
  }

  private static ModelVersion get(TestServer server, String name, long version) {
    return server
        .models()
        .getModel(GetModelRequest.newBuilder().setName(name).setVersion(version).build())
        .getVersion();
  }

  /** The first change after those of a load, of which a watcher may miss some. */
  private static String afterLoading(Iterator<WatchModelsResponse> changes) {
    String change = next(changes);
    while (change.endsWith("MODEL_STATE_LOADING")) {
      change = next(changes);
    }
    return change;
  }

  private static String next(Iterator<WatchModelsResponse> changes) {
    ModelVersion version = changes.next().getVersion();
    return names(List.of(version)).get(0) + " " + version.getState();
  }

  private static List<String> names(List<ModelVersion> versions) {
    return versions.stream()
        .map(version -> version.getRef().getName() + " " + version.getRef().getVersion())
        .toList();
  }
}
