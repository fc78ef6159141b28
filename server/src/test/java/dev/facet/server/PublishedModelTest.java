package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.fixture.MobileFaceV2;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;
import dev.facet.v1.EmbedRequest;
import dev.facet.v1.EmbedResponse;
import dev.facet.v1.FaceImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A published model on real photos. */
class PublishedModelTest {

  private static final int CALLERS = 64;

  @Test
  void photosOfSixtyFourCallers_areEmbeddedAsByTheEngineAlone(@TempDir Path repository)
      throws Exception {
    Path images = SharedData.require("data/lfw/images");
    List<String> lines =
        Files.readAllLines(SharedData.require("data/lfw/landmarks.txt")).subList(0, 2 * CALLERS);
    ModelBundle bundle = MobileFaceV2.publish(repository);
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (TestServer server = new TestServer(repository);
        EmbeddingModel engine = EmbeddingModel.load(bundle, ComputeDevice.CPU)) {
      List<Future<EmbedResponse>> responses = new ArrayList<>();
      for (String line : lines) {
        EmbedRequest request = request(images, line.split("\\s+"));
        responses.add(callers.submit(() -> server.embeddings().embed(request)));
      }
      double greatestDifference = 0;
      for (int i = 0; i < lines.size(); i++) {
        float[] alone = alone(engine, images, lines.get(i).split("\\s+"));
        EmbedResponse response = responses.get(i).get();
        assertEquals(bundle.digest(), response.getModel().getDigest());
        for (int j = 0; j < alone.length; j++) {
          greatestDifference =
              Math.max(
                  greatestDifference, Math.abs(alone[j] - response.getEmbedding().getValues(j)));
        }
      }
      assertEquals(0, greatestDifference, 1e-5);
    } finally {
      callers.shutdownNow();
    }
  }

  /** The last bits tell which of the two computed. */
  @ParameterizedTest
  @ValueSource(strings = {"all", "none"})
  void graphPasses_areThoseOfTheConfiguration(String passes, @TempDir Path repository)
      throws Exception {
    Path images = SharedData.require("data/lfw/images");
    String[] line =
        Files.readAllLines(SharedData.require("data/lfw/landmarks.txt")).get(0).split("\\s+");
    ModelBundle bundle = MobileFaceV2.publish(repository);
    EmbedResponse response;
    try (TestServer server = new TestServer(repository, "engine.graph-passes", passes)) {
      response = server.embeddings().embed(request(images, line));
    }
    for (GraphPasses other : List.of(GraphPasses.ALL, GraphPasses.NONE)) {
      try (EmbeddingModel engine = EmbeddingModel.load(bundle, ComputeDevice.CPU, other)) {
        float[] alone = alone(engine, images, line);
        assertEquals(
            other.toString().equals(passes),
            values(alone).equals(response.getEmbedding().getValuesList()));
      }
    }
  }

  private static List<Float> values(float[] embedding) {
    List<Float> values = new ArrayList<>();
    for (float value : embedding) {
      values.add(value);
    }
    return values;
  }

  private static EmbedRequest request(Path images, String[] line) throws Exception {
    ByteString file = ByteString.copyFrom(Files.readAllBytes(images.resolve(line[0])));
    dev.facet.v1.Landmarks landmarks =
        dev.facet.v1.Landmarks.newBuilder()
            .setLeftEye(point(line, 0))
            .setRightEye(point(line, 1))
            .setNose(point(line, 2))
            .setLeftMouth(point(line, 3))
            .setRightMouth(point(line, 4))
            .build();
    return EmbedRequest.newBuilder()
        .setImage(FaceImage.newBuilder().setEncoded(file).setLandmarks(landmarks))
        .build();
  }

  private static dev.facet.v1.Point point(String[] line, int index) {
    return dev.facet.v1.Point.newBuilder().setX(x(line, index)).setY(y(line, index)).build();
  }

  private static float[] alone(EmbeddingModel engine, Path images, String[] line) throws Exception {
    Landmarks landmarks =
        new Landmarks(
            new Point(x(line, 0), y(line, 0)),
            new Point(x(line, 1), y(line, 1)),
            new Point(x(line, 2), y(line, 2)),
            new Point(x(line, 3), y(line, 3)),
            new Point(x(line, 4), y(line, 4)));
    float[] tensor =
        new FacePreprocessor(engine.manifest().input(), engine.manifest().alignment())
            .tensor(
                new ImageDecoder(1 << 20, 1 << 20)
                    .decode(Files.readAllBytes(images.resolve(line[0]))),
                landmarks);
    return engine.embed(new float[][] {tensor})[0];
  }

  private static float x(String[] line, int index) {
    return Float.parseFloat(line[1 + 2 * index]);
  }

  private static float y(String[] line, int index) {
    return Float.parseFloat(line[2 + 2 * index]);
  }
}
