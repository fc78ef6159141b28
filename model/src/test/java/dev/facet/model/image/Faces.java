package dev.facet.model.image;

/** Landmarks and drawn photos that {@code src/test/python/make_geometry.py} has too. */
final class Faces {

  private Faces() {}

  static Landmarks landmarks(float... xy) throws BadImageException {
    return new Landmarks(
        new Point(xy[0], xy[1]),
        new Point(xy[2], xy[3]),
        new Point(xy[4], xy[5]),
        new Point(xy[6], xy[7]),
        new Point(xy[8], xy[9]));
  }

  static Landmarks upright() throws BadImageException {
    return landmarks(105, 110, 145, 112, 124, 135, 108, 155, 141, 157);
  }

  static Landmarks turned(float scale) throws BadImageException {
    float[] xy = {60, 20, 75, 50, 50, 45, 30, 30, 42, 62};
    for (int i = 0; i < xy.length; i++) {
      xy[i] *= scale;
    }
    return landmarks(xy);
  }

  static Landmarks mirrored() throws BadImageException {
    return landmarks(145, 110, 105, 110, 125, 135, 140, 155, 110, 155);
  }

  /** Smooth in x and y. */
  static Pixels photo(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[at++] = (byte) (x * 255 / (width - 1));
        rgb[at++] = (byte) (y * 255 / (height - 1));
        rgb[at++] = (byte) ((2 * x + y) * 255 / (2 * width + height));
      }
    }
    return new Pixels(width, height, rgb);
  }
}
