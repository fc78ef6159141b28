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
import java.util.OptionalDouble;

/** Translates between the client's values of faces and the messages on the wire. */
final class Messages {
  private Messages() {}

  static EmbedRequest embedRequest(Submission<?> face, EmbedOptions options) {
    EmbedRequest.Builder request =
        EmbedRequest.newBuilder()
            .setImage(face.image().message())
            .setModel(options.model())
            .setVersion(options.version())
            .setPriority(priority(options.priority()))
            .setRoutingKey(options.routingKey());
    face.detect().map(DetectionMessages::detectOptions).ifPresent(request::setDetect);
    return request.build();
  }

  static EmbedResult result(EmbedResponse response) {
    ModelRef model = modelRef(response.getModel());
    if (response.hasFaces()) {
      return DetectionMessages.embeddedFaces(response.getFaces(), model);
    }
    return response.hasEmbedding()
        ? success(response.getEmbedding(), model, response.getTiming())
        : EmbedResult.failure(Failures.noResult());
  }

  static EmbedBatchRequest batchRequest(
      List<FaceImage> images, Optional<DetectOptions> detect, EmbedOptions options) {
    EmbedBatchRequest.Builder request =
        EmbedBatchRequest.newBuilder()
            .setModel(options.model())
            .setVersion(options.version())
            .setPriority(priority(options.priority()))
            .setRoutingKey(options.routingKey());
    images.forEach(image -> request.addImages(image.message()));
    detect.map(DetectionMessages::detectOptions).ifPresent(request::setDetect);
    return request.build();
  }

  static List<EmbedResult> results(
      EmbedBatchResponse response, int images, Optional<DetectOptions> detect) {
    if (response.getResultsCount() != images) {
      throw Failures.local(
          Status.Code.INTERNAL,
          "results: %d (expected: %d)".formatted(response.getResultsCount(), images),
          null);
    }
    ModelRef model = modelRef(response.getModel());
    return response.getResultsList().stream()
        .map(result -> result(result, model).expecting(detect))
        .toList();
  }

  /** One face of a stream. */
  static EmbedStreamRequest streamRequest(String id, Submission<?> face, EmbedOptions options) {
    return streamFace(id, face, options)
        .setModel(options.model())
        .setVersion(options.version())
        .setHoldVersion(options.holdVersion())
        .build();
  }

  /** One face of a stream that holds a version: it names none, not even its model. */
  static EmbedStreamRequest heldStreamRequest(String id, Submission<?> face, EmbedOptions options) {
    return streamFace(id, face, options).build();
  }

  private static EmbedStreamRequest.Builder streamFace(
      String id, Submission<?> face, EmbedOptions options) {
    EmbedStreamRequest.Builder request =
        EmbedStreamRequest.newBuilder()
            .setCorrelationId(id)
            .setImage(face.image().message())
            .setPriority(priority(options.priority()))
            .setRoutingKey(options.routingKey());
    face.detect().map(DetectionMessages::detectOptions).ifPresent(request::setDetect);
    return request;
  }

  static EmbedResult result(EmbedStreamResponse response) {
    ModelRef model = modelRef(response.getModel());
    if (response.hasFaces()) {
      return DetectionMessages.embeddedFaces(response.getFaces(), model);
    }
    return response.hasEmbedding()
        ? success(response.getEmbedding(), model, response.getTiming())
        : EmbedResult.failure(Failures.of(response.getError()));
  }

  static CompareRequest compareRequest(Face first, Face second, CompareOptions options) {
    EmbedOptions embed = options.embed();
    CompareRequest.Builder request =
        CompareRequest.newBuilder()
            .setFirst(operand(first))
            .setSecond(operand(second))
            .setModel(embed.model())
            .setVersion(embed.version())
            .setPriority(priority(embed.priority()))
            .setRoutingKey(embed.routingKey());
    options.detect().map(DetectionMessages::detectOptions).ifPresent(request::setDetect);
    options.threshold().ifPresent(threshold -> request.setThreshold((float) threshold));
    options.maxFar().ifPresent(request::setMaxFar);
    return request.build();
  }

  /**
   * What came of a request.
   *
   * @throws FacetException if a face was to be found, or something to be decided, and was not
   */
  static Comparison comparison(CompareRequest request, CompareResponse response) {
    boolean decides = request.hasThreshold() || request.hasMaxFar();
    if ((request.hasDetect() && request.getFirst().hasImage() && !response.hasFirstFace())
        || (request.hasDetect() && request.getSecond().hasImage() && !response.hasSecondFace())
        || (decides && !response.hasDecision())) {
      throw Failures.noDetection();
    }
    return new Comparison(
        response.getCosineSimilarity(),
        response.getEuclideanDistance(),
        given(response.hasModel(), response.getModel()).map(Messages::modelRef),
        given(response.hasFirstFace(), response.getFirstFace()).map(DetectionMessages::face),
        given(response.hasSecondFace(), response.getSecondFace()).map(DetectionMessages::face),
        given(response.hasDecision(), response.getDecision()).map(Messages::decision),
        given(response.hasFar(), response.getFar()));
  }

  private static Decision decision(dev.facet.v1.Decision decision) {
    return new Decision(
        decision.getSamePerson(),
        decision.getThreshold(),
        given(decision.hasFar(), decision.getFar()));
  }

  private static <T> Optional<T> given(boolean isSet, T value) {
    return isSet ? Optional.of(value) : Optional.empty();
  }

  private static OptionalDouble given(boolean isSet, double value) {
    return isSet ? OptionalDouble.of(value) : OptionalDouble.empty();
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
    if (result.hasFaces()) {
      return DetectionMessages.embeddedFaces(result.getFaces(), model);
    }
    return result.hasEmbedding()
        ? success(result.getEmbedding(), model, result.getTiming())
        : EmbedResult.failure(Failures.of(result.getError()));
  }

  private static EmbedResult success(
      Embedding embedding, ModelRef model, dev.facet.v1.Timing timing) {
    return EmbedResult.success(embedding(embedding, model, timing(timing)));
  }

  static FaceEmbedding embedding(Embedding embedding, ModelRef model, Timing timing) {
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

  static dev.facet.v1.Priority priority(Priority priority) {
    return switch (priority) {
      case DEFAULT -> dev.facet.v1.Priority.PRIORITY_UNSPECIFIED;
      case INTERACTIVE -> dev.facet.v1.Priority.PRIORITY_INTERACTIVE;
      case BULK -> dev.facet.v1.Priority.PRIORITY_BULK;
    };
  }
}
