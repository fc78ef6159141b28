package dev.facet.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.server.config.AuthConfig;
import dev.facet.server.config.ServerConfig;
import io.grpc.ChannelCredentials;
import io.grpc.Status.Code;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/security.md says. */
class DocumentedSecurityTest {

  private static final Path PAGE = Path.of("..", "docs", "security.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```(?:sh)?\\n(.*?)```");

  private final Path directory;

  DocumentedSecurityTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void certificatesMadeByTheCommands_areTakenByServerAndClient() throws Exception {
    assumeTrue(run("openssl version") == 0, "needs openssl");

    for (String commands : blocksWith("openssl req")) {
      assertEquals(0, run(commands), commands);
    }

    ChannelCredentials client =
        TlsChannelCredentials.newBuilder()
            .trustManager(directory.resolve("ca.pem").toFile())
            .keyManager(
                directory.resolve("client.pem").toFile(), directory.resolve("client.key").toFile())
            .build();
    try (Credentials credentials =
            Credentials.read(
                new ServerConfig.Tls(made("server.pem"), made("server.key"), made("ca.pem")),
                new AuthConfig("", "", "", ""),
                InstantSource.system());
        TlsServer server = new TlsServer(credentials)) {
      assertEquals(Code.OK, server.call(client));
    }
  }

  @Test
  void exampleOfTheFileOfTokens_isOne() throws Exception {
    SettingFile file = new SettingFile("auth.tokens", PAGE, "lines");

    for (String example : blocksWith("SHA256-HEX")) {
      assertEquals(2, TokenFile.parse(file, example.getBytes(UTF_8)).size());
    }
  }

  private static List<String> blocksWith(String text) throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(PAGE))
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains(text))
            .toList();
    assertFalse(blocks.isEmpty(), text);
    return blocks;
  }

  private String made(String file) {
    return directory.resolve(file).toString();
  }

  private int run(String commands) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-ec", commands)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output.txt").toFile())
        .start()
        .waitFor();
  }
}
