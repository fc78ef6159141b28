package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairListTest {

  private static Path write(Path directory, String content) throws IOException {
    return Files.writeString(directory.resolve("pairs.txt"), content);
  }

  private static void requireRefusal(Path file, String expected) {
    BadListException e = assertThrows(BadListException.class, () -> PairList.read(file));
    assertEquals(file + expected, e.getMessage());
  }

  @Test
  void viewOne_isOneFold(@TempDir Path directory) throws Exception {
    Path file =
        write(directory, "2\nAda\t1\t2\nBob 13 4\nAda\t1\tBob\t2\nCarl_Gustav 1 Ada 10000\n\n");
    List<FacePair> expected =
        List.of(
            new FacePair("Ada/Ada_0001.jpg", "Ada/Ada_0002.jpg", true),
            new FacePair("Bob/Bob_0013.jpg", "Bob/Bob_0004.jpg", true),
            new FacePair("Ada/Ada_0001.jpg", "Bob/Bob_0002.jpg", false),
            new FacePair("Carl_Gustav/Carl_Gustav_0001.jpg", "Ada/Ada_10000.jpg", false));
    assertEquals(List.of(expected), PairList.read(file).folds());
    assertEquals(expected, PairList.read(file).pairs());
  }

  @Test
  void viewTwo_hasTheFoldsOfItsHeader(@TempDir Path directory) throws Exception {
    Path file = write(directory, "2 1\nA 1 2\nA 1 B 1\nB 3 4\nB 1 C 1\n");
    PairList list = PairList.read(file);
    assertEquals(2, list.folds().size());
    assertFalse(list.ofVideos());
    assertEquals(
        List.of(
            new FacePair("B/B_0003.jpg", "B/B_0004.jpg", true),
            new FacePair("B/B_0001.jpg", "C/C_0001.jpg", false)),
        list.folds().get(1));
    assertEquals(4, list.pairs().size());
  }

  @Test
  void listOfVideos_hasTheFoldsOfItsLines(@TempDir Path directory) throws Exception {
    Path file =
        write(
            directory,
            """
            split number, pair number in split, first name, second name, is same:
            1, 1, Ada/0, Ada/3, 1
            1, 2, Ada/0, Bob/1, 0

            2, 1, Bob/1,Bob/2,1
            """);
    PairList list = PairList.read(file);
    assertTrue(list.ofVideos());
    assertEquals(
        List.of(
            List.of(new FacePair("Ada/0", "Ada/3", true), new FacePair("Ada/0", "Bob/1", false)),
            List.of(new FacePair("Bob/1", "Bob/2", true))),
        list.folds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1, 1, A/0, A/3          | 4 fields (expected: fold, number, video, video, 1 or 0)
          2, 1, A/0, A/3, 1       | fold: 2 (expected: the folds one after the other, from 1)
          1, 1, A, A/3, 1         | video: A (expected: a person and a video, as Ann/1)
          1, 1, A/0, A/../3, 1    | video: A/../3 (expected: a person and a video, as Ann/1)
          1, 1, A/0, A/3, 2       | is same: 2 (expected: 1 for one person, 0 for two)
          ''                      | the file ends (expected: a line for each pair of videos)
          """)
  void badLineOfVideos_isNamedByItsNumber(String line, String problem, @TempDir Path directory)
      throws Exception {
    Path file = write(directory, "fold, pair, first, second, same\n" + line);
    requireRefusal(file, ":2: " + problem);
  }

  @Test
  void badLine_isNamedByItsNumber(@TempDir Path directory) throws Exception {
    requireRefusal(
        write(directory, "1\nAda 1 Bob 2\nAda 1 Bob 2\n"),
        ":2: 4 fields (expected: a name and two numbers, for photos of one person)");
    requireRefusal(
        write(directory, "1\nAda 1 2\nAda 1 2\n"),
        ":3: 3 fields (expected: a name and a number, twice, for photos of two people)");
    requireRefusal(
        write(directory, "1\nAda 1 zwei\nAda 1 Bob 2\n"),
        ":2: photo: zwei (expected: 1 to 1000000)");
    requireRefusal(
        write(directory, "1\nAda 0 1\nAda 1 Bob 2\n"), ":2: photo: 0 (expected: 1 to 1000000)");
  }

  @Test
  void headerThatDoesNotFit_isRefused(@TempDir Path directory) throws Exception {
    requireRefusal(
        write(directory, "2\nAda 1 2\n"),
        ":3: the file ends (expected: as many pairs as its first line announces)");
    requireRefusal(
        write(directory, "1\nAda 1 2\nAda 1 Bob 2\nAda 1 Bob 3\n"),
        ":4: more lines than the first line announces (expected: the end)");
    requireRefusal(write(directory, "pairs\n"), ":1: pairs: pairs (expected: 1 to 1000000)");
    requireRefusal(
        write(directory, "1 2 3\n"),
        ":1: 3 fields (expected: the number of pairs, or of folds and pairs)");
    requireRefusal(
        write(directory, ""),
        ":1: the file ends (expected: as many pairs as its first line announces)");
  }

  @Test
  void officialList_namesPhotosThatExist() throws Exception {
    PairList list = PairList.read(SharedData.require("data/lfw/pairsDevTest.txt"));
    Path images = SharedData.require("data/lfw/images");
    assertEquals(1000, list.pairs().size());
    assertEquals(500, list.pairs().stream().filter(FacePair::same).count());
    for (FacePair pair : list.pairs()) {
      for (String photo : List.of(pair.first(), pair.second())) {
        assertTrue(Files.exists(images.resolve(photo)), photo);
      }
    }
  }
}
