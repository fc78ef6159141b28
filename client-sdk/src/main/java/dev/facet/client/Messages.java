package dev.facet.client;

import dev.facet.v1.CompareOperand;
import dev.facet.v1.CompareRequest;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.EmbedBatchRequest;
import dev.facet.v1.EmbedBatchResponse;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.EmbedStreamRequest;
import dev.facet.v1.EmbedStreamResponse;
import dev.facet.v1.Embedding;
import io.grpc.Status;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Translates between the client's values of faces and the messages on the wire. */
final class Messages {
  private Messages() {}

  static EmbedRequest embedRequest(FaceImage image, EmbedOptions options) {
    return EmbedRequest.newBuilder()
        .setImage(image.message())
        .setModel(options.model())
        .setVersion(options.version())
        .setPriority(priority(options.priority()))
        .setRoutingKey(options.routingKey())
        .build();
  }

  static FaceEmbedding embedding(EmbedResponse response) {
    return embedding(
        response.getEmbedding(), modelRef(response.getModel()), timing(response.getTiming()));
  }

  static EmbedBatchRequest batchRequest(List<FaceImage> images, EmbedOptions options) {
    EmbedBatchRequest.Builder request =
        EmbedBatchRequest.newBuilder()
            .setModel(options.model())
            .setVersion(options.version())
            .setPriority(priority(options.priority()))
            .setRoutingKey(options.routingKey());
    images.forEach(image -> request.addImages(image.message()));
    return request.build();
  }

  static List<EmbedResult> results(EmbedBatchResponse response, int images) {
    if (response.getResultsCount() != images) {
      throw Failures.local(
          Status.Code.INTERNAL,
          "results: %d (expected: %d)".formatted(response.getResultsCount(), images),
          null);
    }
    ModelRef model = modelRef(response.getModel());
    return response.getResultsList().stream().map(result -> result(result, model)).toList();
  }

  /** One face of a stream. */
  static EmbedStreamRequest streamRequest(String id, FaceImage image, EmbedOptions options) {
    return streamFace(id, image, options)
        .setModel(options.model())
        .setVersion(options.version())
        .setHoldVersion(options.holdVersion())
        .build();
  }

  /** One face of a stream that holds a version: it names none, not even its model. */
  static EmbedStreamRequest heldStreamRequest(String id, FaceImage image, EmbedOptions options) {
    return streamFace(id, image, options).build();
  }

  private static EmbedStreamRequest.Builder streamFace(
      String id, FaceImage image, EmbedOptions options) {
    return EmbedStreamRequest.newBuilder()
        .setCorrelationId(id)
        .setImage(image.message())
        .setPriority(priority(options.priority()))
        .setRoutingKey(options.routingKey());
  }

  static EmbedResult result(EmbedStreamResponse response) {
    if (response.hasEmbedding()) {
      return EmbedResult.success(
          embedding(
              response.getEmbedding(),
              modelRef(response.getModel()),
              timing(response.getTiming())));
    }
    return EmbedResult.failure(Failures.of(response.getError()));
  }

  static CompareRequest compareRequest(Face first, Face second, EmbedOptions options) {
    return CompareRequest.newBuilder()
        .setFirst(operand(first))
        .setSecond(operand(second))
        .setModel(options.model())
        .setVersion(options.version())
        .setPriority(priority(options.priority()))
        .setRoutingKey(options.routingKey())
        .build();
  }

  static Comparison comparison(CompareResponse response) {
    return new Comparison(
        response.getCosineSimilarity(),
        response.getEuclideanDistance(),
        response.hasModel() ? Optional.of(modelRef(response.getModel())) : Optional.empty());
  }

  static dev.facet.v1.PixelFormat pixelFormat(PixelFormat format) {
    return switch (format) {
      case RGB -> dev.facet.v1.PixelFormat.PIXEL_FORMAT_RGB;
      case BGR -> dev.facet.v1.PixelFormat.PIXEL_FORMAT_BGR;
      case GRAY -> dev.facet.v1.PixelFormat.PIXEL_FORMAT_GRAY;
    };
  }

  static dev.facet.v1.Landmarks landmarks(Landmarks landmarks) {
    return dev.facet.v1.Landmarks.newBuilder()
        .setLeftEye(point(landmarks.leftEye()))
        .setRightEye(point(landmarks.rightEye()))
        .setNose(point(landmarks.nose()))
        .setLeftMouth(point(landmarks.leftMouth()))
        .setRightMouth(point(landmarks.rightMouth()))
        .build();
  }

  private static dev.facet.v1.Point point(Point point) {
    return dev.facet.v1.Point.newBuilder().setX(point.x()).setY(point.y()).build();
  }

  private static CompareOperand operand(Face face) {
    CompareOperand.Builder operand = CompareOperand.newBuilder();
    if (face instanceof FaceEmbedding embedding) {
      for (float value : embedding.values()) {
        operand.getEmbeddingBuilder().addValues(value);
      }
      return operand.setDigest(embedding.model().digest()).build();
    }
    return operand.setImage(((FaceImage) face).message()).build();
  }

  private static EmbedResult result(EmbedBatchResult result, ModelRef model) {
    return result.hasEmbedding()
        ? EmbedResult.success(embedding(result.getEmbedding(), model, timing(result.getTiming())))
        : EmbedResult.failure(Failures.of(result.getError()));
  }

  private static FaceEmbedding embedding(Embedding embedding, ModelRef model, Timing timing) {
    float[] values = new float[embedding.getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = embedding.getValues(i);
    }
    return new FaceEmbedding(values, model, timing);
  }

  static ModelRef modelRef(dev.facet.v1.ModelRef ref) {
    return new ModelRef(ref.getName(), ref.getVersion(), ref.getDigest());
  }

  private static Timing timing(dev.facet.v1.Timing timing) {
    return new Timing(
        Duration.of(timing.getQueueMicros(), ChronoUnit.MICROS),
        Duration.of(timing.getPreprocessMicros(), ChronoUnit.MICROS),
        Duration.of(timing.getInferenceMicros(), ChronoUnit.MICROS),
        timing.getBatchSize());
  }

  private static dev.facet.v1.Priority priority(Priority priority) {
    return switch (priority) {
      case DEFAULT -> dev.facet.v1.Priority.PRIORITY_UNSPECIFIED;
      case INTERACTIVE -> dev.facet.v1.Priority.PRIORITY_INTERACTIVE;
      case BULK -> dev.facet.v1.Priority.PRIORITY_BULK;
    };
  }
}
