package dev.facet.model.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts parts of levels into as few tiles as a simple rule finds: the highest first, each onto the
 * first shelf that has room, where a shelf is a row of a tile as high as its first part (first fit
 * by falling height). So the many small levels of a photo share a tile or two. Used by one thread.
 */
final class TilePacking {

  private final int tileWidth;
  private final int tileHeight;
  private final List<Shelf> shelves = new ArrayList<>();

  /** Of each tile: what stands in it, and how high its shelves are together. */
  private final List<List<PackedTile.Placed>> tiles = new ArrayList<>();

  private final List<Integer> filled = new ArrayList<>();

  private TilePacking(int tileWidth, int tileHeight) {
    this.tileWidth = tileWidth;
    this.tileHeight = tileHeight;
  }

  /** A row of a tile; what stands on it reaches from the tile's left edge to {@code end}. */
  private static final class Shelf {
    final int tile;
    final int top;
    int end;

    Shelf(int tile, int top) {
      this.tile = tile;
      this.top = top;
    }
  }

  /**
   * Fills tiles.
   *
   * @param parts none larger than a tile
   * @param tileWidth in pixels
   * @param tileHeight in pixels
   */
  static List<PackedTile> pack(List<LevelPart> parts, int tileWidth, int tileHeight) {
    TilePacking packing = new TilePacking(tileWidth, tileHeight);
    List<LevelPart> sorted = new ArrayList<>(parts);
    sorted.sort(
        Comparator.comparingInt(LevelPart::height).thenComparingInt(LevelPart::width).reversed());
    sorted.forEach(packing::add);
    return packing.tiles.stream().map(PackedTile::new).toList();
  }

  /** No part before was lower, so that every shelf is high enough. */
  private void add(LevelPart part) {
    Shelf shelf =
        shelves.stream()
            .filter(each -> tileWidth - each.end >= part.width())
            .findFirst()
            .orElseGet(() -> newShelf(part.height()));
    tiles.get(shelf.tile).add(new PackedTile.Placed(part, shelf.end, shelf.top));
    shelf.end += part.width();
  }

  private Shelf newShelf(int height) {
    int tile = 0;
    while (tile < tiles.size() && tileHeight - filled.get(tile) < height) {
      tile++;
    }
    if (tile == tiles.size()) {
      tiles.add(new ArrayList<>());
      filled.add(0);
    }
    Shelf shelf = new Shelf(tile, filled.get(tile));
    filled.set(tile, shelf.top + height);
    shelves.add(shelf);
    return shelf;
  }
}
