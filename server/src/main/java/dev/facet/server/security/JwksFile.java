package dev.facet.server.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.facet.server.config.BadConfigException;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/**
 * The form of the file of an issuer's keys: a JWK Set (RFC 7517), as issuers publish it. Of it, the
 * keys are taken that verify signatures: RSA of 2048 bits or more, and EC on the curves of NIST.
 * Keys that are for something else may stand beside them.
 *
 * <p>A secret in it, a private or symmetric key, would let whoever reads the file make tokens, so
 * it is refused. Messages repeat nothing of the file.
 */
final class JwksFile {

  static final String EXPECTED =
      "a JWK Set of public keys, one or more for signatures: RSA of 2048 bits or more, or EC on"
          + " P-256, P-384 or P-521";

  private static final int LEAST_RSA_BITS = 2048;
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

  private JwksFile() {}

  /**
   * Reads a file.
   *
   * @return the keys that verify signatures, one or more
   * @throws BadConfigException if it is none, holds a secret, or no such key
   */
  static JWKSet parse(SettingFile file, byte[] contents) {
    JWKSet set;
    try {
      set = JWKSet.parse(new String(contents, UTF_8));
    } catch (ParseException | RuntimeException e) {
      throw file.refusal("no JWK Set, or a broken key");
    }
    List<JWK> verifying = set.getKeys().stream().filter(key -> verifies(file, key)).toList();
    if (verifying.isEmpty()) {
      throw file.refusal("no such key");
    }
    return new JWKSet(verifying);
  }

  private static boolean verifies(SettingFile file, JWK key) {
    if (key.isPrivate()) {
      throw file.refusal("a private or symmetric key");
    }
    if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
      return false;
    }
    if (key instanceof RSAKey && key.size() < LEAST_RSA_BITS) {
      throw file.refusal("an RSA key of " + key.size() + " bits");
    }
    return key instanceof RSAKey || (key instanceof ECKey ec && CURVES.contains(ec.getCurve()));
  }
}
