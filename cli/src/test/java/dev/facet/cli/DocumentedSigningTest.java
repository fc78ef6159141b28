package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signs a version and verifies it by the commands of docs/security.md. */
class DocumentedSigningTest {
  private static final Path PAGE = Path.of("../docs/security.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");

  private final Path directory;

  DocumentedSigningTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void keyOfOpenssl_signsWhatOpensslVerifies() throws Exception {
    assumeTrue(run("openssl version") == 0, "needs openssl");
    Path version = TinyModel.write(directory.resolve("models"), "face", 3, 1).directory();

    assertEquals(0, run(block("openssl genpkey")), this::output);
    CommandRun signed =
        CommandRun.facet(
            "models",
            "sign",
            "face",
            "--key",
            directory.resolve("model-key.pem"),
            "--models",
            directory.resolve("models"));
    assertEquals(0, signed.exit(), signed.err());
    assertEquals(0, run(block("sha256sum\n")), this::output);
    String fingerprint = output().substring(0, 64);
    assertTrue(signed.out().contains("key     " + fingerprint), signed.out());

    String verify =
        "cd '%s'\n".formatted(version)
            + block("openssl pkeyutl")
                .replace("model-keys.pem", "'" + made("model-keys.pem") + "'");
    assertEquals(0, run(verify), this::output);
    assertTrue(output().contains("Signature Verified Successfully"), output());
    for (String file : List.of("model-0000.params", "model-symbol.json", "model.yaml")) {
      assertTrue(output().contains(file + ": OK"), output());
    }

    Files.writeString(version.resolve("model.yaml"), "other");
    assertFalse(run(verify) == 0, "a file has changed");
    Files.writeString(
        version.resolve("model.sig"),
        Files.readString(version.resolve("model.sig")).replace("version 3", "version 4"));
    assertFalse(run(verify) == 0, "the statement has changed");
  }

  private static String block(String text) throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1))
            .filter(block -> block.contains(text))
            .toList();
    assertEquals(1, blocks.size(), text);
    return blocks.get(0);
  }

  private Path made(String file) {
    return directory.resolve(file);
  }

  private String output() {
    try {
      return Files.readString(made("output.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private int run(String commands) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-ec", commands)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(made("output.txt").toFile())
        .start()
        .waitFor();
  }
}
