package dev.facet.cli;

import dev.facet.cli.face.FaceFinder;
import dev.facet.cli.face.LocalFinder;
import dev.facet.cli.face.RemoteFinder;
import dev.facet.client.FaceSelection;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who finds faces, and which: a server, or a detector in this process. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FinderOptions {
  @ArgGroup private @Nullable Source source;

  @Mixin private FaceOptions faces;

  @Mixin private SecurityOptions security;

  /** Opens what was chosen. All faces are wanted where nothing else is said. */
  FaceFinder open() throws IOException {
    if (source != null && source.detector != null) {
      return LocalFinder.open(source.detector, faces.wanted(FaceSelection.ALL));
    }
    String server =
        source == null || source.server == null ? EmbedderOptions.DEFAULT_SERVER : source.server;
    return new RemoteFinder(server, security.connect(server), faces.wanted(FaceSelection.ALL));
  }

  private static final class Source {
    @Option(
        names = "--server",
        paramLabel = "HOST:PORT",
        description = "Server that finds faces. Default: " + EmbedderOptions.DEFAULT_SERVER + ".")
    private @Nullable String server;

    @Option(
        names = "--detector",
        paramLabel = "DIR",
        description = "Version of a detector that finds faces in this process, without a server.")
    private @Nullable Path detector;
  }
}
