package dev.facet.v1;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The messages under {@code golden}: their bytes on the wire, as they are and stay, and the same as
 * JSON. The Python and Node clients have a test like this one.
 *
 * <p>What is there never changes. To add a message, write its JSON as {@code golden/TYPE/NAME.json}
 * and run this test. It fails and leaves the bytes in {@code target/golden}: look at them with
 * {@code protoc --decode}, and copy them to where the JSON is.
 */
class GoldenMessagesTest {

  private static final Path GOLDEN = Path.of("golden");
  private static final Path MADE = Path.of("target", "golden");

  private static final Map<String, Message> TYPES =
      Stream.of(
              EmbedRequest.getDefaultInstance(),
              EmbedResponse.getDefaultInstance(),
              EmbedBatchRequest.getDefaultInstance(),
              EmbedBatchResponse.getDefaultInstance(),
              EmbedStreamRequest.getDefaultInstance(),
              EmbedStreamResponse.getDefaultInstance(),
              CompareRequest.getDefaultInstance(),
              CompareResponse.getDefaultInstance(),
              DetectRequest.getDefaultInstance(),
              DetectResponse.getDefaultInstance(),
              ListModelsResponse.getDefaultInstance(),
              WatchModelsResponse.getDefaultInstance(),
              StartRolloutRequest.getDefaultInstance(),
              Status.getDefaultInstance())
          .collect(toMap(type -> type.getDescriptorForType().getFullName(), type -> type));

  private static final TypeRegistry DETAILS =
      TypeRegistry.newBuilder()
          .add(List.of(ErrorInfo.getDescriptor(), RetryInfo.getDescriptor()))
          .build();

  /** The paths of the messages, without what the names of their files end with. */
  static List<String> messages() throws IOException {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> GOLDEN.relativize(file).toString().replaceFirst("\\.(json|bin)$", ""))
          .distinct()
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void bytesAndJson_areTheSameMessage(String message) throws IOException {
    String typeName = Path.of(message).getParent().toString();
    Message type = TYPES.get(typeName);
    if (type == null) {
      fail(typeName + ": not a type of this test (expected: one of " + TYPES.keySet() + ")");
    }
    Message.Builder builder = type.newBuilderForType();
    String json = Files.readString(GOLDEN.resolve(message + ".json"));
    JsonFormat.parser().usingTypeRegistry(DETAILS).merge(json, builder);
    Message written = builder.build();
    byte[] golden = bytes(message, written);

    Message read = type.getParserForType().parseFrom(golden);

    assertEquals(written, read);
    assertArrayEquals(golden, read.toByteArray());
    assertArrayEquals(golden, written.toByteArray());
  }

  private static byte[] bytes(String message, Message written) throws IOException {
    Path golden = GOLDEN.resolve(message + ".bin");
    if (!Files.exists(golden)) {
      Path made = MADE.resolve(message + ".bin");
      Files.createDirectories(made.getParent());
      Files.write(made, written.toByteArray());
      fail(golden + " is missing: look at " + made + ", and copy it there");
    }
    return Files.readAllBytes(golden);
  }
}
