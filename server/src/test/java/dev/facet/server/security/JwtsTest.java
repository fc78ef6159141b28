package dev.facet.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.facet.server.config.AuthConfig;
import dev.facet.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtsTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(600);

  private static final String GATE = "JWT gate EMBED";

  private final TestIssuer issuer = new TestIssuer("first");
  private final Path file;

  JwtsTest(@TempDir Path directory) throws Exception {
    file = directory.resolve("jwks.json");
    TestIssuer.write(file, issuer);
  }

  @ParameterizedTest
  @CsvSource({
    "facet:embed, EMBED",
    "facet:admin, ADMIN",
    "openid facet:admin facet:embed, ADMIN",
    "openid facet:embedded, null",
    "'', null"
  })
  void subject_isTheCaller_andTheClaimTellsTheScope(String scope, String expected)
      throws Exception {
    assertEquals("JWT gate " + expected, identify(issuer.token("gate", scope, LATER)));
  }

  @Test
  void tokenWithoutTheClaimScope_mayDoNothing() throws Exception {
    assertEquals("JWT gate null", identify(issuer.sign(TestIssuer.claims("gate", LATER).build())));
    assertEquals(
        "JWT gate null",
        identify(
            issuer.sign(
                TestIssuer.claims("gate", LATER).claim("scope", List.of("facet:admin")).build())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
  void everyAlgorithmWithAPrivateKey_isTaken(String name) throws Exception {
    JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
    TestIssuer other =
        new TestIssuer(
            name.startsWith("E")
                ? new ECKeyGenerator(Curve.forJWSAlgorithm(algorithm).iterator().next()).generate()
                : new RSAKeyGenerator(2048).generate());
    TestIssuer.write(file, other);

    assertEquals(GATE, identify(other.sign(new JWSHeader(algorithm), gate())));
  }

  @Test
  void accessTokenOfRfc9068_isTaken_anotherTypeIsNot() throws Exception {
    assertEquals(GATE, identify(issuer.sign(type("at+jwt"), gate())));
    assertEquals("UNKNOWN_TOKEN", identify(issuer.sign(type("logout+jwt"), gate())));
  }

  @Test
  void tokenWithoutASignature_isRefused() throws Exception {
    assertEquals("UNKNOWN_TOKEN", identify(new PlainJWT(gate()).serialize()));
    String signed = issuer.sign(gate());
    assertEquals("UNKNOWN_TOKEN", identify(signed.substring(0, signed.lastIndexOf('.') + 1)));
  }

  /** Who knows the public key, which is no secret, must not be able to sign with it. */
  @Test
  void hmacKeyedWithThePublicKey_isRefused() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("first").generate();
    TestIssuer.write(file, new TestIssuer(key));
    SignedJWT forged =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), gate());
    forged.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));

    assertEquals("UNKNOWN_TOKEN", identify(forged.serialize()));
  }

  @Test
  void keyThatTheHeaderBrings_isNotBelieved() throws Exception {
    TestIssuer forger = new TestIssuer("first");
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID("first")
            .jwk(forger.key().toPublicJWK())
            .build();

    assertEquals("UNKNOWN_TOKEN", identify(forger.sign(header, gate())));
  }

  @Test
  void otherKeyId_isRefused_alsoWithTheRightSignature() throws Exception {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("second").build();

    assertEquals("UNKNOWN_TOKEN", identify(issuer.sign(header, gate())));
    assertEquals(GATE, identify(issuer.sign(new JWSHeader(JWSAlgorithm.ES256), gate())));
  }

  @Test
  void keyWhoseAlgorithmIsGiven_verifiesNoOther() throws Exception {
    TestIssuer rsa =
        new TestIssuer(new RSAKeyGenerator(2048).algorithm(JWSAlgorithm.PS256).generate());
    TestIssuer.write(file, rsa);

    assertEquals(GATE, identify(rsa.sign(new JWSHeader(JWSAlgorithm.PS256), gate())));
    JWSHeader header = new JWSHeader(JWSAlgorithm.RS256);
    TestIssuer sameKey =
        new TestIssuer(new RSAKey.Builder((RSAKey) rsa.key()).algorithm(null).build());
    assertEquals("UNKNOWN_TOKEN", identify(sameKey.sign(header, gate())));
  }

  @Test
  void changedClaims_breakTheSignature() throws Exception {
    String[] parts = issuer.token("gate", "facet:embed", LATER).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    parts[1] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.replace("facet:embed", "facet:admin").getBytes(UTF_8));

    assertEquals("UNKNOWN_TOKEN", identify(String.join(".", parts)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "a.b.c", "a.b.c.d.e", "eyJhbGciOiJFUzI1NiJ9.e30.AA"})
  void whatIsNoJwt_isRefused(String text) throws Exception {
    assertEquals("UNKNOWN_TOKEN", identify(text));
  }

  @Test
  void overlongToken_isRefusedUnread() throws Exception {
    assertEquals(
        "UNKNOWN_TOKEN",
        identify(
            issuer.sign(TestIssuer.claims("gate", LATER).claim("more", "x".repeat(8192)).build())));
  }

  @Test
  void otherIssuerOrAudience_isRefused() throws Exception {
    assertEquals("FOREIGN_TOKEN", identify(claims().issuer("https://other.example").build()));
    assertEquals("FOREIGN_TOKEN", identify(claims().issuer(null).build()));
    assertEquals("FOREIGN_TOKEN", identify(claims().audience("other").build()));
    assertEquals("FOREIGN_TOKEN", identify(claims().audience((String) null).build()));
    assertEquals(GATE, identify(claims().audience(List.of("other", "facet")).build()));
  }

  @Test
  void missingExpiry_isRefused() throws Exception {
    assertEquals("FOREIGN_TOKEN", identify(claims().expirationTime(null).build()));
  }

  @ParameterizedTest
  @CsvSource({"-29, JWT gate EMBED", "-31, EXPIRED_TOKEN"})
  void expiry_hasPassedOnceTheClocksCannotBeThatFarApart(long seconds, String expected)
      throws Exception {
    assertEquals(
        expected, identify(claims().expirationTime(Date.from(NOW.plusSeconds(seconds))).build()));
  }

  @ParameterizedTest
  @CsvSource({"29, JWT gate EMBED", "31, FOREIGN_TOKEN"})
  void tokenOfTheFuture_isNotYetGood(long seconds, String expected) throws Exception {
    assertEquals(
        expected, identify(claims().notBeforeTime(Date.from(NOW.plusSeconds(seconds))).build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\"b", "a\\b", "gäte"})
  void subjectThatIsNoName_isRefused(String subject) throws Exception {
    assertEquals("FOREIGN_TOKEN", identify(claims().subject(subject).build()));
    assertEquals("FOREIGN_TOKEN", identify(claims().subject("a".repeat(256)).build()));
    assertEquals("FOREIGN_TOKEN", identify(claims().subject(null).build()));
  }

  @Test
  void rotation_takesTheOldAndTheNewKeyWhileBothAreInTheFile() throws Exception {
    TestIssuer next = new TestIssuer("second");
    String old = issuer.sign(gate());
    String renewed = next.sign(gate());
    try (Credentials credentials = read("")) {
      assertEquals("UNKNOWN_TOKEN", identify(credentials, renewed));

      TestIssuer.write(file, issuer, next);
      look(credentials);
      assertEquals(GATE, identify(credentials, old));
      assertEquals(GATE, identify(credentials, renewed));

      TestIssuer.write(file, next);
      look(credentials);
      assertEquals("UNKNOWN_TOKEN", identify(credentials, old));
      assertEquals(GATE, identify(credentials, renewed));
    }
  }

  @Test
  void brokenChange_leavesTheKeysInForce() throws Exception {
    try (Credentials credentials = read("");
        Log log = new Log(WatchedFiles.class)) {
      Files.writeString(file, "{\"keys\": []}");
      look(credentials);

      assertEquals(GATE, identify(credentials, issuer.sign(gate())));
      assertEquals(1, log.warnings().size(), log.warnings().toString());
    }
  }

  @Test
  void tokensOfAFile_areTakenBesideJwts(@TempDir Path directory) throws Exception {
    String formed = "of.gate.7";
    Path tokens = directory.resolve("tokens.txt");
    Files.write(
        tokens,
        List.of(
            TokenFile.line("door", Scope.ADMIN, "of-door"),
            TokenFile.line("gate-7", Scope.ADMIN, formed)));
    try (Credentials credentials = read(tokens.toString())) {
      assertEquals("TOKEN door ADMIN", identify(credentials, "of-door"));
      assertEquals(GATE, identify(credentials, issuer.sign(gate())));
      assertEquals("UNKNOWN_TOKEN", identify(credentials, formed), "has the form of a JWT");
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return TestIssuer.claims("gate", LATER).claim("scope", "facet:embed");
  }

  private static JWTClaimsSet gate() {
    return claims().build();
  }

  private static JWSHeader type(String type) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(type)).build();
  }

  private String identify(JWTClaimsSet claims) throws IOException, JOSEException {
    return identify(issuer.sign(claims));
  }

  private String identify(String token) throws IOException {
    try (Credentials credentials = read("")) {
      return identify(credentials, token);
    }
  }

  /** Who it is, or why nobody. */
  private static String identify(Credentials credentials, String token) {
    try {
      Identity caller = credentials.bearers().orElseThrow().identify(token);
      @Nullable Scope scope = caller.scope();
      return caller.kind() + " " + caller.name() + " " + (scope == null ? null : scope.name());
    } catch (UnauthenticatedException refused) {
      return refused.reason().name();
    }
  }

  private static void look(Credentials credentials) {
    credentials.look();
    credentials.look();
  }

  private Credentials read(String tokens) {
    return Credentials.read(
        new ServerConfig.Tls("", "", ""),
        new AuthConfig(tokens, file.toString(), TestIssuer.NAME, "facet"),
        () -> NOW);
  }
}
