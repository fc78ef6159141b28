package dev.facet.cli.format;

import java.io.IOException;
import java.io.OutputStream;

/** How embeddings are written. The names are those of the command line. */
public enum EmbeddingFormat {
  /** An array with one object a face. */
  json {
    @Override
    public EmbeddingWriter writer(OutputStream out) throws IOException {
      return new JsonEmbeddingWriter(out);
    }
  },
  /** A header, then one line a face. */
  csv {
    @Override
    public EmbeddingWriter writer(OutputStream out) {
      return new CsvEmbeddingWriter(out);
    }
  },
  /** A float32 matrix with one row a face. */
  npy {
    @Override
    public EmbeddingWriter writer(OutputStream out) {
      return new NpyEmbeddingWriter(out);
    }
  };

  /** A writer of this format; {@code out} is not closed by it. */
  public abstract EmbeddingWriter writer(OutputStream out) throws IOException;
}
