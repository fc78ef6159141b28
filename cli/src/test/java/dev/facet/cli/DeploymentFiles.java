package dev.facet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.facet.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the files of the directory deploy say. */
final class DeploymentFiles {
  static final Path DEPLOY = Path.of("../deploy");
  static final Path PAGE = Path.of("../docs/deployment.md");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\b(FACET_[A-Z_]+)=(?:\"([^\"]*)\"|(\\S*))");
  private static final Pattern SECONDS = Pattern.compile("(?m)^(\\w+)=(\\d+)$");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private DeploymentFiles() {}

  static String text(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file));
  }

  static JsonNode yaml(String file) throws IOException {
    return YAML.readTree(DEPLOY.resolve(file).toFile());
  }

  /** All files that are kept, and the page that tells of them. */
  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return Stream.concat(
              files.filter(Files::isRegularFile).filter(file -> !isFetched(file)), Stream.of(PAGE))
          .sorted()
          .toList();
    }
  }

  private static boolean isFetched(Path file) {
    return file.toString().contains("node_modules") || file.endsWith("package-lock.json");
  }

  /** What the image sets. */
  static Map<String, String> image() throws IOException {
    return assignments("docker/Dockerfile");
  }

  /** What the image, and over it a compose file, sets for the server. */
  static Map<String, String> compose(String... files) throws IOException {
    Map<String, String> variables = new HashMap<>(image());
    for (String file : files) {
      yaml("compose/" + file)
          .at("/services/facet/environment")
          .properties()
          .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
    }
    return variables;
  }

  /** What the image, and over it the container of a deployment, sets. */
  static Map<String, String> kubernetes(String deployment) throws IOException {
    Map<String, String> variables = new HashMap<>(image());
    yaml(deployment)
        .at("/spec/template/spec/containers/0/env")
        .forEach(
            variable ->
                variables.put(variable.get("name").asText(), variable.get("value").asText()));
    return variables;
  }

  /** What a file assigns to variables of ours, also where that is only proposed in a comment. */
  static Map<String, String> assignments(String file) throws IOException {
    Map<String, String> variables = new HashMap<>();
    Matcher assignment = ASSIGNMENT.matcher(text(file));
    while (assignment.find()) {
      String quoted = assignment.group(2);
      variables.put(assignment.group(1), quoted == null ? assignment.group(3) : quoted);
    }
    return variables;
  }

  /** The settings of the servers in a cluster. */
  static ServerConfig inCluster(String deployment) throws IOException {
    Path settings = DEPLOY.resolve("kubernetes/facet.yaml");
    return ServerConfig.load(Optional.of(settings), kubernetes(deployment), Map.of());
  }

  static ServerConfig config(Map<String, String> environment) {
    return ServerConfig.load(Optional.empty(), environment, Map.of());
  }

  /** A configuration as it is written. */
  static JsonNode tree(ServerConfig config) throws IOException {
    return YAML.readTree(config.toYaml());
  }

  /** Seconds that the service's unit gives for something. */
  static Duration inUnit(String key) throws IOException {
    return SECONDS
        .matcher(text("systemd/facet.service"))
        .results()
        .filter(line -> line.group(1).equals(key))
        .map(line -> Duration.ofSeconds(Long.parseLong(line.group(2))))
        .findFirst()
        .orElseThrow();
  }
}
