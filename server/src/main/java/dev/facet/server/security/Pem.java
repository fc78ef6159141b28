package dev.facet.server.security;

import dev.facet.server.config.BadConfigException;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * Reads PEM files. What the parsers say of a broken one is dropped, since it may hold a part of it.
 */
final class Pem {

  private Pem() {}

  /**
   * Reads certificates.
   *
   * @return one or more, in the order of the file
   * @throws BadConfigException if there is none, or one is broken
   */
  static X509Certificate[] certificates(SettingFile file, byte[] contents) {
    X509Certificate[] certificates;
    try {
      certificates = CertificateUtils.getX509Certificates(new ByteArrayInputStream(contents));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw file.refusal("no certificates, or a broken one");
    }
    if (certificates.length == 0) {
      throw file.refusal("no certificates");
    }
    return certificates;
  }

  /**
   * Reads a private key, RSA or EC.
   *
   * @throws BadConfigException if there is none as PKCS#8, or it is encrypted
   */
  static PrivateKey privateKey(SettingFile file, byte[] contents) {
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(contents));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw file.refusal("no such key");
    }
  }
}
