package dev.facet.cli.format;

import dev.facet.client.FaceEmbedding;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes the results of files in their order. Not thread-safe. Closing completes the document and
 * flushes the stream below, which stays the caller's.
 */
public interface EmbeddingWriter extends Closeable {

  /** Writes the embedding of the next file. */
  void embedding(String file, FaceEmbedding embedding) throws IOException;

  /** The next file has no embedding, for the given reason. */
  void failure(String file, String reason) throws IOException;
}
