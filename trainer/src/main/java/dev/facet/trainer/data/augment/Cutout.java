package dev.facet.trainer.data.augment;

import java.util.random.RandomGenerator;

/**
 * Hides a square behind mid-gray (DeVries and Taylor, 2017, "Improved regularization of
 * convolutional neural networks with cutout"). Its middle is any pixel, so part of it may lie
 * outside.
 *
 * @param share the side of the square as a share of the crop's shorter side, 0.01 to 1
 */
public record Cutout(double share) implements Augmentation {

  private static final float GRAY = 127.5f;

  /** Checks the share. */
  public Cutout {
    Ranges.check("share", share, 0.01, 1);
  }

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    int side = Math.max(1, (int) Math.round(share * Math.min(face.width(), face.height())));
    int left = random.nextInt(face.width()) - side / 2;
    int top = random.nextInt(face.height()) - side / 2;
    return hidden(face, left, top, side);
  }

  /** Hides a square, as far as it lies inside. */
  static Planes hidden(Planes face, int left, int top, int side) {
    float[] to = face.values().clone();
    for (int y = Math.max(0, top); y < Math.min(face.height(), top + side); y++) {
      for (int x = Math.max(0, left); x < Math.min(face.width(), left + side); x++) {
        for (int at = y * face.width() + x; at < to.length; at += face.area()) {
          to[at] = GRAY;
        }
      }
    }
    return face.with(to);
  }
}
