package dev.facet.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import com.nimbusds.jwt.proc.JWTProcessor;
import dev.facet.server.security.UnauthenticatedException.Reason;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The JWTs (RFC 7519) that the server takes: signed by a key of the latest file, of one issuer, for
 * one audience, and not expired. Thread-safe.
 *
 * <p>Only algorithms with a private key are taken, whatever a token's header asks for: with {@code
 * none} or an HMAC anybody who knows the public keys could sign. Keys come from the file alone,
 * never from a header.
 */
final class Jwts implements WatchedFiles.Use {

  /** How far the clocks of issuer and server may be apart. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  /**
   * Printable ASCII as OpenID Connect has it, and nothing that could pass for more than a name in a
   * log.
   */
  private static final Pattern SUBJECT = Pattern.compile("[ -~&&[^\"\\\\]]{1,255}");

  private static final String SCOPE_PREFIX = "facet:";

  private final SettingFile file;
  private final DefaultJWTClaimsVerifier<SecurityContext> claims;
  private volatile @Nullable JWTProcessor<SecurityContext> signatures;

  /** Knows the file, and has not read it yet. */
  Jwts(Path file, String issuer, String audience, InstantSource clock) {
    this.file = new SettingFile("auth.jwks", file, JwksFile.EXPECTED);
    this.claims = new Claims(issuer, audience, clock);
    claims.setMaxClockSkew(Math.toIntExact(CLOCK_SKEW.toSeconds()));
  }

  List<SettingFile> files() {
    return List.of(file);
  }

  /** Whether a text has the form of a signed JWT, or of one whose signature was left out. */
  static boolean hasForm(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Whose JWT it is.
   *
   * @throws UnauthenticatedException if it is none, or one that is not taken; what it says is
   *     looked at only if its signature is good
   */
  Identity identify(String jwt) throws UnauthenticatedException {
    JWTClaimsSet said = verified(jwt);
    try {
      claims.verify(said, null);
    } catch (ExpiredJWTException e) {
      throw new UnauthenticatedException(Reason.EXPIRED_TOKEN);
    } catch (BadJWTException e) {
      throw new UnauthenticatedException(Reason.FOREIGN_TOKEN);
    }
    if (!SUBJECT.matcher(said.getSubject()).matches()) {
      throw new UnauthenticatedException(Reason.FOREIGN_TOKEN);
    }
    return Identity.ofJwt(said.getSubject(), scope(said));
  }

  @Override
  public void take(List<byte[]> contents) {
    signatures = by(JwksFile.parse(file, contents.get(0)));
  }

  private JWTClaimsSet verified(String jwt) throws UnauthenticatedException {
    JWTProcessor<SecurityContext> latest = signatures;
    if (latest == null) {
      throw new UnauthenticatedException(Reason.UNKNOWN_TOKEN);
    }
    try {
      return latest.process(jwt, null);
    } catch (ParseException | BadJOSEException | JOSEException | RuntimeException e) {
      throw new UnauthenticatedException(Reason.UNKNOWN_TOKEN);
    }
  }

  private static JWTProcessor<SecurityContext> by(JWKSet keys) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
    // They are checked once the signature is, and then with a reason of their own.
    processor.setJWTClaimsSetVerifier((said, context) -> {});
    return processor;
  }

  /** The largest scope that the claim {@code scope} names; null: none of Facet's. */
  private static @Nullable Scope scope(JWTClaimsSet said) {
    if (!(said.getClaim("scope") instanceof String names)) {
      return null;
    }
    List<String> all = Arrays.asList(names.split(" ", -1));
    Scope largest = null;
    for (Scope scope : Scope.values()) {
      if (all.contains(SCOPE_PREFIX + scope)) {
        largest = scope;
      }
    }
    return largest;
  }

  /** What a JWT must say, by a clock of our own. */
  private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {

    private final InstantSource clock;

    Claims(String issuer, String audience, InstantSource clock) {
      super(audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp"));
      this.clock = clock;
    }

    @Override
    protected Date currentTime() {
      return Date.from(clock.instant());
    }
  }
}
