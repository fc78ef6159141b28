package dev.facet.model.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * What MTCNN's first network gives for a tile: for each window of 12 x 12 pixels, at every second
 * column and row, whether it holds a face and how the window should be moved. One after the other
 * are the scores, 2 x H x W, of which the first are those of no face, and the moves of the left,
 * upper, right and lower edges, 4 x H x W.
 */
final class ProposalMap {

  private static final int SCORES = 2;
  private static final int MOVES = 4;

  private final int columns;
  private final int plane;
  private final float[] outputs;

  /**
   * Takes the outputs for a tile.
   *
   * @param tileWidth in pixels
   * @param tileHeight in pixels
   * @throws IllegalArgumentException if they are not as many as the tile has windows
   */
  ProposalMap(int tileWidth, int tileHeight, float[] outputs) {
    columns = places(tileWidth);
    plane = columns * places(tileHeight);
    if (outputs.length != (SCORES + MOVES) * plane) {
      throw new IllegalArgumentException(
          "proposals: %d values (expected: %d)"
              .formatted(outputs.length, (SCORES + MOVES) * plane));
    }
    this.outputs = outputs;
  }

  /** Number of windows along a side. */
  private static int places(int side) {
    return (side - PyramidLevel.WINDOW) / PyramidLevel.STRIDE + 1;
  }

  /**
   * The windows of a part of the tile that may be faces.
   *
   * @param leastScore the lowest score of a face
   * @return row by row
   */
  List<Proposal> of(PackedTile.Placed placed, double leastScore) {
    List<Proposal> proposals = new ArrayList<>();
    LevelPart part = placed.part();
    for (int row = 0; row < places(part.height()); row++) {
      for (int column = 0; column < places(part.width()); column++) {
        int x = column * PyramidLevel.STRIDE;
        int y = row * PyramidLevel.STRIDE;
        int place =
            (placed.y() + y) / PyramidLevel.STRIDE * columns
                + (placed.x() + x) / PyramidLevel.STRIDE;
        if (outputs[plane + place] >= leastScore) {
          proposals.add(proposal(part.box(x, y), place));
        }
      }
    }
    return proposals;
  }

  private Proposal proposal(FaceBox box, int place) {
    int moves = SCORES * plane + place;
    return new Proposal(
        box,
        outputs[plane + place],
        outputs[moves],
        outputs[moves + plane],
        outputs[moves + 2 * plane],
        outputs[moves + 3 * plane]);
  }
}
