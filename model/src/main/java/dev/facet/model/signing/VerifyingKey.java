package dev.facet.model.signing;

import dev.facet.model.bundle.Sha256;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** A public key of Ed25519 (RFC 8032), by which signatures are verified. Immutable. */
public final class VerifyingKey {
  static final String ALGORITHM = "Ed25519";

  private final PublicKey key;
  private final String base64;

  private VerifyingKey(PublicKey key) {
    this.key = key;
    this.base64 = Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /**
   * Reads a key.
   *
   * @param der a SubjectPublicKeyInfo (RFC 8410)
   * @throws GeneralSecurityException if it is none of Ed25519
   */
  static VerifyingKey of(byte[] der) throws GeneralSecurityException {
    return new VerifyingKey(
        KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der)));
  }

  /** The SubjectPublicKeyInfo in Base64: the line between the first and the last of a PEM file. */
  String base64() {
    return base64;
  }

  /** Names the key: SHA-256 of its SubjectPublicKeyInfo, 64 hexadecimal digits in lower case. */
  public String fingerprint() {
    return Sha256.hex(key.getEncoded());
  }

  /** Whether a signature of a message was made with this key's private key. */
  boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException malformed) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform since 15 has Ed25519", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifyingKey that && base64.equals(that.base64);
  }

  @Override
  public int hashCode() {
    return base64.hashCode();
  }

  /** The fingerprint. */
  @Override
  public String toString() {
    return fingerprint();
  }
}
