package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.LocalEmbedder;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.face.RemoteComparer;
import dev.facet.cli.face.RemoteEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who embeds: a server, or a model in this process. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class EmbedderOptions {
  /** Where {@code facet serve} listens unless told otherwise. */
  static final String DEFAULT_SERVER = "localhost:50051";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup private @Nullable Source source;

  @Mixin private SecurityOptions security;

  /** Opens what was chosen, for photos whose faces are not to be found. */
  Embedder open() throws IOException {
    return open(null);
  }

  /**
   * Opens what was chosen.
   *
   * @param detection how faces are found first; null where they are not
   * @throws ParameterException where the detector is not on the side of what embeds
   */
  Embedder open(@Nullable DetectionOptions detection) throws IOException {
    if (source == null || source.model == null) {
      requireServersDetector(detection);
      return new RemoteEmbedder(server(), security.connect(server()));
    }
    if (detection == null) {
      return LocalEmbedder.open(source.model);
    }
    Path detector = detection.detector();
    if (detector == null) {
      throw new ParameterException(
          spec.commandLine(), "--detect: given with --model alone (expected: --detector, too)");
    }
    return LocalEmbedder.open(source.model, detector);
  }

  private void requireServersDetector(@Nullable DetectionOptions detection) {
    if (detection != null && detection.detector() != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--detector: given with a server, which has its own (expected: with --model)");
    }
  }

  /** Whether a model in this process embeds. */
  boolean isLocal() {
    return source != null && source.model != null;
  }

  /**
   * Opens what compares where no model in this process embeds.
   *
   * @param detection how faces are found first; null where they are not
   * @throws ParameterException where the detector is one of this process
   */
  RemoteComparer comparer(@Nullable DetectionOptions detection) throws IOException {
    requireServersDetector(detection);
    return new RemoteComparer(server(), security.connect(server()));
  }

  /** The server that embeds where no model does. */
  private String server() {
    return source == null || source.server == null ? DEFAULT_SERVER : source.server;
  }

  /**
   * Opens what was chosen, and embeds photos.
   *
   * @throws IOException where one of them has no embedding
   */
  EmbeddingCollector embed(Console console, List<Photo> photos)
      throws IOException, InterruptedException {
    EmbeddingCollector embeddings = new EmbeddingCollector();
    try (Embedder open = open();
        Progress progress = Progress.start(console, "embed", photos.size())) {
      PhotoRun.run(open::embed, photos, embeddings, progress::step);
    }
    return embeddings;
  }

  private static final class Source {
    @Option(
        names = "--server",
        paramLabel = "HOST:PORT",
        description = "Server that embeds. Default: " + DEFAULT_SERVER + ".")
    private @Nullable String server;

    @Option(
        names = "--model",
        paramLabel = "DIR",
        description = "Version of a model that embeds in this process, without a server.")
    private @Nullable Path model;
  }
}
