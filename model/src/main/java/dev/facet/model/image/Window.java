package dev.facet.model.image;

import dev.facet.model.bundle.Manifest;

/**
 * An upright rectangle of a photo, as a network sees it: of the network's size, and black where it
 * reaches over the photo's edge. The middle of its pixel (u, v) is at {@code left + (u + 0.5) scale
 * - 0.5} from the left and {@code top + (v + 0.5) scale - 0.5} from the top of the photo, where
 * pixel centres have integer coordinates.
 *
 * @param left its left edge, in pixels from the photo's left edge; may be below 0
 * @param top its upper edge, in pixels from the photo's upper edge; may be below 0
 * @param scale pixels of the photo for one of the window, above 0
 * @param width in its own pixels
 * @param height in its own pixels
 */
public record Window(double left, double top, double scale, int width, int height) {

  /** Checks the scale and the size. */
  public Window {
    if (!(scale > 0) || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "window: %d x %d at scale %s (expected: at least a pixel, and a scale above 0)"
              .formatted(width, height, scale));
    }
  }

  /** One that shows a whole photo, as large as it fits, from the upper left corner on. */
  public static Window whole(Pixels photo, int width, int height) {
    double scale = Math.max((double) photo.width() / width, (double) photo.height() / height);
    return new Window(0, 0, scale, width, height);
  }

  /**
   * What a network sees.
   *
   * @param input says the order and the range of the channels; its size is not looked at
   * @return C x height x width values {@code (v - mean) / std}, v in 0..255
   */
  public float[] tensor(Pixels photo, Manifest.Input input) {
    ChannelWriter out =
        new ChannelWriter(input.channels(), width * height, input.mean(), input.std());
    SimilarityTransform toPhoto = new SimilarityTransform(scale, 0, photoX(0), photoY(0));
    Warp.write(photo.excerpt(new Crop(toPhoto, width, height)), out);
    return out.values();
  }

  /** Where a place of the window is in the photo, across. */
  public double photoX(double u) {
    return left + (u + 0.5) * scale - 0.5;
  }

  /** Where a place of the window is in the photo, down. */
  public double photoY(double v) {
    return top + (v + 0.5) * scale - 0.5;
  }
}
