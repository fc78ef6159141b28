package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.Pixels;
import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResponse;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.Embedding;
import dev.facet.v1.FaceImage;
import dev.facet.v1.Landmarks;
import dev.facet.v1.PixelFormat;
import dev.facet.v1.Point;
import dev.facet.v1.Priority;
import dev.facet.v1.RawImage;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbedTest {

  private final ModelBundle bundle;
  private final TestServer server;

  EmbedTest(@TempDir Path repository) throws Exception {
    bundle = TinyModel.write(repository, "face", 3, 1);
    TinyModel.write(repository, "other", 1, 2);
    server = new TestServer(repository, "models.default", "face", "limits.max-pixels", "1000000");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void embedding_isThatOfTheEngineAlone_andNamesItsModel() throws Exception {
    EmbedResponse response = server.embeddings().embed(request(Drawings.raw(5)));

    assertArrayEquals(alone(5), values(response.getEmbedding()), 1e-5f);
    assertEquals("face", response.getModel().getName());
    assertEquals(3, response.getModel().getVersion());
    assertEquals(bundle.digest(), response.getModel().getDigest());
    assertEquals(1, response.getTiming().getBatchSize());
    assertTrue(response.getTiming().getInferenceMicros() > 0);
    assertTrue(response.getTiming().getPreprocessMicros() > 0);
  }

  @Test
  void sixtyFourCallersAtOnce_eachGetTheEngineAlonesEmbedding() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(64);
    try (EmbeddingModel engine = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
      List<Future<List<EmbedResponse>>> calls = new ArrayList<>();
      for (int caller = 0; caller < 64; caller++) {
        int first = caller * 10;
        calls.add(
            callers.submit(
                () ->
                    IntStream.range(first, first + 10)
                        .mapToObj(seed -> server.embeddings().embed(request(Drawings.raw(seed))))
                        .toList()));
      }
      int largestBatch = 0;
      for (int caller = 0; caller < 64; caller++) {
        List<EmbedResponse> responses = calls.get(caller).get();
        for (int i = 0; i < 10; i++) {
          assertArrayEquals(
              engine.embed(new float[][] {tensor(caller * 10 + i)})[0],
              values(responses.get(i).getEmbedding()),
              1e-5f);
          largestBatch = Math.max(largestBatch, responses.get(i).getTiming().getBatchSize());
        }
      }
      assertTrue(largestBatch > 1, "under load, batches fill by themselves");
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void everyFileFormatAndPixelFormat_isTaken() {
    for (String format : List.of("png", "jpg", "bmp", "gif")) {
      byte[] file = Drawings.file(format, 1, 120, 90);
      assertEquals(
          TinyModel.DIMENSION, embed(Drawings.encoded(file)).getEmbedding().getValuesCount());
    }
    assertEquals(TinyModel.DIMENSION, embed(Drawings.raw(1)).getEmbedding().getValuesCount());
    FaceImage gray = raw(20, 10, PixelFormat.PIXEL_FORMAT_GRAY, 200);
    assertEquals(TinyModel.DIMENSION, embed(gray).getEmbedding().getValuesCount());
  }

  @Test
  void swappedChannels_sentAsBgr_giveTheSameEmbedding() {
    byte[] rgb = Drawings.rgb(9, 112, 112);
    byte[] bgr = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      bgr[i] = rgb[i - i % 3 + 2 - i % 3];
    }
    RawImage.Builder raw =
        RawImage.newBuilder()
            .setWidth(112)
            .setHeight(112)
            .setFormat(PixelFormat.PIXEL_FORMAT_BGR)
            .setPixels(ByteString.copyFrom(bgr));

    assertArrayEquals(
        values(embed(Drawings.raw(9)).getEmbedding()),
        values(embed(FaceImage.newBuilder().setRaw(raw).build()).getEmbedding()),
        1e-6f);
  }

  @Test
  void photoWithLandmarks_isAligned() {
    FaceImage photo = Drawings.encoded(Drawings.file("png", 4, 250, 250));

    Embedding aligned = embed(photo.toBuilder().setLandmarks(landmarks(0)).build()).getEmbedding();

    assertEquals(TinyModel.DIMENSION, aligned.getValuesCount());
    assertTrue(!aligned.equals(embed(photo).getEmbedding()), "alignment must change the input");
  }

  @Test
  void wrongRequests_areRefusedEachWithItsStatus() {
    refused(FaceImage.getDefaultInstance(), "INVALID_FIELD");
    refused(Drawings.encoded("hello, world".getBytes(StandardCharsets.UTF_8)), "UNKNOWN_FORMAT");
    refused(Drawings.encoded(new byte[0]), "EMPTY");
    refused(Drawings.encoded(Drawings.file("png", 1, 1001, 1000)), "TOO_MANY_PIXELS");
    refused(raw(1001, 1000, PixelFormat.PIXEL_FORMAT_GRAY, 1_001_000), "TOO_MANY_PIXELS");
    refused(raw(65_535, 65_535, PixelFormat.PIXEL_FORMAT_RGB, 3), "TOO_MANY_PIXELS");
    refused(raw(0, 10, PixelFormat.PIXEL_FORMAT_RGB, 0), "BAD_SIZE");
    refused(raw(-1, 10, PixelFormat.PIXEL_FORMAT_RGB, 0), "BAD_SIZE");
    refused(raw(10, 10, PixelFormat.PIXEL_FORMAT_RGB, 299), "BAD_SIZE");
    refused(raw(10, 10, PixelFormat.PIXEL_FORMAT_UNSPECIFIED, 300), "INVALID_FIELD");
    FaceImage.Builder photo = Drawings.raw(1).toBuilder();
    refused(photo.setLandmarks(landmarks(Float.NaN)).build(), "BAD_LANDMARKS");
    refused(photo.setLandmarks(landmarks(0).toBuilder().clearNose()).build(), "INVALID_FIELD");
    byte[] cut = Drawings.file("png", 1, 100, 100);
    refused(Drawings.encoded(Arrays.copyOf(cut, cut.length / 2)), "CORRUPT");
    assertEquals(0, server.count("facet.preprocess.failed"), "none is the server's fault");
  }

  @Test
  void onePixel_isAnImage() {
    assertEquals(
        TinyModel.DIMENSION,
        embed(Drawings.encoded(Drawings.file("png", 1, 1, 1))).getEmbedding().getValuesCount());
  }

  @Test
  void unknownModelAndVersion_areNotFound_andTheMessageNamesWhatThereIs() {
    EmbedRequest request = request(Drawings.raw(1));

    assertEquals(
        new Refusal(Code.NOT_FOUND, "MODEL_NOT_FOUND", "model: nobody (expected: face, other)"),
        Refusal.of(
            () -> server.embeddings().embed(request.toBuilder().setModel("nobody").build())));
    assertEquals(
        new Refusal(Code.NOT_FOUND, "MODEL_NOT_FOUND", "version: 999 of model face (expected: 3)"),
        Refusal.of(() -> server.embeddings().embed(request.toBuilder().setVersion(999).build())));
    String endless = "x".repeat(100_000);
    assertEquals(
        Code.NOT_FOUND,
        Refusal.of(() -> server.embeddings().embed(request.toBuilder().setModel(endless).build()))
            .code());
  }

  @Test
  void unknownPriority_isRefused() {
    EmbedRequest request = request(Drawings.raw(1)).toBuilder().setPriorityValue(7).build();

    assertEquals(
        Code.INVALID_ARGUMENT, Refusal.of(() -> server.embeddings().embed(request)).code());
  }

  @Test
  void badImageOfABatch_failsAlone() throws Exception {
    EmbedBatchResponse response =
        server
            .embeddings()
            .embedBatch(
                EmbedBatchRequest.newBuilder()
                    .addImages(Drawings.raw(1))
                    .addImages(Drawings.encoded(new byte[] {1, 2, 3}))
                    .addImages(Drawings.raw(2))
                    .setPriority(Priority.PRIORITY_INTERACTIVE)
                    .build());

    List<EmbedBatchResult> results = response.getResultsList();
    assertArrayEquals(alone(1), values(results.get(0).getEmbedding()), 1e-5f);
    assertEquals("UNKNOWN_FORMAT", Refusal.of(results.get(1).getError()).reason());
    assertArrayEquals(alone(2), values(results.get(2).getEmbedding()), 1e-5f);
    assertEquals(bundle.digest(), response.getModel().getDigest());
  }

  @Test
  void emptyOrTooLongBatch_isRefused() {
    EmbedBatchRequest.Builder batch = EmbedBatchRequest.newBuilder();
    assertEquals(
        "images: 0 (expected: 1 to 256)",
        Refusal.of(() -> server.embeddings().embedBatch(batch.build())).message());
    for (int i = 0; i < 257; i++) {
      batch.addImages(FaceImage.getDefaultInstance());
    }
    assertEquals(
        "images: 257 (expected: 1 to 256)",
        Refusal.of(() -> server.embeddings().embedBatch(batch.build())).message());
  }

  @Test
  void imagesAndEmbeddings_areComparedWithEachOther() {
    CompareOperand image = CompareOperand.newBuilder().setImage(Drawings.raw(1)).build();
    CompareOperand vector =
        CompareOperand.newBuilder()
            .setEmbedding(embed(Drawings.raw(1)).getEmbedding())
            .setDigest(bundle.digest())
            .build();

    for (CompareResponse same :
        List.of(compare(image, image), compare(image, vector), compare(vector, vector))) {
      assertEquals(1, same.getCosineSimilarity(), 1e-5);
      assertEquals(0, same.getEuclideanDistance(), 5e-3);
    }
    assertEquals(bundle.digest(), compare(image, vector).getModel().getDigest());
    assertTrue(!compare(vector, vector).hasModel());
    CompareOperand other = CompareOperand.newBuilder().setImage(Drawings.raw(2)).build();
    CompareResponse different = compare(image, other);
    assertTrue(different.getCosineSimilarity() < 0.9999);
    assertEquals(
        Math.sqrt(2 - 2 * different.getCosineSimilarity()), different.getEuclideanDistance(), 1e-3);
  }

  @Test
  void embeddingsOfDifferentSpaces_areNotCompared() {
    CompareOperand image = CompareOperand.newBuilder().setImage(Drawings.raw(1)).build();

    assertEquals(
        "DIGEST_MISMATCH",
        Refusal.of(() -> compare(image, vector("0".repeat(64), new float[TinyModel.DIMENSION], 1)))
            .reason());
    assertEquals(
        "INVALID_FIELD", Refusal.of(() -> compare(image, vector("", new float[3], 1))).reason());
    assertEquals(
        "INVALID_FIELD",
        Refusal.of(() -> compare(vector("a", new float[4], 1), vector("", new float[3], 1)))
            .reason());
    assertEquals(
        "INVALID_FIELD", Refusal.of(() -> compare(image, vector("", new float[32], 0))).reason());
    assertEquals(
        "INVALID_FIELD",
        Refusal.of(() -> compare(image, vector("", new float[32], Float.NaN))).reason());
    assertEquals(
        "second: not set (expected: an image or an embedding)",
        Refusal.of(() -> compare(image, CompareOperand.getDefaultInstance())).message());
  }

  private void refused(FaceImage image, String reason) {
    Refusal refusal = Refusal.of(() -> embed(image));
    assertEquals(Code.INVALID_ARGUMENT, refusal.code(), refusal.message());
    assertEquals(reason, refusal.reason(), refusal.message());
  }

  private EmbedResponse embed(FaceImage image) {
    return server.embeddings().embed(request(image));
  }

  private CompareResponse compare(CompareOperand first, CompareOperand second) {
    return server
        .embeddings()
        .compare(CompareRequest.newBuilder().setFirst(first).setSecond(second).build());
  }

  private float[] alone(long seed) throws Exception {
    try (EmbeddingModel engine = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
      return engine.embed(new float[][] {tensor(seed)})[0];
    }
  }

  private float[] tensor(long seed) throws Exception {
    Pixels pixels = Pixels.of(112, 112, Channels.RGB, Drawings.rgb(seed, 112, 112));
    return new FacePreprocessor(bundle.manifest().input(), bundle.manifest().alignment())
        .tensor(pixels, null);
  }

  private static EmbedRequest request(FaceImage image) {
    return EmbedRequest.newBuilder().setImage(image).build();
  }

  private static float[] values(Embedding embedding) {
    float[] values = new float[embedding.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = embedding.getValues(i);
    }
    return values;
  }

  private static CompareOperand vector(String digest, float[] values, float first) {
    values[0] = first;
    Embedding.Builder embedding = Embedding.newBuilder();
    for (float value : values) {
      embedding.addValues(value);
    }
    return CompareOperand.newBuilder().setEmbedding(embedding).setDigest(digest).build();
  }

  private static FaceImage raw(int width, int height, PixelFormat format, int bytes) {
    return FaceImage.newBuilder()
        .setRaw(
            RawImage.newBuilder()
                .setWidth(width)
                .setHeight(height)
                .setFormat(format)
                .setPixels(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  private static Landmarks landmarks(float noseX) {
    return Landmarks.newBuilder()
        .setLeftEye(point(100, 110))
        .setRightEye(point(150, 112))
        .setNose(point(125 + noseX, 140))
        .setLeftMouth(point(105, 165))
        .setRightMouth(point(145, 166))
        .build();
  }

  private static Point point(float x, float y) {
    return Point.newBuilder().setX(x).setY(y).build();
  }
}
