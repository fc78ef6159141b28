package dev.facet.server.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.server.config.AuthConfig;
import dev.facet.server.config.BadConfigException;
import dev.facet.server.config.ServerConfig;
import dev.facet.server.security.TestAuthority.Issued;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsCredentialsTest {

  private final TestAuthority authority = new TestAuthority("ours");
  private final TestAuthority stranger = new TestAuthority("another");
  private final Issued identity = authority.issue("server");
  private final Path certificate;
  private final Path key;
  private final Path clientCa;

  TlsCredentialsTest(@TempDir Path directory) throws Exception {
    certificate = directory.resolve("server.pem");
    key = directory.resolve("server.key");
    clientCa = directory.resolve("clients.pem");
  }

  @BeforeEach
  void write() throws IOException {
    identity.write(certificate, key);
    authority.write(clientCa);
  }

  @Test
  void clientThatTrustsTheAuthority_isServed_othersAreNot() throws Exception {
    try (Credentials credentials = tls();
        TlsServer server = new TlsServer(credentials)) {
      assertEquals(Code.OK, server.call(authority.trusted()));
      assertEquals(Code.UNAVAILABLE, server.call(stranger.trusted()));
      assertEquals(Code.UNAVAILABLE, server.call(InsecureChannelCredentials.create()));
    }
  }

  @Test
  void clientOfNoAuthorityOrAnother_isNotServed_whereClientsNeedACertificate() throws Exception {
    try (Credentials credentials = mutualTls();
        TlsServer server = new TlsServer(credentials)) {
      assertEquals(Code.OK, server.call(authority.trusted(authority.issue("client"))));
      assertEquals(Code.UNAVAILABLE, server.call(authority.trusted()));
      assertEquals(Code.UNAVAILABLE, server.call(authority.trusted(stranger.issue("client"))));
    }
  }

  @Test
  void versionsBefore1_2_areRefused() throws Exception {
    try (Credentials credentials = tls();
        TlsServer server = new TlsServer(credentials)) {
      assertEquals(ClientHello.ANSWERED, ClientHello.tls12().sendTo(server.port()));
      assertEquals(ClientHello.REFUSED, ClientHello.tls11().sendTo(server.port()));
    }
  }

  @Test
  void changedPair_isShown_onceItIsTheSameAtTwoLooks() throws Exception {
    try (Credentials credentials = tls();
        TlsServer server = new TlsServer(credentials)) {
      stranger.issue("server").write(certificate, key);

      credentials.look();
      assertEquals(Code.OK, server.call(authority.trusted()));
      credentials.look();

      assertEquals(Code.UNAVAILABLE, server.call(authority.trusted()));
      assertEquals(Code.OK, server.call(stranger.trusted()));
    }
  }

  @Test
  void certificateRenewedForTheSameKey_isShown() throws Exception {
    try (Credentials credentials = tls();
        TlsServer server = new TlsServer(credentials)) {
      stranger.reissue(identity).write(certificate, key);

      credentials.look();
      credentials.look();

      assertEquals(Code.OK, server.call(stranger.trusted()));
    }
  }

  @Test
  void pairOfWhichOneIsReplacedBetweenLooks_isNotComplainedOf() throws Exception {
    Issued next = stranger.issue("server");
    try (Credentials credentials = tls();
        Log log = new Log(WatchedFiles.class)) {
      Files.writeString(certificate, next.certificatePem());
      credentials.look();
      Files.writeString(key, next.keyPem());
      credentials.look();
      credentials.look();

      assertEquals(List.of(), log.warnings());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"another key", "no certificates", "no such key", "no such file"})
  void brokenChange_leavesTheOldPairInForce_andIsLoggedOnce(String wrong) throws Exception {
    try (Credentials credentials = tls();
        TlsServer server = new TlsServer(credentials);
        Log log = new Log(WatchedFiles.class)) {
      damage(wrong);

      credentials.look();
      credentials.look();
      credentials.look();

      assertEquals(1, log.warnings().size(), log.warnings().toString());
      String warning = log.warnings().get(0);
      assertTrue(warning.contains(": " + wrong), warning);
      assertTrue(warning.endsWith("; what was read before stays in force"), warning);
      assertEquals(Code.OK, server.call(authority.trusted()));

      identity.write(certificate, key);
      stranger.issue("server").write(certificate, key);
      credentials.look();
      credentials.look();
      assertEquals(Code.OK, server.call(stranger.trusted()), "mended");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"another key", "no certificates", "no such key", "no such file"})
  void brokenPair_endsTheStart(String wrong) throws Exception {
    damage(wrong);

    String message = String.valueOf(assertThrows(BadConfigException.class, this::tls).getMessage());

    assertTrue(message.contains(": " + wrong), message);
    assertTrue(message.startsWith("tls."), message);
  }

  @Test
  void messages_sayWhatWasExpected_andRepeatNothingOfTheFile() throws Exception {
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0!\n-----END PRIVATE KEY-----\n");

    BadConfigException refused = assertThrows(BadConfigException.class, this::tls);

    assertEquals(
        "tls.key: "
            + key
            + ": no such key (expected: a PEM file with the private key as PKCS#8 (BEGIN PRIVATE"
            + " KEY), RSA or EC, not encrypted)",
        refused.getMessage());
    assertFalse(refused.toString().contains("c2VjcmV0"));
    assertNull(refused.getCause());
  }

  @Test
  void certificatesThatAreNone_areRefused_alsoAsAuthorities() throws Exception {
    Files.writeString(clientCa, "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n");
    assertEquals(
        "tls.client-ca: "
            + clientCa
            + ": no certificates, or a broken one (expected: a PEM file of certificates, of the"
            + " authorities that clients have theirs from)",
        assertThrows(BadConfigException.class, this::mutualTls).getMessage());
  }

  @Test
  void fileAboveTheBound_isRefused() throws Exception {
    Files.write(certificate, new byte[(1 << 20) + 1]);

    String message = String.valueOf(assertThrows(BadConfigException.class, this::tls).getMessage());

    assertTrue(
        message.startsWith("tls.certificate: " + certificate + ": larger than 1 MiB"), message);
  }

  @Test
  void changedAuthority_holdsForConnectionsThatBegin() throws Exception {
    try (Credentials credentials = mutualTls();
        TlsServer server = new TlsServer(credentials)) {
      stranger.write(clientCa);
      credentials.look();
      credentials.look();

      assertEquals(Code.UNAVAILABLE, server.call(authority.trusted(authority.issue("client"))));
      assertEquals(Code.OK, server.call(authority.trusted(stranger.issue("client"))));
    }
  }

  private void damage(String wrong) throws Exception {
    switch (wrong) {
      case "another key" -> Files.writeString(key, authority.issue("server").keyPem());
      case "no certificates" -> Files.writeString(certificate, "");
      case "no such key" -> Files.writeString(key, identity.certificatePem());
      default -> Files.delete(key);
    }
  }

  private Credentials tls() {
    return read("");
  }

  private Credentials mutualTls() {
    return read(clientCa.toString());
  }

  private Credentials read(String authorities) {
    return Credentials.read(
        new ServerConfig.Tls(certificate.toString(), key.toString(), authorities),
        new AuthConfig("", "", "", ""),
        InstantSource.system());
  }
}
