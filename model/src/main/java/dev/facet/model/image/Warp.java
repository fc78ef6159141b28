package dev.facet.model.image;

/**
 * Cuts a crop out of a photo through a similarity transform. Pixel centres have integer
 * coordinates; values between them are interpolated bilinearly; outside the photo all is black.
 *
 * <p>Where the crop is less than half as large as what it shows, bilinear interpolation would skip
 * pixels. The photo is then halved first, by averages of 2 x 2 pixels, as often as is needed.
 */
final class Warp {

  private final Pixels photo;
  private final SimilarityTransform toPhoto;
  private final int width;
  private final int height;

  private Warp(Pixels photo, SimilarityTransform toPhoto, int width, int height) {
    this.photo = photo;
    this.toPhoto = toPhoto;
    this.width = width;
    this.height = height;
  }

  /**
   * A crop as three planes (red, green, blue) of width x height values, each 0 to 255, not rounded.
   *
   * @param toCrop brings a place of the photo to its place in the crop
   */
  static float[] planes(Pixels photo, SimilarityTransform toCrop, int width, int height) {
    SimilarityTransform toPhoto = toCrop.inverse();
    return new Warp(photo, toPhoto, width, height).planes();
  }

  private float[] planes() {
    int size = width * height;
    float[] planes = new float[3 * size];
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        sample(toPhoto.x(u, v), toPhoto.y(u, v), planes, v * width + u, size);
      }
    }
    return planes;
  }

  private void sample(double x, double y, float[] planes, int at, int size) {
    if (!(x > -1 && y > -1 && x < photo.width() && y < photo.height())) {
      return;
    }
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    float right = (float) (x - left);
    float bottom = (float) (y - top);
    add(left, top, (1 - right) * (1 - bottom), planes, at, size);
    add(left + 1, top, right * (1 - bottom), planes, at, size);
    add(left, top + 1, (1 - right) * bottom, planes, at, size);
    add(left + 1, top + 1, right * bottom, planes, at, size);
  }

  private void add(int x, int y, float weight, float[] planes, int at, int size) {
    if (x < 0 || y < 0 || x >= photo.width() || y >= photo.height()) {
      return;
    }
    byte[] rgb = photo.rgb();
    int pixel = 3 * (y * photo.width() + x);
    planes[at] += weight * (rgb[pixel] & 0xff);
    planes[size + at] += weight * (rgb[pixel + 1] & 0xff);
    planes[2 * size + at] += weight * (rgb[pixel + 2] & 0xff);
  }
}
