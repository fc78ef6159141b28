package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.client.FacetClient;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A project of a user, which has of Facet what the guide tells to write into its {@code pom.xml}.
 * It is built by the Maven of this build, with a local repository of its own: in there is what
 * {@code mvn install} would put there; all else comes from the local repository of this build, and
 * nothing from elsewhere.
 */
final class ConsumerProject {
  private static final Path ROOT = Path.of("..");
  private static final Path GUIDE = ROOT.resolve("docs/client-sdk.md");
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private final Path directory;
  private final Path repository;

  /**
   * Makes the project in an empty directory; skips the test where it cannot be built.
   *
   * @param added artifacts of gRPC that it has besides
   */
  ConsumerProject(Path directory, String... added) throws Exception {
    this.directory = directory;
    this.repository = directory.resolve("repository");
    install("facet-bom", "bom");
    install("facet-parent", ".");
    install("facet-proto", "proto", Class.forName("dev.facet.v1.FaceImage"));
    install("facet-client-sdk", "client-sdk", FacetClient.class);
    Files.writeString(
        directory.resolve("settings.xml"),
        """
        <settings>
          <mirrors>
            <mirror><id>this-build</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
          </mirrors>
        </settings>
        """
            .formatted(Path.of(property("maven.repo.local")).toUri()));
    Files.writeString(
        directory.resolve("pom.xml"),
        """
        <project>
        <modelVersion>4.0.0</modelVersion>
        <groupId>org.example</groupId>
        <artifactId>consumer</artifactId>
        <version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        %s</project>
        """
            .formatted(dependencies(added)));
  }

  private static String dependencies(String... added) throws IOException {
    String ofGuide = only(Files.readString(GUIDE), "(?ms)^```xml\\n(.*?)^```$");
    if (added.length == 0) {
      return ofGuide;
    }
    StringBuilder more = new StringBuilder();
    for (String artifact : added) {
      more.append("<dependency><groupId>io.grpc</groupId><artifactId>")
          .append(artifact)
          .append("</artifactId></dependency>");
    }
    // As this build has it: of the version that gRPC asks for, only a part may be there.
    String gson =
        "<dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>"
            + only(Files.readString(ROOT.resolve("pom.xml")), "<gson.version>(.*?)</gson.version>")
            + "</version></dependency>";
    int managed = ofGuide.indexOf("</dependencies>");
    int end = ofGuide.lastIndexOf("</dependencies>");
    return ofGuide.substring(0, managed)
        + gson
        + ofGuide.substring(managed, end)
        + more
        + ofGuide.substring(end);
  }

  /** Adds a class of the unnamed package. */
  void add(String className, String code) throws IOException {
    Path sources = Files.createDirectories(directory.resolve("src/main/java"));
    Files.writeString(sources.resolve(className + ".java"), code);
  }

  /** Builds it. */
  void build() throws Exception {
    maven(
        "-Dmdep.includeScope=runtime",
        "-Dmdep.outputFile=" + directory.resolve("classpath.txt"),
        goal("maven-compiler-plugin", "compile"),
        goal("maven-dependency-plugin", "build-classpath"));
  }

  /** Checks that Maven has nothing to choose between. */
  void requireOneVersionOfEach() throws Exception {
    maven("-Drules=requireUpperBoundDeps", goal("maven-enforcer-plugin", "enforce"));
  }

  private void maven(String... arguments) throws Exception {
    String maven = File.separatorChar == '/' ? "mvn" : "mvn.cmd";
    Path settings = directory.resolve("settings.xml");
    List<Object> command =
        new ArrayList<>(
            List.of(
                Path.of(property("maven.home"), "bin", maven),
                "-B",
                "-q",
                "-ntp",
                "-s",
                settings,
                "-gs",
                settings,
                "-Dmaven.repo.local=" + repository));
    command.addAll(List.of(arguments));
    CommandRun run = run(directory, command.toArray());
    assertEquals(0, run.exit(), run.out() + run.err());
  }

  /** Runs a class in a directory. */
  CommandRun run(String className, Path workingDirectory, Object... arguments) throws Exception {
    List<Object> command =
        new ArrayList<>(
            List.of(
                Path.of(property("java.home"), "bin", "java"),
                "-cp",
                directory.resolve("target/classes") + File.pathSeparator + classpath(),
                className));
    command.addAll(List.of(arguments));
    return run(workingDirectory, command.toArray());
  }

  /** What the dependency brings, itself included, by {@code group:artifact}: its size in bytes. */
  Map<String, Long> brought() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (String jar : classpath().split(File.pathSeparator, -1)) {
      Path path = repository.relativize(Path.of(jar));
      int artifact = path.getNameCount() - 3;
      String group = path.subpath(0, artifact).toString().replace(File.separatorChar, '.');
      sizes.put(group + ":" + path.getName(artifact), Files.size(Path.of(jar)));
    }
    return sizes;
  }

  private String classpath() throws IOException {
    return Files.readString(directory.resolve("classpath.txt"));
  }

  private Path install(String artifact, String module) throws IOException {
    Path target =
        Files.createDirectories(repository.resolve("dev/facet/" + artifact + "/" + VERSION));
    Files.copy(
        ROOT.resolve(module).resolve("pom.xml"), target.resolve(artifact + "-" + VERSION + ".pom"));
    return target;
  }

  private void install(String artifact, String module, Class<?> content) throws Exception {
    Path jar = Path.of(content.getProtectionDomain().getCodeSource().getLocation().toURI());
    assumeTrue(Files.isRegularFile(jar), "skipped: " + artifact + " is not packaged (mvn verify)");
    Files.copy(jar, install(artifact, module).resolve(artifact + "-" + VERSION + ".jar"));
  }

  /** A goal of the version that this build has. */
  private static String goal(String plugin, String goal) throws IOException {
    String version =
        only(
            Files.readString(ROOT.resolve("pom.xml")),
            "<artifactId>" + plugin + "</artifactId>\\s*<version>(.*?)</version>");
    return "org.apache.maven.plugins:" + plugin + ":" + version + ":" + goal;
  }

  private static String only(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertEquals(1, matcher.results().count(), () -> "matches of " + pattern);
    matcher.reset().find();
    return matcher.group(1);
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    assumeTrue(value != null, "skipped: no property " + name + ", which the build sets");
    return value;
  }

  private static CommandRun run(Path workingDirectory, Object... command) throws Exception {
    List<String> line = new ArrayList<>();
    Arrays.stream(command).map(Object::toString).forEach(line::add);
    Path out = Files.createTempFile(workingDirectory, "stdout-", ".txt");
    Path err = Files.createTempFile(workingDirectory, "stderr-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(workingDirectory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", property("java.home"));
    int exit = builder.start().waitFor();
    return new CommandRun(exit, Files.readString(out), Files.readString(err));
  }
}
