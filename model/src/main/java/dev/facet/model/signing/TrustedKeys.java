package dev.facet.model.signing;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;

/** The keys whose signatures are taken. Immutable. */
public final class TrustedKeys {
  /** What the file of such keys must be, in words. */
  public static final String EXPECTED = "a PEM file of one or more public keys of Ed25519";

  private final Path file;
  private final Set<VerifyingKey> keys;

  private TrustedKeys(Path file, Set<VerifyingKey> keys) {
    this.file = file;
    this.keys = Set.copyOf(keys);
  }

  /**
   * Reads keys, as {@code openssl pkey -pubout} writes them, one after the other.
   *
   * @throws BadSignatureException if the file cannot be read, or holds none or something else
   */
  public static TrustedKeys read(Path file) throws BadSignatureException {
    Set<VerifyingKey> keys = new HashSet<>();
    for (byte[] der : PemFile.blocks(file, "PUBLIC KEY", EXPECTED)) {
      try {
        keys.add(VerifyingKey.of(der));
      } catch (GeneralSecurityException notOfEd25519) {
        throw PemFile.refusal(file, "a key that is none of Ed25519", EXPECTED);
      }
    }
    return new TrustedKeys(file, keys);
  }

  /**
   * Refuses a key that is none of these.
   *
   * @param signature the file that names the key
   */
  void require(VerifyingKey key, Path signature) throws BadSignatureException {
    if (!keys.contains(key)) {
      throw new BadSignatureException(
          signature, "signed by " + key + " (expected: by a key of " + file + ")");
    }
  }
}
