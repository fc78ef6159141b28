package dev.facet.cli;

import dev.facet.client.FacetClient;
import dev.facet.client.FacetClientBuilder;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command talks to a server: in the clear, or by TLS, and with which token. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class SecurityOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--tls", description = "Connect by TLS. Default: without encryption.")
  private boolean tls;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates to trust, PEM; with TLS. Default: those that Java trusts.")
  private @Nullable Path authority;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Certificate to show to the server, PEM; with TLS, and with --key.")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "Its private key, PEM (PKCS#8).")
  private @Nullable Path key;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the token to show. Without TLS it is only shown to a server on this machine.")
  private @Nullable Path tokenFile;

  /**
   * A client of a server, which connects with its first call.
   *
   * @throws IOException if a file cannot be read, or does not hold what it should
   */
  FacetClient connect(String server) throws IOException {
    FacetClientBuilder builder = FacetClient.builder(server);
    if (isEncrypted()) {
      builder.credentials(credentials());
    } else {
      builder.plaintext();
    }
    if (tokenFile != null) {
      builder.token(Files.readString(tokenFile).strip());
    }
    return builder.build();
  }

  private boolean isEncrypted() {
    return tls || authority != null || certificate != null || key != null;
  }

  private ChannelCredentials credentials() throws IOException {
    TlsChannelCredentials.Builder credentials = TlsChannelCredentials.newBuilder();
    if (authority != null) {
      credentials.trustManager(authority.toFile());
    }
    if (certificate != null && key != null) {
      credentials.keyManager(certificate.toFile(), key.toFile());
    } else if (certificate != null || key != null) {
      throw new ParameterException(
          spec.commandLine(), "--certificate and --key: only one is given (expected: both)");
    }
    return credentials.build();
  }
}
