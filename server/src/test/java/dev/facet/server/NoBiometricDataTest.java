package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.Scope;
import dev.facet.server.security.TestIssuer;
import dev.facet.server.security.TokenFile;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.DetectRequest;
import dev.facet.v1.DetectionServiceGrpc;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddedFaces;
import dev.facet.v1.Embedding;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.FaceImage;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.RollbackVersionRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Has a server do all that it does, well and badly, and looks for what it was given and what it
 * answered: faces, where they are, embeddings, how alike they are, tokens and their digests.
 */
class NoBiometricDataTest {

  private static final String GATE = "of-gate-8b1f0c2d";
  private static final String OPERATOR = "of-operator-77ac3e91";
  private static final String NOBODY = "of-nobody-c01db33f";

  private final Path repository;
  private final Path tokens;
  private final Path jwks;
  private final TestIssuer issuer = new TestIssuer("1");

  private final Confidential confidential = new Confidential();
  private final AtomicBoolean engineFails = new AtomicBoolean();

  NoBiometricDataTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
    TinyModel.write(repository, "face", 2, 2);
    new SpotDetector(Spots.SIDE).publish(repository, "spots", 1);
    tokens = directory.resolve("tokens.txt");
    jwks = directory.resolve("jwks.json");
    Files.write(
        tokens,
        List.of(
            TokenFile.line("gate", Scope.EMBED, GATE),
            TokenFile.line("operator", Scope.ADMIN, OPERATOR)));
    TestIssuer.write(jwks, issuer);
    for (String token : List.of(GATE, OPERATOR, NOBODY)) {
      confidential.token(token);
    }
    for (FaceImage image : SentFaces.all()) {
      confidential.image("an image", image);
      confidential.numbers("landmarks", image.getLandmarks());
    }
  }

  @Test
  void nothingOfFacesOrTokens_isInLogsMetricsTracesOrErrors() throws Exception {
    String logged;
    String measured;
    String traced;
    try (EverythingLogged log = new EverythingLogged();
        RecordedSpans spans = new RecordedSpans()) {
      try (TestServer server = server(spans)) {
        embed(server);
        stream(server);
        compare(server);
        detect(server);
        compareOverHttp(server);
        sendBadImages(server);
        failInTheEngine(server);
        callWithBadTokens(server);
        changeModels(server);
        changeFiles(server);
        measured =
            meters(server)
                + TestHttp.get(server, "/metrics").body()
                + TestHttp.get(server, "/status").body();
      }
      logged = log.text();
      traced = String.join("\n", spans.ended().stream().map(String::valueOf).toList());
    }

    Needles needles = confidential.needles();
    List<String> errors = confidential.errors();
    assertTrue(needles.count() > 1000, () -> needles.count() + " needles");
    assertTrue(errors.size() > 10, () -> errors.size() + " errors");
    // That it was listened to at all.
    assertTrue(logged.contains("engine fails"), "the log has the internal error");
    assertTrue(logged.contains("method=ActivateVersion"), "the log has the record of changes");
    assertNull(needles.in(logged));
    assertTrue(measured.contains("facet_inference_time_seconds"), "Prometheus is told");
    assertTrue(traced.contains("facet.batch.size"), "batches are traced");
    assertNull(needles.in(measured));
    assertNull(needles.in(traced));
    assertNull(needles.in(String.join("\n", errors)));
  }

  /** That the search would find something, in the forms that are most likely. */
  @Test
  void searchFindsWhatItIsGiven() {
    byte[] image = Drawings.file("jpg", 5, 60, 60);
    Needles needles = confidential.needles();
    needles.bytes("an image", image);
    needles.numbers("an embedding", List.of(0.12345678f));

    assertNotNull(needles.in("x " + Arrays.toString(image)));
    assertNotNull(needles.in("x " + ByteString.copyFrom(image)));
    assertNotNull(needles.in("x " + Drawings.encoded(image)));
    assertNotNull(needles.in("x " + Base64.getEncoder().encodeToString(image)));
    assertNotNull(needles.in(Embedding.newBuilder().addValues(0.12345678f).toString()));
    assertNotNull(needles.in(Arrays.toString(new float[] {0.12345678f, 1})));
    assertNotNull(needles.in("Bearer " + GATE));
    assertNotNull(needles.in(TokenFile.line("gate", Scope.EMBED, GATE)));
    assertNull(needles.in("an image of 60 x 60 pixels"));
  }

  private TestServer server(RecordedSpans spans) throws Exception {
    return new TestServer(
        spans.telemetry(),
        WatchedEmbedder.loader(
            (device, faces) -> {
              if (engineFails.get()) {
                throw new IllegalStateException("engine fails");
              }
            }),
        repository,
        "http.enabled",
        "true",
        "http.port",
        "0",
        "models.default",
        "face",
        "models.activation",
        "true",
        "limits.client-rate",
        "100000",
        "limits.client-concurrency",
        "100",
        "auth.tokens",
        tokens.toString(),
        "auth.jwks",
        jwks.toString(),
        "auth.jwt-issuer",
        TestIssuer.NAME,
        "auth.jwt-audience",
        "facet");
  }

  private void embed(TestServer server) throws Exception {
    String jwt = issuer.token("camera", "facet:embed");
    confidential.token(jwt);
    for (FaceImage image : SentFaces.good()) {
      confidential.embedding(
          EmbeddingServiceGrpc.newBlockingStub(as(server, jwt))
              .embed(EmbedRequest.newBuilder().setImage(image).build())
              .getEmbedding());
    }
    EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
        .embedBatch(EmbedBatchRequest.newBuilder().addAllImages(SentFaces.good()).build())
        .getResultsList()
        .forEach(confidential::result);
  }

  private void stream(TestServer server) throws Exception {
    StreamClient stream = StreamClient.open(EmbeddingServiceGrpc.newStub(as(server, GATE)));
    for (FaceImage image : SentFaces.all()) {
      stream.send(EmbedStreamRequest.newBuilder().setImage(image).build());
    }
    stream.halfClose();
    for (EmbedStreamResponse reply : stream.awaitEnd()) {
      if (reply.hasError()) {
        confidential.error(reply.getError());
      } else {
        confidential.embedding(reply.getEmbedding());
      }
    }
  }

  private void compare(TestServer server) {
    EmbeddingServiceGrpc.EmbeddingServiceBlockingStub stub =
        EmbeddingServiceGrpc.newBlockingStub(as(server, GATE));
    confidential.likeness(
        stub.compare(comparison(SentFaces.good().get(0), SentFaces.good().get(1))));
    Embedding one = SentFaces.embedding(1);
    Embedding other = SentFaces.embedding(2);
    confidential.embedding(one);
    confidential.embedding(other);
    CompareRequest.Builder vectors =
        CompareRequest.newBuilder()
            .setFirst(CompareOperand.newBuilder().setEmbedding(one))
            .setSecond(CompareOperand.newBuilder().setEmbedding(other));
    confidential.likeness(stub.compare(vectors.build()));
    confidential.refused(
        () ->
            stub.compare(
                vectors
                    .setSecond(
                        CompareOperand.newBuilder()
                            .setEmbedding(other.toBuilder().addValues(0.7318221f)))
                    .build()));
    confidential.refused(
        () ->
            stub.compare(
                vectors
                    .setSecond(
                        CompareOperand.newBuilder()
                            .setEmbedding(other.toBuilder().setValues(3, Float.NaN)))
                    .build()));
  }

  private void detect(TestServer server) {
    FaceImage photo = Spots.image(Spots.twoFaces());
    confidential.image("a photo", photo);
    DetectionServiceGrpc.newBlockingStub(as(server, GATE))
        .detect(DetectRequest.newBuilder().setImage(photo).build())
        .getDetections()
        .getFacesList()
        .forEach(confidential::found);
    EmbeddedFaces faces =
        EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
            .embed(
                EmbedRequest.newBuilder()
                    .setImage(photo)
                    .setDetect(DetectOptions.getDefaultInstance())
                    .build())
            .getFaces();
    assertEquals(2, faces.getEmbeddingsCount());
    faces.getEmbeddingsList().forEach(confidential::embedding);
    faces.getDetections().getFacesList().forEach(confidential::found);
  }

  /** As the page for people does, and as no page should. */
  private void compareOverHttp(TestServer server) throws Exception {
    FaceImage photo = SentFaces.good().get(1);
    String photos = json(photo, SentFaces.good().get(2));
    String bad = json(photo, SentFaces.bad().get(0));
    HttpResponse<String> compared =
        TestHttp.post(server, "/compare", photos, "Authorization", "Bearer " + GATE);
    assertEquals(200, compared.statusCode(), compared::body);
    CompareResponse.Builder response = CompareResponse.newBuilder();
    JsonFormat.parser().merge(compared.body(), response);
    confidential.likeness(response.build());
    for (String body : List.of(bad, photos.substring(1), photos.replaceFirst("first", "face"))) {
      HttpResponse<String> refused =
          TestHttp.post(server, "/compare", body, "Authorization", "Bearer " + GATE);
      assertEquals(400, refused.statusCode(), refused::body);
      confidential.error(refused.body());
    }
    HttpResponse<String> stranger =
        TestHttp.post(server, "/compare", photos, "Authorization", "Bearer " + NOBODY);
    assertEquals(401, stranger.statusCode(), stranger::body);
    confidential.error(stranger.body());
  }

  private void sendBadImages(TestServer server) {
    for (FaceImage image : SentFaces.bad()) {
      confidential.refused(
          () ->
              EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
                  .embed(EmbedRequest.newBuilder().setImage(image).build()));
      confidential.refused(
          () ->
              DetectionServiceGrpc.newBlockingStub(as(server, GATE))
                  .detect(DetectRequest.newBuilder().setImage(image).build()));
    }
  }

  private void failInTheEngine(TestServer server) {
    engineFails.set(true);
    confidential.refused(
        () ->
            EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
                .embed(EmbedRequest.newBuilder().setImage(SentFaces.good().get(0)).build()));
    EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
        .embedBatch(EmbedBatchRequest.newBuilder().addAllImages(SentFaces.good()).build())
        .getResultsList()
        .forEach(confidential::result);
    engineFails.set(false);
  }

  private void callWithBadTokens(TestServer server) throws Exception {
    String expired = issuer.token("camera", "facet:admin", Instant.now().minusSeconds(300));
    String forged = new TestIssuer("1").token("camera", "facet:admin");
    String small = issuer.token("camera", "openid");
    for (String token : List.of(NOBODY, expired, forged, small, GATE)) {
      confidential.token(token);
      confidential.refused(
          () ->
              ModelServiceGrpc.newBlockingStub(as(server, token))
                  .activateVersion(ActivateVersionRequest.newBuilder().setName("face").build()));
    }
    confidential.refused(
        () ->
            ModelServiceGrpc.newBlockingStub(as(server, NOBODY))
                .listModels(ListModelsRequest.getDefaultInstance()));
  }

  private void changeModels(TestServer server) {
    ModelServiceGrpc.ModelServiceBlockingStub models =
        ModelServiceGrpc.newBlockingStub(as(server, OPERATOR));
    ActivateVersionRequest.Builder request = ActivateVersionRequest.newBuilder().setName("face");
    var unused = models.activateVersion(request.setVersion(1).build());
    unused = models.activateVersion(request.setVersion(2).build());
    var rolledBack =
        models.rollbackVersion(RollbackVersionRequest.newBuilder().setName("face").build());
    assertEquals(1, rolledBack.getVersion().getRef().getVersion());
    confidential.refused(() -> models.activateVersion(request.setVersion(9).build()));
  }

  /** Breaks the file of tokens by what may stand in the wrong place, and mends it. */
  private void changeFiles(TestServer server) throws Exception {
    Files.writeString(tokens, "gate embed " + NOBODY);
    Files.writeString(jwks, "{\"keys\": [\"" + NOBODY + "\"]}");
    Files.writeString(tokens, TokenFile.line("gate", Scope.ADMIN, NOBODY));
    TestServer.await(
        1,
        () -> {
          try {
            return ModelServiceGrpc.newBlockingStub(as(server, NOBODY))
                        .listModels(ListModelsRequest.getDefaultInstance())
                        .getVersionsCount()
                    > 0
                ? 1
                : 0;
          } catch (StatusRuntimeException notYet) {
            return 0;
          }
        });
  }

  private static String meters(TestServer server) {
    return server.meters().getMeters().stream()
        .map(meter -> meter.getId().toString() + " " + meter.getId().getDescription())
        .collect(Collectors.joining("\n"));
  }

  private static String json(FaceImage first, FaceImage second) throws Exception {
    return JsonFormat.printer().print(comparison(first, second));
  }

  private static CompareRequest comparison(FaceImage first, FaceImage second) {
    return CompareRequest.newBuilder()
        .setFirst(CompareOperand.newBuilder().setImage(first))
        .setSecond(CompareOperand.newBuilder().setImage(second))
        .build();
  }

  private static Channel as(TestServer server, String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return ClientInterceptors.intercept(
        server.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
