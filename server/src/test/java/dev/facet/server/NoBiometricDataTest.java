package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageOrBuilder;
import com.google.rpc.Status;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.TinyModel;
import dev.facet.server.security.Scope;
import dev.facet.server.security.TestIssuer;
import dev.facet.server.security.TokenFile;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.BoundingBox;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.DetectOptions;
import dev.facet.v1.DetectRequest;
import dev.facet.v1.DetectedFace;
import dev.facet.v1.DetectionServiceGrpc;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.EmbeddedFaces;
import dev.facet.v1.Embedding;
import dev.facet.v1.EmbeddingServiceGrpc;
import dev.facet.v1.FaceImage;
import dev.facet.v1.Landmarks;
import dev.facet.v1.ListModelsRequest;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.Point;
import dev.facet.v1.RollbackVersionRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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

  private final Needles needles = new Needles();
  private final List<String> errors = new ArrayList<>();
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
      needles.text("a token", token);
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
        sendBadImages(server);
        failInTheEngine(server);
        callWithBadTokens(server);
        changeModels(server);
        changeFiles(server);
        measured = meters(server) + told(server, "/metrics") + told(server, "/status");
      }
      logged = log.text();
      traced = String.join("\n", spans.ended().stream().map(String::valueOf).toList());
    }

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
    jwt(jwt);
    for (FaceImage image : images()) {
      embedded(
          EmbeddingServiceGrpc.newBlockingStub(as(server, jwt))
              .embed(EmbedRequest.newBuilder().setImage(image).build())
              .getEmbedding());
    }
    EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
        .embedBatch(EmbedBatchRequest.newBuilder().addAllImages(images()).build())
        .getResultsList()
        .forEach(this::result);
  }

  private void stream(TestServer server) throws Exception {
    StreamClient stream = StreamClient.open(EmbeddingServiceGrpc.newStub(as(server, GATE)));
    List<FaceImage> all = new ArrayList<>(images());
    all.addAll(badImages());
    for (FaceImage image : all) {
      stream.send(EmbedStreamRequest.newBuilder().setImage(image).build());
    }
    stream.halfClose();
    for (EmbedStreamResponse reply : stream.awaitEnd()) {
      if (reply.hasError()) {
        error(reply.getError());
      } else {
        embedded(reply.getEmbedding());
      }
    }
  }

  private void compare(TestServer server) {
    EmbeddingServiceGrpc.EmbeddingServiceBlockingStub stub =
        EmbeddingServiceGrpc.newBlockingStub(as(server, GATE));
    CompareRequest images =
        CompareRequest.newBuilder()
            .setFirst(CompareOperand.newBuilder().setImage(images().get(0)))
            .setSecond(CompareOperand.newBuilder().setImage(images().get(1)))
            .build();
    likeness(stub.compare(images));
    Embedding one = vector(1);
    Embedding other = vector(2);
    embedded(one);
    embedded(other);
    CompareRequest.Builder vectors =
        CompareRequest.newBuilder()
            .setFirst(CompareOperand.newBuilder().setEmbedding(one))
            .setSecond(CompareOperand.newBuilder().setEmbedding(other));
    likeness(stub.compare(vectors.build()));
    refused(
        () ->
            stub.compare(
                vectors
                    .setSecond(
                        CompareOperand.newBuilder()
                            .setEmbedding(other.toBuilder().addValues(0.7318221f)))
                    .build()));
    refused(
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
    sent("a photo", photo);
    DetectionServiceGrpc.newBlockingStub(as(server, GATE))
        .detect(DetectRequest.newBuilder().setImage(photo).build())
        .getDetections()
        .getFacesList()
        .forEach(this::found);
    EmbeddedFaces faces =
        EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
            .embed(
                EmbedRequest.newBuilder()
                    .setImage(photo)
                    .setDetect(DetectOptions.getDefaultInstance())
                    .build())
            .getFaces();
    assertEquals(2, faces.getEmbeddingsCount());
    faces.getEmbeddingsList().forEach(this::embedded);
    faces.getDetections().getFacesList().forEach(this::found);
  }

  private void sendBadImages(TestServer server) {
    for (FaceImage image : badImages()) {
      refused(
          () ->
              EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
                  .embed(EmbedRequest.newBuilder().setImage(image).build()));
      refused(
          () ->
              DetectionServiceGrpc.newBlockingStub(as(server, GATE))
                  .detect(DetectRequest.newBuilder().setImage(image).build()));
    }
  }

  private void failInTheEngine(TestServer server) {
    engineFails.set(true);
    refused(
        () ->
            EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
                .embed(EmbedRequest.newBuilder().setImage(images().get(0)).build()));
    EmbeddingServiceGrpc.newBlockingStub(as(server, GATE))
        .embedBatch(EmbedBatchRequest.newBuilder().addAllImages(images()).build())
        .getResultsList()
        .forEach(this::result);
    engineFails.set(false);
  }

  private void callWithBadTokens(TestServer server) throws Exception {
    String expired = issuer.token("camera", "facet:admin", Instant.now().minusSeconds(300));
    String forged = new TestIssuer("1").token("camera", "facet:admin");
    String small = issuer.token("camera", "openid");
    for (String token : List.of(NOBODY, expired, forged, small, GATE)) {
      jwt(token);
      refused(
          () ->
              ModelServiceGrpc.newBlockingStub(as(server, token))
                  .activateVersion(ActivateVersionRequest.newBuilder().setName("face").build()));
    }
    refused(
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
    refused(() -> models.activateVersion(request.setVersion(9).build()));
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

  /** A crop of raw pixels, a file, and one with landmarks. */
  private List<FaceImage> images() {
    Landmarks landmarks =
        Landmarks.newBuilder()
            .setLeftEye(point(38.29461f, 51.69631f))
            .setRightEye(point(73.53182f, 51.50141f))
            .setNose(point(56.02521f, 71.73661f))
            .setLeftMouth(point(41.54932f, 92.36551f))
            .setRightMouth(point(70.72992f, 92.20412f))
            .build();
    List<FaceImage> images =
        List.of(
            Drawings.raw(11),
            Drawings.encoded(Drawings.file("png", 12, 60, 60)),
            Drawings.encoded(Drawings.file("jpg", 13, 112, 112)).toBuilder()
                .setLandmarks(landmarks)
                .build());
    images.forEach(image -> sent("an image", image));
    numbers("landmarks", landmarks);
    return images;
  }

  private List<FaceImage> badImages() {
    byte[] cut = Arrays.copyOf(Drawings.file("png", 21, 60, 60), 300);
    byte[] noise = Drawings.rgb(22, 20, 20);
    FaceImage tooShort = Drawings.raw(23, 90, 90);
    List<FaceImage> images =
        List.of(
            Drawings.encoded(cut),
            Drawings.encoded(noise),
            tooShort.toBuilder().setRaw(tooShort.getRaw().toBuilder().setWidth(91)).build(),
            Drawings.raw(24).toBuilder()
                .setLandmarks(
                    Landmarks.newBuilder()
                        .setLeftEye(point(13.13131f, Float.NaN))
                        .setRightEye(point(14.14141f, 1))
                        .setNose(point(15.15151f, 1))
                        .setLeftMouth(point(16.16161f, 1))
                        .setRightMouth(point(17.17171f, 1)))
                .build());
    images.forEach(image -> sent("a bad image", image));
    numbers("bad landmarks", images.get(3).getLandmarks());
    return images;
  }

  private void sent(String what, FaceImage image) {
    ByteString bytes = image.hasRaw() ? image.getRaw().getPixels() : image.getEncoded();
    needles.bytes(what, bytes.toByteArray());
  }

  private void result(EmbedBatchResult result) {
    if (result.hasError()) {
      error(result.getError());
    } else {
      embedded(result.getEmbedding());
    }
  }

  private void embedded(Embedding embedding) {
    needles.numbers("an embedding", embedding.getValuesList());
  }

  private void likeness(CompareResponse response) {
    needles.numbers(
        "a likeness", List.of(response.getCosineSimilarity(), response.getEuclideanDistance()));
  }

  private void found(DetectedFace face) {
    BoundingBox box = face.getBox();
    needles.numbers(
        "a place",
        List.of(box.getLeft(), box.getTop(), box.getWidth(), box.getHeight(), face.getScore()));
    numbers("found landmarks", face.getLandmarks());
  }

  private void numbers(String what, MessageOrBuilder message) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              if (value instanceof Float number) {
                needles.numbers(what, List.of(number));
              } else if (value instanceof MessageOrBuilder inner) {
                numbers(what, inner);
              }
            });
  }

  private void jwt(String token) {
    needles.text("a token", token);
    String[] parts = token.split("\\.", -1);
    if (parts.length == 3) {
      needles.text("the claims of a JWT", parts[1]);
      needles.text("the signature of a JWT", parts[2]);
    }
  }

  private void refused(Executable call) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    errors.add(String.valueOf(refused));
    errors.add(String.valueOf(refused.getTrailers()));
    error(Objects.requireNonNull(StatusProto.fromThrowable(refused)));
  }

  private void error(Status status) {
    errors.add(status.toString());
    status.getDetailsList().forEach(detail -> errors.add(detail.getValue().toStringUtf8()));
  }

  private static String meters(TestServer server) {
    return server.meters().getMeters().stream()
        .map(meter -> meter.getId().toString() + " " + meter.getId().getDescription())
        .collect(Collectors.joining("\n"));
  }

  /** What operators are told over HTTP. */
  private static String told(TestServer server, String path) throws Exception {
    int port = server.server().httpAddress().orElseThrow().getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static Embedding vector(int seed) {
    byte[] noise = Drawings.rgb(seed, 8, 4);
    Embedding.Builder embedding = Embedding.newBuilder();
    for (int i = 0; i < TinyModel.DIMENSION; i++) {
      embedding.addValues(noise[i] * 0.0123457f);
    }
    return embedding.build();
  }

  private static Point point(float x, float y) {
    return Point.newBuilder().setX(x).setY(y).build();
  }

  private static Channel as(TestServer server, String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return ClientInterceptors.intercept(
        server.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
