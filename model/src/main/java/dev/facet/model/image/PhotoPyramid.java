package dev.facet.model.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A photo with its halvings: averages of 2 x 2 pixels, of 4 x 4 and so on, each made when it is
 * first needed. For many crops of one large photo, which else would be halved for each of them; the
 * crops are the same but for rounding, which is done at every halving.
 *
 * <p>Thread-safe.
 */
public final class PhotoPyramid {

  /** The photo, and each the half of the one before. Guarded by itself. */
  private final List<Pixels> halvings = new ArrayList<>();

  /** Halves nothing yet. */
  public PhotoPyramid(Pixels photo) {
    halvings.add(photo);
  }

  /** The pixels that a crop is made of. */
  Excerpt excerpt(Crop crop) {
    int block = crop.block();
    Crop inBlocks = block == 1 ? crop : crop.inBlocks(block, 0, 0);
    return new Excerpt(halved(Integer.numberOfTrailingZeros(block)), inBlocks);
  }

  private Pixels halved(int times) {
    synchronized (halvings) {
      while (halvings.size() <= times) {
        halvings.add(half(halvings.get(halvings.size() - 1)));
      }
      return halvings.get(times);
    }
  }

  private static Pixels half(Pixels pixels) {
    Box box = new Box(0, 0, pixels.width(), pixels.height());
    Box blocks = box.blocks(2);
    byte[] rgb = Reduction.averages(pixels.rgb(), 3, box, 2);
    Reduction.darkenEdges(rgb, box, 2);
    return new Pixels(blocks.width(), blocks.height(), rgb);
  }
}
