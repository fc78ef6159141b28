package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.TinyModel;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's project with gRPC's xDS on its class path: the client goes where a control plane leads
 * it, by the weights that this gives.
 */
class XdsFleetTest {
  @Test
  void xdsTarget_isFollowedByItsWeights(@TempDir Path directory) throws Exception {
    ConsumerProject project =
        new ConsumerProject(Files.createDirectory(directory.resolve("consumer")), "grpc-xds");
    project.add("XdsFleet", code());
    project.build();
    TinyModel.write(directory.resolve("heavy"), "heavy", 1, 1);
    TinyModel.write(directory.resolve("light"), "light", 1, 2);
    Path photo = directory.resolve("ann.jpg");
    TestPhotos.jpeg(photo, 1);

    try (RunningServer heavy = RunningServer.of(directory.resolve("heavy"));
        RunningServer light = RunningServer.of(directory.resolve("light"))) {
      CommandRun run = project.run("XdsFleet", directory, port(heavy), port(light), photo);

      assertEquals(0, run.exit(), run.err());
      Matcher answers = Pattern.compile("\\{heavy=(\\d+), light=(\\d+)\\}\n").matcher(run.out());
      assertTrue(answers.matches(), run.out() + run.err());
      assertEquals(400, count(answers, 1) + count(answers, 2));
      // Drawn at random: of 400 with 3 to 1, six deviations from 300.
      assertEquals(300, count(answers, 1), 52, run.out());
    }
  }

  private static int count(Matcher answers, int group) {
    return Integer.parseInt(answers.group(group));
  }

  private static int port(RunningServer server) {
    return server.server().address().getPort();
  }

  private static String code() throws Exception {
    try (InputStream code =
        Objects.requireNonNull(XdsFleetTest.class.getResourceAsStream("/consumer/XdsFleet.java"))) {
      return new String(code.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
