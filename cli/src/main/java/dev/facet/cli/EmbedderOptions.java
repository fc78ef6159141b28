package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.EmbeddingRun;
import dev.facet.cli.face.LocalEmbedder;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.RemoteEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who embeds: a server, or a model in this process. */
@SuppressWarnings("NullAway.Init") // picocli sets the field
final class EmbedderOptions {
  /** Where {@code facet serve} listens unless told otherwise. */
  static final String DEFAULT_SERVER = "localhost:50051";

  @ArgGroup private @Nullable Source source;

  @Mixin private SecurityOptions security;

  /** Opens what was chosen. */
  Embedder open() throws IOException {
    if (source != null && source.model != null) {
      return LocalEmbedder.open(source.model);
    }
    String server = source == null || source.server == null ? DEFAULT_SERVER : source.server;
    return new RemoteEmbedder(server, security.connect(server));
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
      EmbeddingRun.embed(open, photos, embeddings, progress::step);
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
