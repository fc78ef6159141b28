package dev.facet.model.detection;

import java.util.List;

/**
 * The anchors of one output of a RetinaFace: squares of some sizes at every place of a grid, which
 * the network moves and stretches until they fit a face.
 *
 * @param stride pixels from one place to the next
 * @param sizes sides of the anchors at each place, in pixels, in the order of the channels
 */
public record AnchorLevel(int stride, List<Integer> sizes) {

  /** Of InsightFace's networks mnet.25 and R50, in the order of their outputs. */
  public static final List<AnchorLevel> RETINA_FACE =
      List.of(
          new AnchorLevel(32, List.of(512, 256)),
          new AnchorLevel(16, List.of(128, 64)),
          new AnchorLevel(8, List.of(32, 16)));

  /** Middle of the anchors at the first place, of a first anchor of 16 x 16 at the corner. */
  private static final double FIRST = 7.5;

  /** Copies the sizes. */
  public AnchorLevel {
    sizes = List.copyOf(sizes);
  }

  /** Number of places along a side of an image, whose length is a multiple of the stride. */
  int places(int side) {
    return side / stride;
  }

  /** Coordinate of the middle of the anchors at a place. */
  double middle(int place) {
    return FIRST + (double) place * stride;
  }
}
