package dev.facet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Java blocks of a page, or of a class's Javadoc. They may use {@code client}, which talks to a
 * server, and {@code List<Path> files}, which are photos; beyond that each stands for itself. A
 * block of a page that must not be run, since it has no end, starts with {@code ```java no_run}.
 *
 * @param file the page or the class
 * @param blocks in their order
 */
record DocumentedCode(Path file, List<Block> blocks) {
  private static final Path ROOT = Path.of("..");
  private static final String ENDLESS = "```java no_run";
  private static final Pattern FENCED = Pattern.compile("(?ms)^```java(?: no_run)?\\n(.*?)^```$");
  private static final Pattern IN_JAVADOC = Pattern.compile("(?ms)<pre>\\{@code\\n(.*?)^}</pre>");

  /** One block, and whether it has an end. */
  record Block(String code, boolean ends) {}

  /** What tells of the Java client: pages, and the Javadoc of the client's own classes. */
  static List<DocumentedCode> all() throws IOException {
    List<DocumentedCode> found = new ArrayList<>();
    found.add(ofPage(ROOT.resolve("README.md")));
    for (Path page : files(ROOT.resolve("docs"), ".md")) {
      found.add(ofPage(page));
    }
    for (Path source : files(ROOT.resolve("client-sdk/src/main/java"), ".java")) {
      String withoutMargin = Files.readString(source).replaceAll("(?m)^ +\\* ?", "");
      found.add(new DocumentedCode(source, blocks(IN_JAVADOC, withoutMargin)));
    }
    found.removeIf(code -> code.blocks().isEmpty());
    return found;
  }

  private static List<Path> files(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static DocumentedCode ofPage(Path page) throws IOException {
    return new DocumentedCode(page, blocks(FENCED, Files.readString(page)));
  }

  private static List<Block> blocks(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> new Block(match.group(1), !match.group().startsWith(ENDLESS)))
        .toList();
  }

  /** The name of a class for it. */
  String className() {
    return file.getFileName().toString().replaceAll("\\W", "_");
  }

  /** A program that runs the blocks one after the other, on the server at an address. */
  String program(String address) {
    StringBuilder methods = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < blocks.size(); i++) {
      String code = blocks.get(i).code().replace("localhost:50051", address);
      methods.append("  static void block%d() throws Exception {\n%s  }\n".formatted(i + 1, code));
      if (blocks.get(i).ends()) {
        calls.append("    block%d();\n".formatted(i + 1));
      }
    }
    return """
    import dev.facet.client.*;
    import io.grpc.*;
    import java.awt.image.BufferedImage;
    import java.io.*;
    import java.nio.*;
    import java.nio.file.*;
    import java.time.*;
    import java.util.*;
    import java.util.concurrent.*;
    import java.util.stream.*;

    final class %s {
      static final FacetClient client =
          FacetClient.builder("%s")
              .plaintext()
              .options(EmbedOptions.DEFAULT.withDeadline(Duration.ofMinutes(1)))
              .build();
      static final List<Path> files = List.of(Path.of("ann.jpg"), Path.of("bob.jpg"));

    %s
      public static void main(String[] arguments) throws Exception {
        client.models(); // loads what a first call loads, for longer than an example may wait
    %s    client.close();
      }
    }
    """
        .formatted(className(), address, methods, calls);
  }

  @Override
  public String toString() {
    return ROOT.relativize(file).toString();
  }
}
