package dev.facet.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.facet.server.config.BadConfigException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksFileTest {

  private static final SettingFile FILE =
      new SettingFile("auth.jwks", Path.of("jwks.json"), "keys");

  @Test
  void keysForOtherThanSignatures_areLeftOut() throws Exception {
    JWK signing = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).generate();
    JWK encrypting = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION).generate();

    assertEquals(
        List.of(signing.toPublicJWK()),
        JwksFile.parse(FILE, bytes(TestIssuer.set(List.of(signing, encrypting)))).getKeys());
  }

  @Test
  void keysOfAKindThatIsNotKnown_areLeftOut() throws Exception {
    JWK signing = new ECKeyGenerator(Curve.P_256).generate();
    String set =
        TestIssuer.set(List.of(signing)).replace("[", "[{\"kty\":\"later\",\"kid\":\"x\"},");

    assertEquals(List.of(signing.toPublicJWK()), JwksFile.parse(FILE, bytes(set)).getKeys());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"keys\":[{}]}", "{\"keys\":[{\"kty\":\"EC\"}]}"})
  void whatIsNoSet_isRefused(String text) {
    assertEquals(
        "auth.jwks: jwks.json: no JWK Set, or a broken key (expected: keys)", refusal(text));
  }

  @Test
  void setWithoutAKeyForSignatures_isRefused() throws Exception {
    String none = "auth.jwks: jwks.json: no such key (expected: keys)";

    assertEquals(none, refusal("{\"keys\":[]}"));
    JWK encrypting = new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION).generate();
    assertEquals(none, refusal(TestIssuer.set(List.of(encrypting))));
    JWK point = new ECKeyGenerator(Curve.P_256).generate();
    assertEquals(
        none,
        refusal(
            "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
                + point.toECKey().getX()
                + "\"}]}"));
  }

  @Test
  void secret_isRefused_andNotRepeated() throws Exception {
    String secret = "auth.jwks: jwks.json: a private or symmetric key (expected: keys)";

    assertEquals(secret, refusal(withSecrets(new ECKeyGenerator(Curve.P_256).generate())));
    assertEquals(secret, refusal(withSecrets(new OctetSequenceKeyGenerator(256).generate())));
  }

  @Test
  void weakKey_isRefused() throws Exception {
    JWK weak = new RSAKeyGenerator(1024, true).generate();

    assertEquals(
        "auth.jwks: jwks.json: an RSA key of 1024 bits (expected: keys)",
        refusal(TestIssuer.set(List.of(weak))));
  }

  private static String withSecrets(JWK key) {
    return new JWKSet(key).toString(false);
  }

  private static String refusal(String text) {
    return String.valueOf(
        assertThrows(BadConfigException.class, () -> JwksFile.parse(FILE, bytes(text)))
            .getMessage());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
