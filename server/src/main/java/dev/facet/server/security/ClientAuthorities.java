package dev.facet.server.security;

import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities of which a client must have a certificate. The latest hold for every connection
 * that begins and for every call. Thread-safe.
 */
final class ClientAuthorities implements WatchedFiles.Use {

  /** Under this a session keeps the authorities that its client was last checked against. */
  private static final String CHECKED = ClientAuthorities.class.getName();

  private final SettingFile file;
  private final AdvancedTlsX509TrustManager manager;
  private volatile @Nullable X509TrustManager latest;

  /** Knows the file, and has not read it yet. */
  ClientAuthorities(Path file) {
    this.file =
        new SettingFile(
            "tls.client-ca",
            file,
            "a PEM file of certificates, of the authorities that clients have theirs from");
    try {
      manager = AdvancedTlsX509TrustManager.newBuilder().build();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  List<SettingFile> files() {
    return List.of(file);
  }

  /** Checks the certificates of clients that connect, unless they resume a session. */
  TrustManager manager() {
    return manager;
  }

  @Override
  public void take(List<byte[]> contents) {
    X509Certificate[] certificates = Pem.certificates(file, contents.get(0));
    try {
      X509TrustManager next = trusting(certificates);
      manager.updateTrustCredentials(certificates);
      latest = next;
    } catch (IOException | GeneralSecurityException e) {
      throw file.refusal("certificates that cannot be used");
    }
  }

  /**
   * Whether a client has a certificate of the latest authorities, also where it connected, or began
   * the session that it resumed, under others. A session is checked once for each change.
   */
  boolean vouchFor(SSLSession session) {
    X509TrustManager authorities = latest;
    if (authorities == null) {
      return false;
    }
    if (session.getValue(CHECKED) == authorities) {
      return true;
    }
    try {
      X509Certificate[] chain = chain(session);
      authorities.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      return false;
    }
    session.putValue(CHECKED, authorities);
    return true;
  }

  private static X509Certificate[] chain(SSLSession session) throws SSLPeerUnverifiedException {
    Object[] certificates = session.getPeerCertificates();
    return Arrays.copyOf(certificates, certificates.length, X509Certificate[].class);
  }

  private static X509TrustManager trusting(X509Certificate[] certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < certificates.length; i++) {
      store.setCertificateEntry(String.valueOf(i), certificates[i]);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
