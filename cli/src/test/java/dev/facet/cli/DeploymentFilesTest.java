package dev.facet.cli;

import static dev.facet.cli.DeploymentFiles.assignments;
import static dev.facet.cli.DeploymentFiles.compose;
import static dev.facet.cli.DeploymentFiles.config;
import static dev.facet.cli.DeploymentFiles.image;
import static dev.facet.cli.DeploymentFiles.inCluster;
import static dev.facet.cli.DeploymentFiles.text;
import static dev.facet.cli.DeploymentFiles.tree;
import static dev.facet.cli.DeploymentFiles.yaml;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.telemetry.ServerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds what is in the directory deploy to the server, and its files to each other. */
class DeploymentFilesTest {
  private static final String DEPLOYMENT = "kubernetes/deployment.yaml";
  private static final Pattern VARIABLE = Pattern.compile("\\bFACET_[A-Z_]*[A-Z]\\b");
  private static final Pattern TIMER =
      Pattern.compile("\\b(facet_[a-z_]+?)_seconds(?:_(?:sum|count|bucket))?\\b");
  private static final Set<String> PROBES = Set.of("/healthz", "/readyz");

  @Test
  void settings_areTakenByTheServer() {
    assertAll(
        () -> config(image()),
        () -> config(compose("compose.yaml")),
        () -> config(compose("compose.yaml", "compose.secure.yaml")),
        () -> inCluster(DEPLOYMENT),
        () -> inCluster("kubernetes-gpu/deployment.yaml"),
        () -> config(assignments("systemd/facet.env")),
        () -> config(assignments("systemd/gpu.conf")));
  }

  @Test
  void everyVariable_isASetting() throws IOException {
    Set<String> known = new TreeSet<>(Set.of("FACET_JAVA_OPTS"));
    tree(config(Map.of()))
        .properties()
        .forEach(
            section ->
                section
                    .getValue()
                    .fieldNames()
                    .forEachRemaining(
                        key ->
                            known.add(
                                ("FACET_" + section.getKey() + "_" + key)
                                    .replace('-', '_')
                                    .toUpperCase(Locale.ROOT))));
    for (Path file : DeploymentFiles.all()) {
      Set<String> unknown = found(VARIABLE, 0, Files.readString(file));
      unknown.removeAll(known);
      assertEquals(Set.of(), unknown, file.toString());
    }
  }

  @Test
  void whoEndsAServer_givesItTheTimeThatItTakes() throws IOException {
    JsonNode pod = yaml(DEPLOYMENT).at("/spec/template/spec");
    Duration toDrain = seconds(pod.at("/containers/0/lifecycle/preStop/exec/command/1"));
    Duration inPod = seconds(pod.get("terminationGracePeriodSeconds"));
    Duration inCompose =
        seconds(yaml("compose/compose.yaml").at("/services/facet/stop_grace_period"));

    assertLonger(inPod, end(inCluster(DEPLOYMENT)).plus(toDrain));
    assertLonger(inCompose, end(config(compose("compose.yaml"))));
    assertLonger(
        DeploymentFiles.inUnit("TimeoutStopSec"), end(config(assignments("systemd/facet.env"))));
  }

  @Test
  void ports_areThoseOnWhichTheServerListens() throws IOException {
    JsonNode cluster = tree(inCluster(DEPLOYMENT));
    Map<String, String> ports =
        StreamSupport.stream(
                yaml(DEPLOYMENT).at("/spec/template/spec/containers/0/ports").spliterator(), false)
            .collect(
                Collectors.toMap(
                    port -> port.get("name").asText(), port -> port.get("containerPort").asText()));
    String calls = cluster.at("/server/port").asText();
    String http = cluster.at("/http/port").asText();

    assertEquals(Map.of("grpc", calls, "http", http), ports);
    assertEquals("0.0.0.0", cluster.at("/http/host").asText());
    assertEquals(calls, yaml("kubernetes/service.yaml").at("/spec/ports/0/port").asText());
    assertTrue(text("docker/Dockerfile").contains("EXPOSE " + calls + " " + http + "\n"));
    assertTrue(text("docker/healthy").contains("${FACET_HTTP_PORT:-" + http + "}"));
    assertTrue(text("compose/prometheus.yml").contains("\"facet:" + http + "\""));
    assertEquals(
        "127.0.0.1:" + calls + ":" + calls,
        yaml("compose/compose.yaml").at("/services/facet/ports/0").asText());
  }

  @Test
  void namesOfPorts_areThoseOfTheContainer() throws IOException {
    Set<String> named = new TreeSet<>();
    named.addAll(yaml("kubernetes/service.yaml").findValuesAsText("targetPort"));
    named.addAll(yaml("kubernetes/network.yaml").findValuesAsText("port"));
    named.addAll(yaml("kubernetes/monitoring/pod-monitor.yaml").findValuesAsText("port"));
    assertEquals(Set.of("grpc", "http"), named);
  }

  @Test
  void probes_askWhatTheServerAnswers() throws IOException {
    JsonNode container = yaml(DEPLOYMENT).at("/spec/template/spec/containers/0");
    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
      JsonNode asked = container.get(probe).get("httpGet");
      assertEquals("http", asked.get("port").asText(), probe);
      assertTrue(PROBES.contains(asked.get("path").asText()), asked::toString);
    }
    assertTrue(text("docker/healthy").contains("GET /readyz "));
    assertFalse(tree(inCluster(DEPLOYMENT)).at("/http/tls").asBoolean(true), "they speak no TLS");
    assertFalse(tree(config(image())).at("/http/tls").asBoolean(true), "it speaks no TLS");
  }

  @Test
  void timers_areThoseThatTheServerKeeps() throws IOException {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ServerMetrics metrics = new ServerMetrics(meters);
    metrics.gate("face");
    metrics.preprocessing();
    metrics.inference("face");
    Set<String> kept =
        meters.getMeters().stream()
            .map(meter -> meter.getId().getName().replace('.', '_'))
            .collect(Collectors.toSet());
    for (Path file : DeploymentFiles.all()) {
      Set<String> unknown = found(TIMER, 1, Files.readString(file));
      unknown.removeAll(kept);
      assertEquals(Set.of(), unknown, file.toString());
    }
  }

  @Test
  void autoscaler_asksForTheMetricThatTheAdapterGives() throws IOException {
    JsonNode rule = yaml("kubernetes/monitoring/prometheus-adapter.yaml").at("/rules/custom/0");
    JsonNode metric = yaml("kubernetes/autoscaling.yaml").at("/spec/metrics/0/pods/metric");
    assertEquals(rule.at("/name/as"), metric.get("name"));
  }

  @Test
  void pods_mayDoNothingThatTheyNeedNot() throws IOException {
    for (JsonNode pod :
        List.of(
            yaml(DEPLOYMENT).at("/spec/template/spec"),
            yaml("kubernetes/publisher.yaml").at("/spec"))) {
      String user = pod.at("/securityContext/runAsUser").asText();
      assertTrue(text("docker/Dockerfile").contains("\nUSER " + user + ":" + user + "\n"), user);
      assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
      assertFalse(pod.get("enableServiceLinks").asBoolean(true), "variables named after services");
      assertFalse(pod.get("automountServiceAccountToken").asBoolean(true));
      pod.get("containers").forEach(DeploymentFilesTest::assertRestricted);
      pod.path("initContainers").forEach(DeploymentFilesTest::assertRestricted);
    }
  }

  private static void assertRestricted(JsonNode container) {
    JsonNode context = container.get("securityContext");
    assertTrue(context.get("readOnlyRootFilesystem").asBoolean(), container::toString);
    assertFalse(context.get("allowPrivilegeEscalation").asBoolean(true), container::toString);
    assertEquals("ALL", context.at("/capabilities/drop/0").asText());
  }

  /** How long a server may take to end. */
  private static Duration end(ServerConfig config) {
    return config.server().gracePeriod().plus(BoundedExit.BOUND);
  }

  private static void assertLonger(Duration given, Duration taken) {
    assertTrue(given.compareTo(taken) > 0, () -> given + " given, " + taken + " taken");
  }

  private static Duration seconds(JsonNode node) {
    return Duration.ofSeconds(Long.parseLong(node.asText().replaceFirst("s$", "")));
  }

  private static Set<String> found(Pattern pattern, int group, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(group))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
