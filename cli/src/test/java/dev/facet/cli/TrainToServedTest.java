package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.cli.face.LocalEmbedder;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoLandmarks;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.client.Landmarks;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From random weights to answers over gRPC: a server and a trainer, each a process of its own, do
 * what the example configuration says, with fewer steps.
 */
class TrainToServedTest {
  private static final Path EXAMPLE = Path.of("../examples/training/small.yaml");
  private static final List<String> PEOPLE =
      List.of("Colin_Powell", "Laura_Bush", "Serena_Williams");

  /** Batches of one are computed alike in both processes. */
  private static final float TOLERANCE = 1e-5f;

  private final Path directory;

  TrainToServedTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void crops_endInALiveModelBesideTheOneThatIsThere() throws Exception {
    for (int person = 0; person < 4; person++) {
      for (int photo = 1; photo <= 4; photo++) {
        TestPhotos.png(
            directory.resolve("people/P%d/%d.png".formatted(person, photo)), 9 * person + photo);
      }
    }
    TinyModel.write(directory.resolve("models"), "first", 1, 1);
    try (FacetProcess server = serve()) {
      String address = server.address();
      assertEquals(
          """
          trained    runs/small/model
          published  models/small/1
          live       small version 1 on %s
          """
              .formatted(address),
          train(address, "people: people"));

      Path photo = directory.resolve("people/P0/1.png");
      assertServed(address, Photo.ofCrop(photo), FaceImage.read(photo));
    }
  }

  @Test
  void photosWithLandmarks_endInALiveVersionThatReplacesTheOneBefore() throws Exception {
    Path lfw = SharedData.require("data/lfw");
    Path landmarks = lfw.resolve("landmarks.txt");
    Files.write(directory.resolve("list.txt"), PEOPLE);
    TinyModel.write(directory.resolve("models"), "small", 1, 1);
    try (FacetProcess server = serve()) {
      String address = server.address();
      String out =
          train(
              address,
              "people: %s\n  list: list.txt\n  landmarks: %s"
                  .formatted(lfw.resolve("images"), landmarks));
      assertTrue(out.contains("\nlive       small version 2 on "), out);

      Path photo = lfw.resolve("images/AJ_Cook/AJ_Cook_0001.jpg");
      assertServed(
          address,
          PhotoLandmarks.readOrNone(landmarks).photo(photo),
          FaceImage.read(photo).withLandmarks(landmarks(landmarks, "AJ_Cook/AJ_Cook_0001.jpg")));
    }
  }

  private FacetProcess serve() throws IOException {
    return FacetProcess.start(directory, "serve", "--port", "0", "--set", "models.activation=true");
  }

  /** Follows the example, and gives what the trainer says on stdout. */
  private String train(String server, String people) throws Exception {
    String config = Files.readString(EXAMPLE);
    config = replaced(config, "people: people ", people + " ");
    config = replaced(config, "localhost:50051", server);
    config = replaced(config, "steps: 300", "steps: 3");
    Path file = Files.writeString(directory.resolve("small.yaml"), config);
    try (FacetProcess trainer = FacetProcess.start(directory, "train", "--config", file)) {
      CommandRun run = trainer.end();
      assertEquals(0, run.exit(), run.err());
      return run.out();
    }
  }

  private static String replaced(String text, String old, String with) {
    assertTrue(text.contains(old), old);
    return text.replace(old, with);
  }

  /** The server's reply names the highest version, and is what that gives by itself. */
  private void assertServed(String server, Photo photo, FaceImage image) throws Exception {
    FaceEmbedding reply;
    try (FacetClient client = FacetClient.builder(server).plaintext().build()) {
      reply = client.embed(image, client.options().withModel("small"));
    }
    FaceEmbedding own;
    try (LocalEmbedder published = LocalEmbedder.open(directory.resolve("models/small"))) {
      own = published.embed(photo).get().get(0).embedding();
    }
    assertEquals(own.model(), reply.model());
    assertArrayEquals(own.values(), reply.values(), TOLERANCE);
  }

  private static Landmarks landmarks(Path file, String photo) throws IOException {
    try (Scanner words = new Scanner(file, StandardCharsets.UTF_8).useLocale(Locale.ROOT)) {
      while (!words.next().equals(photo)) {
        words.nextLine();
      }
      float[] points = new float[10];
      for (int i = 0; i < points.length; i++) {
        points[i] = words.nextFloat();
      }
      return Landmarks.of(points);
    }
  }
}
