package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.FaceFinder;
import dev.facet.cli.face.LocalEmbedder;
import dev.facet.cli.face.LocalFinder;
import dev.facet.cli.face.RemoteEmbedder;
import dev.facet.cli.face.RemoteFinder;
import dev.facet.client.DetectOptions;
import dev.facet.client.FaceSelection;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who finds faces, and which: a server, or a detector in this process. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class FinderOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup private @Nullable Source source;

  @Mixin private FaceOptions faces;

  @Mixin private SecurityOptions security;

  /** Opens what was chosen. All faces are wanted where nothing else is said. */
  FaceFinder open() throws IOException {
    Path detector = detector();
    return detector == null
        ? new RemoteFinder(server(), security.connect(server()), wanted())
        : LocalFinder.open(detector, wanted());
  }

  /**
   * Opens what embeds the faces that it finds.
   *
   * @param model that embeds in this process; null where a server does
   * @throws ParameterException where model and detector are not on one side
   */
  Embedder openEmbedder(@Nullable Path model) throws IOException {
    Path detector = detector();
    if (detector == null && model == null) {
      return new RemoteEmbedder(server(), security.connect(server()));
    }
    if (detector == null || model == null) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: given alone (expected: --detector and --model, or a server, which has both)"
              .formatted(model == null ? "--detector" : "--model"));
    }
    return LocalEmbedder.open(model, detector);
  }

  /** Which faces: all where nothing else is said. */
  DetectOptions wanted() {
    return faces.wanted(FaceSelection.ALL);
  }

  private @Nullable Path detector() {
    return source == null ? null : source.detector;
  }

  private String server() {
    return source == null || source.server == null ? EmbedderOptions.DEFAULT_SERVER : source.server;
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
