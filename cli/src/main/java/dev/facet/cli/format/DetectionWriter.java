package dev.facet.cli.format;

import dev.facet.cli.people.NamedFaces;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes the faces of photos in the photos' order. Not thread-safe. Closing completes the document
 * and flushes the stream below, which stays the caller's.
 */
public interface DetectionWriter extends Closeable {

  /** Writes what was found in the next photo. */
  void photo(String file, NamedFaces found) throws IOException;

  /** Nothing can be told of the next photo, for the given reason. */
  void failure(String file, String reason) throws IOException;
}
