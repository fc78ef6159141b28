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

  /** By how much photos are enlarged for a detector at most. */
  public static final int MOST_ENLARGED = 2;

  /** Checks the scale and the size. */
  public Window {
    if (!(scale > 0) || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "window: %d x %d at scale %s (expected: at least a pixel, and a scale above 0)"
              .formatted(width, height, scale));
    }
  }

  /**
   * One that shows a whole photo, from the upper left corner on: as large as it fits, but enlarged
   * to {@link #MOST_ENLARGED} times its size at most, since more shows nothing more.
   */
  public static Window whole(Pixels photo, int width, int height) {
    double scale = Math.max((double) photo.width() / width, (double) photo.height() / height);
    return new Window(0, 0, Math.max(scale, 1.0 / MOST_ENLARGED), width, height);
  }

  /**
   * What a network sees.
   *
   * @param input says the order and the range of the channels; its size is not looked at
   * @return C x height x width values {@code (v - mean) / std}, v in 0..255
   */
  public float[] tensor(Pixels photo, Manifest.Input input) {
    return tensor(photo.excerpt(crop()), input);
  }

  /** The same, of a photo of which many windows are looked at. */
  public float[] tensor(PhotoPyramid photo, Manifest.Input input) {
    return tensor(photo.excerpt(crop()), input);
  }

  private Crop crop() {
    return new Crop(new SimilarityTransform(scale, 0, photoX(0), photoY(0)), width, height);
  }

  private float[] tensor(Excerpt excerpt, Manifest.Input input) {
    ChannelWriter out =
        new ChannelWriter(input.channels(), width * height, input.mean(), input.std());
    Warp.write(excerpt, out);
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
