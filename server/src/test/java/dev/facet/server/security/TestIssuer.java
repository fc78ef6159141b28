package dev.facet.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** An issuer of a test's own, whose JWTs are for the audience "facet". */
public final class TestIssuer {

  /** What its tokens say of it. */
  public static final String NAME = "https://issuer.example";

  private final JWK key;

  /** An issuer whose key is EC, with that name. */
  public TestIssuer(String keyId) throws JOSEException {
    this(new ECKeyGenerator(Curve.P_256).keyID(keyId).generate());
  }

  TestIssuer(JWK key) {
    this.key = key;
  }

  JWK key() {
    return key;
  }

  /** Writes the public keys of issuers as their JWK Set. */
  public static void write(Path file, TestIssuer... issuers) throws IOException {
    Files.writeString(file, set(List.of(issuers).stream().map(TestIssuer::key).toList()));
  }

  static String set(List<JWK> keys) {
    return new JWKSet(keys).toString(true);
  }

  /** A token for a caller that is good for five minutes. */
  public String token(String subject, String scope) throws JOSEException {
    return token(subject, scope, Instant.now().plusSeconds(300));
  }

  /** A token for a caller. */
  public String token(String subject, String scope, Instant expiry) throws JOSEException {
    return sign(claims(subject, expiry).claim("scope", scope).build());
  }

  /** What every token of it says. */
  static JWTClaimsSet.Builder claims(String subject, Instant expiry) {
    return new JWTClaimsSet.Builder()
        .issuer(NAME)
        .audience("facet")
        .subject(subject)
        .expirationTime(Date.from(expiry));
  }

  String sign(JWTClaimsSet claims) throws JOSEException {
    JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key);
    JWSAlgorithm algorithm =
        signer.supportedJWSAlgorithms().contains(JWSAlgorithm.ES256)
            ? JWSAlgorithm.ES256
            : JWSAlgorithm.RS256;
    return sign(new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
  }

  String sign(JWSHeader header, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt = new SignedJWT(header, claims);
    jwt.sign(new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm()));
    return jwt.serialize();
  }
}
