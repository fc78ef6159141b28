package dev.facet.trainer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.image.ImageDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PeopleFolderTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  private final Path root;

  PeopleFolderTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void folder_isListedByName_withLabelsInOrder() throws Exception {
    DrawnFaces.write(root, 2, 1, 3);
    Files.writeString(root.resolve("README.txt"), "no person");
    Files.writeString(root.resolve("Person_01/notes.txt"), "no photo");
    Files.writeString(root.resolve("Person_01/.hidden.png"), "no photo");

    PeopleFolder faces = PeopleFolder.open(root, null, decoder);

    assertEquals(6, faces.size());
    assertEquals(3, faces.people());
    assertEquals(DrawnFaces.name(0, 2), faces.name(1));
    assertEquals(DrawnFaces.name(1, 1), faces.name(2));
    assertEquals(List.of(0, 0, 1, 2, 2, 2), labels(faces));
    assertEquals(40, faces.photo(5).pixels().width());
    assertNull(faces.photo(5).landmarks());
  }

  @Test
  void listOfPeople_choosesAndOrdersThem() throws Exception {
    DrawnFaces.write(root, 2, 1, 3);
    PeopleFolder faces = PeopleFolder.open(root, List.of("Person_02", "Person_00"), null, decoder);
    assertEquals(List.of(0, 0, 0, 1, 1), labels(faces));
    assertEquals(DrawnFaces.name(2, 1), faces.name(0));
  }

  @Test
  void personWithoutPhotos_isRefused() throws Exception {
    DrawnFaces.write(root, 1);
    String message =
        message(() -> PeopleFolder.open(root, List.of("Person_00", "Nobody"), null, decoder));
    assertEquals(
        root.resolve("Nobody") + ": no photos (expected: a directory with at least one)", message);
  }

  @Test
  void emptyFolder_isRefused() {
    assertTrue(message(() -> PeopleFolder.open(root, null, decoder)).contains("no people"));
  }

  @Test
  void brokenPhoto_isNamed() throws Exception {
    DrawnFaces.write(root, 1);
    Files.writeString(root.resolve(DrawnFaces.name(0, 2)), "broken");
    PeopleFolder faces = PeopleFolder.open(root, null, decoder);
    BadPhotoException bad = assertThrows(BadPhotoException.class, () -> faces.photo(1));
    assertTrue(String.valueOf(bad.getMessage()).startsWith(DrawnFaces.name(0, 2) + ": image: "));
  }

  @Test
  void photoWithoutLandmarks_isBad_whereOthersHaveSome() throws Exception {
    DrawnFaces.write(root, 1);
    PeopleFolder faces = PeopleFolder.open(root, Map.of(), decoder);
    BadPhotoException bad = assertThrows(BadPhotoException.class, () -> faces.photo(0));
    assertTrue(String.valueOf(bad.getMessage()).contains("no landmarks"));
  }

  @Test
  void photoThatWasDeleted_isBad() throws Exception {
    DrawnFaces.write(root, 1);
    PeopleFolder faces = PeopleFolder.open(root, null, decoder);
    Files.delete(root.resolve(DrawnFaces.name(0, 1)));
    BadPhotoException bad = assertThrows(BadPhotoException.class, () -> faces.photo(0));
    assertEquals(DrawnFaces.name(0, 1) + ": no such file", bad.getMessage());
  }

  @Test
  void viewOneTrainingPeople_areFoundWithAllTheirPhotosAndLandmarks() throws Exception {
    Path lfw = SharedData.require("data/lfw");
    PeopleFolder faces =
        PeopleFolder.open(
            lfw.resolve("images"),
            PeopleList.read(lfw.resolve("peopleDevTrain.txt")),
            LandmarksFile.read(lfw.resolve("landmarks.txt")),
            decoder);
    assertEquals(4038, faces.people());
    assertEquals(9525, faces.size());
    for (int i = 0; i < faces.size(); i += 1000) {
      assertEquals(250, faces.photo(i).pixels().width());
    }
  }

  private static List<Integer> labels(FaceSource faces) {
    return IntStream.range(0, faces.size()).map(faces::label).boxed().toList();
  }

  private static String message(Executable opening) {
    return String.valueOf(assertThrows(BadDataException.class, opening).getMessage());
  }
}
