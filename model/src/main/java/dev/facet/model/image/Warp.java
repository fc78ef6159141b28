package dev.facet.model.image;

/**
 * Cuts a crop out of a photo through a similarity transform. Pixel centres have integer
 * coordinates; values between them are interpolated bilinearly; outside the photo all is black.
 *
 * <p>Where the crop is less than half as large as what it shows, bilinear interpolation would skip
 * pixels. The photo is then halved first, by averages of 2 x 2 pixels, as often as is needed.
 */
final class Warp {

  private static final double LEAST_SCALE = 0.5;

  private final Pixels photo;
  private final float[] planes;

  private Warp(Pixels photo, int size) {
    this.photo = photo;
    this.planes = new float[3 * size];
  }

  /**
   * A crop as three planes (red, green, blue) of width x height values, each 0 to 255, not rounded.
   *
   * @param toCrop brings a place of the photo to its place in the crop
   */
  static float[] planes(Pixels photo, SimilarityTransform toCrop, int width, int height) {
    SimilarityTransform toPhoto = toCrop.inverse();
    int block = 1;
    while (toCrop.scale() * block < LEAST_SCALE && block <= Pixels.MAX_SIDE) {
      block *= 2;
    }
    if (block == 1) {
      return new Warp(photo, width * height).fill(toPhoto, width, height);
    }
    Reduction reduction = Reduction.around(photo, block, toPhoto, width, height);
    return new Warp(reduction.pixels(), width * height)
        .fill(reduction.toReduced(toPhoto), width, height);
  }

  private float[] fill(SimilarityTransform toPhoto, int width, int height) {
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        sample(toPhoto.x(u, v), toPhoto.y(u, v), v * width + u);
      }
    }
    return planes;
  }

  /** A neighbour outside the photo is black: it weighs nothing. */
  private void sample(double x, double y, int at) {
    int width = photo.width();
    int height = photo.height();
    if (!(x > -1 && y > -1 && x < width && y < height)) {
      return;
    }
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float fractionX = (float) (x - left);
    float fractionY = (float) (y - top);
    float leftWeight = left < 0 ? 0 : 1 - fractionX;
    float rightWeight = left + 1 < width ? fractionX : 0;
    float topWeight = top < 0 ? 0 : 1 - fractionY;
    float bottomWeight = top + 1 < height ? fractionY : 0;
    int leftColumn = 3 * Math.max(left, 0);
    int rightColumn = 3 * Math.min(left + 1, width - 1);
    int topRow = 3 * width * Math.max(top, 0);
    int bottomRow = 3 * width * Math.min(top + 1, height - 1);
    byte[] rgb = photo.rgb();
    int size = planes.length / 3;
    for (int channel = 0; channel < 3; channel++) {
      float above =
          leftWeight * (rgb[topRow + leftColumn + channel] & 0xff)
              + rightWeight * (rgb[topRow + rightColumn + channel] & 0xff);
      float below =
          leftWeight * (rgb[bottomRow + leftColumn + channel] & 0xff)
              + rightWeight * (rgb[bottomRow + rightColumn + channel] & 0xff);
      planes[channel * size + at] = topWeight * above + bottomWeight * below;
    }
  }
}
