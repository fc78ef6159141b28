package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.SharedData;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandmarksFileTest {

  private static Path write(Path directory, String content) throws IOException {
    return Files.writeString(directory.resolve("landmarks.txt"), content);
  }

  private static String refusal(Path file) {
    BadListException e = assertThrows(BadListException.class, () -> LandmarksFile.read(file));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file.toString()), message);
    return message.substring(file.toString().length());
  }

  @Test
  void lines_becomeLandmarksByPhoto(@TempDir Path directory) throws Exception {
    Path file =
        write(
            directory,
            """
            # file, then five points
            Ada/Ada_0001.jpg 101.5 113 145 112 121 135 104 159 145 157

            my photo.png\t1 2 3 4 5 6 7 8 9 -10.25\s
            """);
    Map<String, Landmarks> landmarks = LandmarksFile.read(file);
    assertEquals(List.of("Ada/Ada_0001.jpg", "my photo.png"), List.copyOf(landmarks.keySet()));
    Landmarks ada = Objects.requireNonNull(landmarks.get("Ada/Ada_0001.jpg"));
    assertEquals(new Point(101.5f, 113), ada.leftEye());
    assertEquals(new Point(145, 112), ada.rightEye());
    assertEquals(new Point(121, 135), ada.nose());
    assertEquals(new Point(104, 159), ada.leftMouth());
    assertEquals(new Point(145, 157), ada.rightMouth());
    Landmarks photo = Objects.requireNonNull(landmarks.get("my photo.png"));
    assertEquals(new Point(9, -10.25f), photo.rightMouth());
  }

  @Test
  void badLine_isNamedByItsNumber(@TempDir Path directory) throws Exception {
    String good = "a.jpg 1 2 3 4 5 6 7 8 9 10\n";
    assertEquals(
        ":2: too few fields (expected: a path and 10 numbers)",
        refusal(write(directory, good + "b.jpg 1 2 3 4 5 6 7 8 9\n")));
    assertEquals(
        ":2: not 10 numbers after the path",
        refusal(write(directory, good + "b.jpg 1 2 3 4 five 6 7 8 9 10\n")));
    assertEquals(
        ":2: a.jpg: listed before (expected: once)", refusal(write(directory, good + good)));
    assertTrue(
        refusal(write(directory, good + "b.jpg 1 2 3 4 NaN 6 7 8 9 10\n")).startsWith(":2: nose"));
  }

  @Test
  void sharedList_coversItsPhotos() throws Exception {
    assertEquals(11_074, LandmarksFile.read(SharedData.require("data/lfw/landmarks.txt")).size());
  }
}
