package dev.facet.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The command takes what the pages tell to type, but for files that they only suppose. Whether it
 * does what they say, other tests tell.
 */
class DocumentedCommandsTest {
  private static final Pattern SUPPOSED =
      Pattern.compile("\\(expected: a (directory|file that can be read)\\)$");

  /** A line after a prompt, after a variable, or by itself; up to a comment, over escaped ends. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?m)^(?:\\$ |\\w+=(?:'[^']*'|\"[^\"]*\") )?\\./facet ((?:[^\\n#\\\\]|\\\\\\n)+)");

  static List<String> commands() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("../README.md")));
    try (Stream<Path> files = Files.list(Path.of("../docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    List<String> commands = new ArrayList<>();
    for (Path page : pages) {
      COMMAND
          .matcher(Files.readString(page))
          .results()
          .map(match -> match.group(1).replace("\\\n", "").strip())
          .forEach(commands::add);
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void documentedCommand_isOne(String command) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    CommandLine facet = Facet.commandLine(new Console(nowhere, nowhere, false));
    try {
      facet.parseArgs(command.split(" +"));
    } catch (ParameterException e) {
      if (!SUPPOSED.matcher(String.valueOf(e.getMessage())).find()) {
        throw e;
      }
    }
  }
}
