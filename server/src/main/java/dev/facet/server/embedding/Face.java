package dev.facet.server.embedding;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Image;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import org.jspecify.annotations.Nullable;

/**
 * A face to embed, not decoded yet.
 *
 * @param bytes what the image holds in memory until it is answered
 * @param source gives its image; called once it is the face's turn
 * @param landmarks the face's five points; null where the image is a crop of the face
 */
public record Face(long bytes, Source source, @Nullable Landmarks landmarks) {

  /** Gives an image. */
  @FunctionalInterface
  public interface Source {

    /**
     * The image.
     *
     * @param decoder for files
     * @throws BadImageException if there is none
     */
    Image image(ImageDecoder decoder) throws BadImageException;
  }
}
