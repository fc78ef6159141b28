package dev.facet.server.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of a test's own, whose certificates are good for 127.0.0.1. */
public final class TestAuthority {

  private static final Duration LIFE = Duration.ofHours(1);

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /** A new one, which nobody knows yet. */
  public TestAuthority(String name) throws Exception {
    this.name = new X500Name("CN=" + name);
    keys = newKeys();
    certificate = certify(this.name, keys.getPublic(), true);
  }

  /** A certificate with a key of its own. */
  public Issued issue(String subject) throws Exception {
    KeyPair issued = newKeys();
    return new Issued(
        certify(new X500Name("CN=" + subject), issued.getPublic(), false), issued.getPrivate());
  }

  /** A certificate for the key of another. */
  Issued reissue(Issued other) throws Exception {
    PublicKey key = other.certificate.getPublicKey();
    return new Issued(certify(new X500Name("CN=again"), key, false), other.key);
  }

  /** Writes this authority's own certificate. */
  public void write(Path file) throws IOException {
    Files.writeString(file, pem());
  }

  /** A client that trusts this authority. */
  public ChannelCredentials trusted() throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(stream(pem())).build();
  }

  /** A client that trusts this authority, and has a certificate itself. */
  public ChannelCredentials trusted(Issued client) throws IOException {
    return TlsChannelCredentials.newBuilder()
        .trustManager(stream(pem()))
        .keyManager(stream(client.certificatePem()), stream(client.keyPem()))
        .build();
  }

  /** A client of the JDK's that trusts this authority. */
  public SSLContext sslContext() throws GeneralSecurityException, IOException {
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    known.setCertificateEntry("authority", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private String pem() {
    return Issued.pem("CERTIFICATE", encoded(certificate));
  }

  private X509Certificate certify(X500Name subject, PublicKey key, boolean authority)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(LIFE)),
                Date.from(now.plus(LIFE)),
                subject,
                key)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
            .addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII));
  }

  /** A certificate and its key. */
  public record Issued(X509Certificate certificate, PrivateKey key) {

    /** Writes both, over what is there. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
      Files.writeString(certificateFile, certificatePem());
      Files.writeString(keyFile, keyPem());
    }

    String certificatePem() {
      return pem("CERTIFICATE", encoded(certificate));
    }

    String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    private static String pem(String type, byte[] content) {
      return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
          .formatted(type, Base64.getMimeEncoder().encodeToString(content), type);
    }
  }
}
