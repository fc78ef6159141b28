package dev.facet.benchmarks.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority of a run's own, which the JDK's {@code keytool} keeps in a file. Its certificates
 * are good for 127.0.0.1, for a day. Not thread-safe.
 */
final class Authority {

  private static final String NAME = "authority";

  /** Of a file that is deleted with the run. */
  private static final String PASSWORD = "of-one-run";

  private final Path store;
  private int issued;

  private Authority(Path store) {
    this.store = store;
  }

  /**
   * A certificate with its key.
   *
   * @param key PKCS#8, not encrypted
   */
  record Issued(Certificate certificate, Key key) {

    /** Writes both as PEM, over what is there. */
    void write(Path certificateFile, Path keyFile) throws IOException {
      Files.writeString(certificateFile, pem("CERTIFICATE", encoded(certificate)));
      Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
    }
  }

  /** A new one, which nobody knows yet. */
  static Authority in(Path directory) throws IOException, InterruptedException {
    Authority authority = new Authority(directory.resolve("authority.p12"));
    authority.makeKeys(NAME, List.of("-ext", "BasicConstraints:critical"));
    return authority;
  }

  /** A server's certificate, with a key of its own. */
  Issued issue() throws IOException, InterruptedException {
    issued++;
    String alias = "server-" + issued;
    makeKeys(alias, List.of("-signer", NAME, "-ext", "SubjectAlternativeName=IP:127.0.0.1"));
    try {
      KeyStore keys = keys();
      return new Issued(keys.getCertificate(alias), keys.getKey(alias, PASSWORD.toCharArray()));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** What a client needs to trust this authority, as PEM. */
  InputStream trusted() throws IOException {
    try {
      byte[] certificate = encoded(keys().getCertificate(NAME));
      return new ByteArrayInputStream(pem("CERTIFICATE", certificate).getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** The same for clients of the JDK's. */
  SSLContext sslContext() throws IOException {
    try {
      KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      known.setCertificateEntry(NAME, keys().getCertificate(NAME));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void makeKeys(String alias, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "1"));
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(options);
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static byte[] encoded(Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] content) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
  }
}
