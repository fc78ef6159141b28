package dev.facet.trainer.data;

import java.io.Closeable;
import java.io.IOException;

/** Photos by number, 0 to {@code size() - 1}, always in the same order. Thread-safe. */
public interface PhotoSource extends Closeable {

  /** Number of photos. */
  int size();

  /** What a person finds the photo by, such as its path inside the source. */
  String name(int index);

  /**
   * Reads and decodes a photo.
   *
   * @throws BadPhotoException if it cannot be read or is broken; the others are not affected
   */
  Photo photo(int index) throws BadPhotoException;

  /** Releases files that the source holds open; by default there are none. */
  @Override
  default void close() throws IOException {}
}
