package dev.facet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The launcher script as a process, in a repository of its own, with a {@code java} that prints how
 * it is called and a {@code mvn} that builds an empty jar.
 */
class LauncherTest {
  private static final List<String> MODULES =
      List.of("bom", "proto", "model", "server", "client-sdk", "trainer", "benchmarks", "cli");

  private final Path directory;
  private final Path repository;
  private final Path tools;

  LauncherTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    Path script = Path.of("..", "facet");
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "skipped: no POSIX shell");
    repository = Files.createDirectory(directory.resolve("a repository"));
    tools = Files.createDirectory(directory.resolve("tools"));
    Files.copy(script, repository.resolve("facet"));
    makeExecutable(repository.resolve("facet"));
    Files.createFile(repository.resolve("pom.xml"));
    for (String module : MODULES) {
      Path sources = Files.createDirectories(repository.resolve(module).resolve("src/main"));
      Files.createFile(sources.resolve("Source.java"));
    }
    age(repository, Instant.parse("2020-01-01T00:00:00Z"));
    tool(
        "java",
        """
        if [ "$1" = -version ]; then echo "openjdk version \\"${FAKE_VERSION:-17.0.1}\\""; exit; fi
        echo "FACET_JAVA_OPTS=${FACET_JAVA_OPTS:-unset}"
        echo "MXNET_LIBRARY_PATH=${MXNET_LIBRARY_PATH:-unset}"
        for argument; do echo "<$argument>"; done
        exit 7
        """);
    tool(
        "mvn",
        "mkdir -p cli/target; echo built; echo \"$*\" > mvn.log; touch cli/target/facet-cli.jar");
  }

  @Test
  void missingBuild_isBuiltWithItsOutputOnStderr() throws Exception {
    Run run = facet(Map.of(), "models", "list");

    assertTrue(run.err().contains("facet: building"), run.err());
    assertTrue(run.err().contains("built"), run.err());
    assertFalse(run.out().contains("built"), run.out());
    assertTrue(Files.readString(repository.resolve("mvn.log")).contains("-pl cli -am package"));
  }

  @Test
  void builtRepository_isNotBuiltAgain() throws Exception {
    facet(Map.of(), "models");
    Run run = facet(Map.of(), "models");
    assertFalse(run.err().contains("building"), run.err());
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void newerSourceOfAnyModule_isBuilt(String module) throws Exception {
    facet(Map.of(), "models");
    age(repository.resolve(module + "/src/main/Source.java"), Instant.now().plusSeconds(60));
    Run run = facet(Map.of(), "models");
    assertTrue(run.err().contains("building"), run.err());
  }

  @Test
  void newerTest_isNotBuilt() throws Exception {
    facet(Map.of(), "models");
    Path test = Files.createDirectories(repository.resolve("server/src/test")).resolve("T.java");
    Files.createFile(test);
    age(test, Instant.now().plusSeconds(60));
    Run run = facet(Map.of(), "models");
    assertFalse(run.err().contains("building"), run.err());
  }

  @Test
  void failedBuild_endsTheLauncher() throws Exception {
    tool("mvn", "exit 1");
    Run run = facet(Map.of(), "models");
    assertEquals(1, run.exit());
    assertTrue(run.err().contains("facet: the build failed"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void arguments_reachTheCommandAsTheyAre() throws Exception {
    Run run = facet(Map.of(), "embed", "two words.jpg", "*", "");

    String jar = repository.toRealPath().resolve("cli/target/facet-cli.jar").toString();
    assertTrue(
        run.out().endsWith("<-jar>\n<" + jar + ">\n<embed>\n<two words.jpg>\n<*>\n<>\n"),
        run.out());
    assertEquals(7, run.exit(), "the command's own exit code");
  }

  @Test
  void linkInAnotherDirectory_findsTheRepository() throws Exception {
    Path first =
        Files.createSymbolicLink(directory.resolve("first"), Path.of("a repository/facet"));
    Path second = Files.createSymbolicLink(tools.resolve("second"), first);

    Run run = run(second, Map.of(), "models");

    assertTrue(
        run.out().contains(repository.toRealPath() + "/cli/target/facet-cli.jar"), run.out());
  }

  @Test
  void javaOptions_comeLastAndAreHiddenFromTheServer() throws Exception {
    Run run = facet(Map.of("FACET_JAVA_OPTS", "-Xmx9g -Dx=y"), "serve");

    List<String> lines = run.out().lines().toList();
    assertTrue(lines.contains("FACET_JAVA_OPTS=unset"), run.out());
    assertTrue(lines.indexOf("<-Xmx2g>") < lines.indexOf("<-Xmx9g>"), run.out());
    assertTrue(lines.contains("<-Dx=y>"), run.out());
    assertTrue(lines.contains("<-XX:MaxDirectMemorySize=1g>"), run.out());
  }

  @Test
  void shareOfTheMemory_takesThePlaceOfTheSize() throws Exception {
    Run run = facet(Map.of("FACET_JAVA_OPTS", "-XX:MaxRAMPercentage=40"), "serve");

    assertTrue(run.out().contains("<-XX:MaxRAMPercentage=40>"), run.out());
    assertFalse(run.out().contains("<-Xmx"), run.out());
  }

  @Test
  void installation_isTakenAsItIs_withItsNativeLibraries() throws Exception {
    Path installation = installation();
    Run run = run(installation.resolve("facet"), Map.of(), "serve");

    Path natives = installation.toRealPath().resolve("natives");
    assertEquals("", run.err(), "nothing is looked for that only a repository has");
    assertTrue(run.out().contains("<-Djna.boot.library.path=" + natives + ">"), run.out());
    assertTrue(run.out().contains("MXNET_LIBRARY_PATH=" + natives + "\n"), run.out());
    assertTrue(
        run.out().endsWith("<" + natives.resolveSibling("facet-cli.jar") + ">\n<serve>\n"),
        run.out());
  }

  @Test
  void otherMxnetThanTheInstallations_isLeftToBe() throws Exception {
    Run run =
        run(installation().resolve("facet"), Map.of("MXNET_LIBRARY_PATH", "/opt/mxnet"), "serve");
    assertTrue(run.out().contains("MXNET_LIBRARY_PATH=/opt/mxnet\n"), run.out());
  }

  @Test
  void stderrThatIsNoTerminal_isNotCalledOne() throws Exception {
    assertFalse(facet(Map.of(), "serve").out().contains("facet.terminal"));
  }

  @Test
  void olderJava_isRefused() throws Exception {
    Run run = facet(Map.of("FAKE_VERSION", "11.0.2"), "serve");
    assertEquals(1, run.exit());
    assertEquals("facet: Java 11 (expected: 17 or newer)\n", run.err());
  }

  @Test
  void newerJava_isToldThatUnsafeMemoryAccessIsKnown() throws Exception {
    String option = "<--sun-misc-unsafe-memory-access=allow>";
    assertTrue(facet(Map.of("FAKE_VERSION", "25"), "serve").out().contains(option));
    assertFalse(facet(Map.of("FAKE_VERSION", "21.0.1"), "serve").out().contains(option));
  }

  private Path installation() throws IOException {
    Path installation = Files.createDirectory(directory.resolve("an installation"));
    Files.copy(repository.resolve("facet"), installation.resolve("facet"));
    makeExecutable(installation.resolve("facet"));
    Files.createFile(installation.resolve("facet-cli.jar"));
    Files.createDirectory(installation.resolve("natives"));
    return installation;
  }

  private record Run(int exit, String out, String err) {}

  private Run facet(Map<String, String> environment, String... arguments) throws Exception {
    return run(repository.resolve("facet"), environment, arguments);
  }

  private Run run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("FACET_JAVA_OPTS");
    builder.environment().remove("MXNET_LIBRARY_PATH");
    builder.environment().merge("PATH", tools + ":", (path, first) -> first + path);
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new Run(exit, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private void tool(String name, String body) throws IOException {
    Path script = tools.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + body);
    makeExecutable(script);
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void age(Path path, Instant time) throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(time));
      }
    }
  }
}
