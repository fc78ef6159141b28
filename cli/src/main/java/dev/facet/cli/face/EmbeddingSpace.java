package dev.facet.cli.face;

import dev.facet.client.ModelRef;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds embeddings to one space: those of different models or versions must never be compared, and
 * a server may switch its live version at any time. Not thread-safe.
 */
public final class EmbeddingSpace {
  private @Nullable ModelRef model;

  /** A space that the first embedding decides. */
  public EmbeddingSpace() {}

  /** The space of a model. */
  public EmbeddingSpace(ModelRef model) {
    this.model = model;
  }

  /** Checks that an embedding is of the same space as those before it. */
  public void require(ModelRef other) throws IOException {
    if (model == null) {
      model = other;
    } else if (!model.digest().equals(other.digest())) {
      throw new IOException(
          "embeddings of two models: %s version %d and %s version %d (expected: one; the server"
                  .formatted(model.name(), model.version(), other.name(), other.version())
              + " switched its model meanwhile, try again)");
    }
  }

  /** The model of the embeddings; empty before the first. */
  public Optional<ModelRef> model() {
    return Optional.ofNullable(model);
  }
}
