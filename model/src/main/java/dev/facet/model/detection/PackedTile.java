package dev.facet.model.detection;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.image.PhotoPyramid;
import java.util.ArrayList;
import java.util.List;

/**
 * An input of the first network: parts of levels side by side. A window is looked at on its own, so
 * that parts do not disturb each other; what a window over the edge of a part gives is not used.
 *
 * @param placed the parts, none over another
 */
record PackedTile(List<Placed> placed) {

  /** Copies the list. */
  PackedTile {
    placed = List.copyOf(placed);
  }

  /**
   * A part at its place in the tile.
   *
   * @param part the part
   * @param x its distance from the tile's left edge, in pixels, even
   * @param y its distance from the tile's upper edge, in pixels, even
   */
  record Placed(LevelPart part, int x, int y) {}

  /**
   * What the network sees.
   *
   * @param input says the size of the tile, and the order and the range of the channels
   * @return C x height x width values; 0 where no part is
   */
  float[] tensor(PhotoPyramid photo, Manifest.Input input) {
    int plane = input.width() * input.height();
    float[] tensor = new float[input.channels().count() * plane];
    for (Placed each : placed) {
      int width = each.part().width();
      int height = each.part().height();
      float[] values = each.part().window().tensor(photo, input);
      for (int row = 0; row < input.channels().count() * height; row++) {
        int y = each.y() + row % height;
        int to = row / height * plane + y * input.width() + each.x();
        System.arraycopy(values, row * width, tensor, to, width);
      }
    }
    return tensor;
  }

  /**
   * What the network proposes.
   *
   * @param map of this tile
   * @param leastScore of a proposal
   * @param mostOverlap of two proposals of one part
   */
  List<Proposal> proposals(ProposalMap map, double leastScore, double mostOverlap) {
    List<Proposal> proposals = new ArrayList<>();
    for (Placed each : placed) {
      proposals.addAll(NonMaximumSuppression.apply(map.of(each, leastScore), mostOverlap));
    }
    return proposals;
  }
}
