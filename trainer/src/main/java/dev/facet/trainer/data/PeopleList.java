package dev.facet.trainer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A list of people: a name a line. The lists of Labeled Faces in the Wild ({@code
 * peopleDevTrain.txt}) are read too: their first line is the number of people, and a number of
 * photos follows each name; neither is a person.
 */
public final class PeopleList {

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern COUNT = Pattern.compile("\\s+\\d+$");

  private PeopleList() {}

  /**
   * Reads a list; blank lines and those that begin with {@code #} are skipped.
   *
   * @return the names, in the order of the file
   * @throws BadDataException if a name comes twice or is no name of a directory, or if there are
   *     not as many as the first line says
   * @throws IOException if the file cannot be read
   */
  public static List<String> read(Path file) throws IOException {
    List<String> lines =
        Files.readAllLines(file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    boolean counted = !lines.isEmpty() && NUMBER.matcher(lines.get(0)).matches();
    Set<String> names = new LinkedHashSet<>();
    for (String line : lines.subList(counted ? 1 : 0, lines.size())) {
      String name = COUNT.matcher(line).replaceFirst("");
      if (name.contains("/") || name.contains("\\") || name.startsWith(".")) {
        throw new BadDataException(file, name + ": no name of a directory");
      }
      if (!names.add(name)) {
        throw new BadDataException(file, name + ": listed twice (expected: once)");
      }
    }
    if (counted && !lines.get(0).equals(Integer.toString(names.size()))) {
      throw new BadDataException(
          file, names.size() + " people (expected: " + lines.get(0) + ", as the first line says)");
    }
    return List.copyOf(names);
  }
}
