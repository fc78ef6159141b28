package dev.facet.model.image;

import dev.facet.model.bundle.Manifest.Channels;
import java.util.List;

/**
 * The luma of a face, aligned to ArcFace's template of 112 x 112 pixels. Luma is 0.299 R + 0.587 G
 * + 0.114 B (ITU-R BT.601), 0 to 255, not rounded. Immutable.
 */
public final class AlignedLuma {

  /** Width and height, in pixels. */
  public static final int SIDE = 112;

  /** Of places, in pixels: less than what a luma shows. */
  private static final double ROUNDING = 1e-6;

  private final Crop crop;
  private final float[] values;

  /** Least and greatest x and y in the photo whose luma has nothing of the black around it. */
  private final double least;

  private final double mostX;
  private final double mostY;

  private AlignedLuma(Pixels photo, Crop crop, float[] values) {
    this.crop = crop;
    this.values = values;
    // Where the photo is made smaller first, each of its pixels then is the mean of a block.
    int block = crop.block();
    least = (block - 1) / 2.0;
    mostX = photo.width() / block * block - 1 - least;
    mostY = photo.height() / block * block - 1 - least;
  }

  /**
   * Aligns a face.
   *
   * @param landmarks the face's five points, in pixels of the photo
   * @throws BadImageException where these cannot be brought to the template
   */
  public static AlignedLuma of(Pixels photo, Landmarks landmarks) throws BadImageException {
    Crop crop = AlignmentTemplate.crop(landmarks, SIDE, SIDE);
    ChannelWriter out = new ChannelWriter(Channels.GRAY, SIDE * SIDE, List.of(0f), List.of(1f));
    Warp.write(photo.excerpt(crop), out);
    return new AlignedLuma(photo, crop, out.values());
  }

  /**
   * The luma of a pixel; black where it lies outside the photo.
   *
   * @param u column, 0 to 111
   * @param v row, 0 to 111
   */
  public float at(int u, int v) {
    return values[v * SIDE + u];
  }

  /**
   * Whether a pixel lies in the photo, all of it.
   *
   * @param u column, 0 to 111
   * @param v row, 0 to 111
   */
  public boolean isInPhoto(int u, int v) {
    double x = crop.toPhoto().x(u, v);
    double y = crop.toPhoto().y(u, v);
    return x >= least - ROUNDING
        && x <= mostX + ROUNDING
        && y >= least - ROUNDING
        && y <= mostY + ROUNDING;
  }
}
