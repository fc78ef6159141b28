package dev.facet.model.signing;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** A private key of Ed25519 (RFC 8032), by which versions are signed. */
public final class SigningKey {
  private static final String EXPECTED =
      "a PEM file of one private key of Ed25519 as PKCS#8, not encrypted";

  private final KeyPair pair;
  private final VerifyingKey verifying;

  private SigningKey(KeyPair pair) throws GeneralSecurityException {
    this.pair = pair;
    this.verifying = VerifyingKey.of(pair.getPublic().getEncoded());
  }

  /**
   * Reads a key, as {@code openssl genpkey -algorithm ed25519} writes it.
   *
   * @throws BadSignatureException if the file cannot be read or is something else
   */
  public static SigningKey read(Path file) throws BadSignatureException {
    List<byte[]> keys = PemFile.blocks(file, "PRIVATE KEY", EXPECTED);
    if (keys.size() > 1) {
      throw PemFile.refusal(file, keys.size() + " keys", EXPECTED);
    }
    try {
      EdECPrivateKey key =
          (EdECPrivateKey)
              KeyFactory.getInstance(VerifyingKey.ALGORITHM)
                  .generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
      return new SigningKey(pair(key.getBytes().orElseThrow()));
    } catch (GeneralSecurityException notOfEd25519) {
      throw PemFile.refusal(file, "no such key", EXPECTED);
    }
  }

  /**
   * A private key with its public one. The JDK makes that of no private key but one that it has
   * just drawn: so it draws this one, which is 32 random bytes (RFC 8032, 5.1.5).
   */
  private static KeyPair pair(byte[] secret) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
    generator.initialize(NamedParameterSpec.ED25519, new Drawn(secret));
    KeyPair pair = generator.generateKeyPair();
    byte[] drawn = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    if (!Arrays.equals(secret, drawn)) {
      throw new AssertionError("the key pair is of another private key");
    }
    return pair;
  }

  /** The key by which its signatures are verified. */
  public VerifyingKey verifying() {
    return verifying;
  }

  byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance(VerifyingKey.ALGORITHM);
      signer.initSign(pair.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform since 15 has Ed25519", e);
    }
  }

  /** Gives bytes that are known. */
  private static final class Drawn extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    Drawn(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      if (target.length != bytes.length) {
        throw new AssertionError(target.length + " bytes are drawn for a key");
      }
      System.arraycopy(bytes, 0, target, 0, bytes.length);
    }
  }
}
