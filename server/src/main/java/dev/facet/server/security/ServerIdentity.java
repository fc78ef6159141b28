package dev.facet.server.security;

import dev.facet.server.config.BadConfigException;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/**
 * The certificate by which clients know the server, and its key. Connections that begin are shown
 * the latest. Thread-safe.
 */
final class ServerIdentity implements WatchedFiles.Use {

  private final SettingFile certificate;
  private final SettingFile key;
  private final AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();

  /** Knows the files, and has read none yet. */
  ServerIdentity(Path certificate, Path key) {
    this.certificate =
        new SettingFile(
            "tls.certificate",
            certificate,
            "a PEM file of certificates, the server's first, then those that lead to its"
                + " authority");
    this.key =
        new SettingFile(
            "tls.key",
            key,
            "a PEM file with the private key as PKCS#8 (BEGIN PRIVATE KEY), RSA or EC, not"
                + " encrypted");
  }

  /** The certificate's file, then the key's. */
  List<SettingFile> files() {
    return List.of(certificate, key);
  }

  /** Shows clients the certificate. */
  KeyManager manager() {
    return manager;
  }

  /** TLS by the JDK that shows clients the certificate, and asks them for none. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {manager}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a JDK without TLS", e);
    }
  }

  @Override
  public void take(List<byte[]> contents) {
    X509Certificate[] chain = Pem.certificates(certificate, contents.get(0));
    PrivateKey privateKey = Pem.privateKey(key, contents.get(1));
    if (!fit(chain[0].getPublicKey(), privateKey)) {
      throw BadConfigException.of(
          key.key(),
          key.path() + ": another key",
          "the key of the first certificate in " + certificate.path());
    }
    manager.updateIdentityCredentials(chain, privateKey);
  }

  /** Whether the one verifies what the other signs. */
  private static boolean fit(PublicKey publicKey, PrivateKey privateKey) {
    String algorithm = publicKey.getAlgorithm();
    if (!algorithm.equals(privateKey.getAlgorithm())) {
      return false;
    }
    byte[] text = {1};
    try {
      Signature signature =
          Signature.getInstance(algorithm.equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(privateKey);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
