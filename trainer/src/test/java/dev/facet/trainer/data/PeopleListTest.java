package dev.facet.trainer.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleListTest {

  private final Path directory;

  PeopleListTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void plainNames_areReadInOrder() throws Exception {
    assertEquals(List.of("Zoe", "Adam Smith"), read("# two people\nZoe\n\n  Adam Smith \n"));
  }

  @Test
  void lfwList_hasCountsThatAreNoPeople() throws Exception {
    assertEquals(List.of("AJ_Cook", "Aaron_Eckhart"), read("2\nAJ_Cook\t1\nAaron_Eckhart\t12\n"));
  }

  @Test
  void wrongNumberOfPeople_isRefused() {
    assertMessage("3\nAJ_Cook\t1\n", "1 people (expected: 3, as the first line says)");
  }

  @Test
  void nameThatComesTwice_isRefused() {
    assertMessage("Zoe\nZoe 2\n", "Zoe: listed twice (expected: once)");
  }

  @Test
  void nameThatLeavesTheFolder_isRefused() {
    assertMessage("../Zoe\n", "../Zoe: no name of a directory");
    assertMessage("..\n", "..: no name of a directory");
  }

  private List<String> read(String text) throws Exception {
    return PeopleList.read(Files.writeString(directory.resolve("people.txt"), text));
  }

  private void assertMessage(String text, String problem) {
    BadDataException bad = assertThrows(BadDataException.class, () -> read(text));
    assertEquals(directory.resolve("people.txt") + ": " + problem, bad.getMessage());
  }
}
