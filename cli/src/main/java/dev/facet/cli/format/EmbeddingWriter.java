package dev.facet.cli.format;

import dev.facet.cli.face.EmbeddedFace;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes the results of files in their order. Not thread-safe. Closing completes the document and
 * flushes the stream below, which stays the caller's.
 */
public interface EmbeddingWriter extends Closeable {

  /**
   * Writes the next file's face, or its faces where they were sought: each of these is called by
   * the file's name and {@code #} with its number, from 0.
   *
   * @param faces at least one
   */
  default void faces(String file, List<EmbeddedFace> faces) throws IOException {
    for (int i = 0; i < faces.size(); i++) {
      EmbeddedFace face = faces.get(i);
      face(face.found().isPresent() ? file + "#" + i : file, face);
    }
  }

  /** Writes a face. */
  void face(String name, EmbeddedFace face) throws IOException;

  /** The next file has no embedding, for the given reason. */
  void failure(String file, String reason) throws IOException;
}
