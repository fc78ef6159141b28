package dev.facet.cli.picture;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import java.awt.image.BufferedImage;
import java.util.Collections;

/** Cuts aligned faces out of photos, as models with ArcFace's template see them. Thread-safe. */
public final class FaceCropper {
  private final int side;
  private final FacePreprocessor preprocessor;

  /**
   * A cropper.
   *
   * @param side of the crops, in pixels
   */
  public FaceCropper(int side) {
    this.side = side;
    this.preprocessor =
        new FacePreprocessor(
            new Manifest.Input(
                "data",
                side,
                side,
                Channels.RGB,
                Collections.nCopies(3, 0f),
                Collections.nCopies(3, 1f)),
            new Manifest.Alignment(Template.ARCFACE_112, false));
  }

  /**
   * Cuts a face out.
   *
   * @throws BadImageException if it cannot be aligned
   */
  public BufferedImage crop(Pixels photo, Landmarks landmarks) throws BadImageException {
    float[] planes = preprocessor.planes(photo, landmarks);
    BufferedImage crop = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    int size = side * side;
    for (int i = 0; i < size; i++) {
      int color =
          Math.round(planes[i]) << 16
              | Math.round(planes[size + i]) << 8
              | Math.round(planes[2 * size + i]);
      crop.setRGB(i % side, i / side, color);
    }
    return crop;
  }
}
