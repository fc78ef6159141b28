package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageOrBuilder;
import com.google.rpc.Status;
import dev.facet.v1.BoundingBox;
import dev.facet.v1.CompareResponse;
import dev.facet.v1.DetectedFace;
import dev.facet.v1.EmbedBatchResult;
import dev.facet.v1.Embedding;
import dev.facet.v1.FaceImage;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/**
 * Keeps what a server was given and what it answered, which must not be found anywhere else, and
 * the errors that it answered with, which are one of the places to look in.
 */
final class Confidential {

  private final Needles needles = new Needles();
  private final List<String> errors = new ArrayList<>();

  /** What must not be found. */
  Needles needles() {
    return needles;
  }

  /** What clients were told of what went wrong. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  /** A token; one that is a JWT also in its parts. */
  void token(String token) {
    needles.text("a token", token);
    String[] parts = token.split("\\.", -1);
    if (parts.length == 3) {
      needles.text("the claims of a JWT", parts[1]);
      needles.text("the signature of a JWT", parts[2]);
    }
  }

  /** An image, without what stands beside it. */
  void image(String what, FaceImage image) {
    ByteString bytes = image.hasRaw() ? image.getRaw().getPixels() : image.getEncoded();
    needles.bytes(what, bytes.toByteArray());
  }

  /** All numbers of a message. */
  void numbers(String what, MessageOrBuilder message) {
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

  void embedding(Embedding embedding) {
    needles.numbers("an embedding", embedding.getValuesList());
  }

  void result(EmbedBatchResult result) {
    if (result.hasError()) {
      error(result.getError());
    } else {
      embedding(result.getEmbedding());
    }
  }

  void likeness(CompareResponse response) {
    needles.numbers(
        "a likeness", List.of(response.getCosineSimilarity(), response.getEuclideanDistance()));
  }

  void found(DetectedFace face) {
    BoundingBox box = face.getBox();
    needles.numbers(
        "a place",
        List.of(box.getLeft(), box.getTop(), box.getWidth(), box.getHeight(), face.getScore()));
    numbers("found landmarks", face.getLandmarks());
  }

  /** Makes a call that is refused, and keeps all that its client learns of it. */
  void refused(Executable call) {
    StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, call);
    errors.add(String.valueOf(refused));
    errors.add(String.valueOf(refused.getTrailers()));
    error(Objects.requireNonNull(StatusProto.fromThrowable(refused)));
  }

  void error(Status status) {
    errors.add(status.toString());
    status.getDetailsList().forEach(detail -> errors.add(detail.getValue().toStringUtf8()));
  }

  /** A refusal that is no status. */
  void error(String text) {
    errors.add(text);
  }
}
