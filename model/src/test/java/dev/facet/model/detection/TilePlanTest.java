package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TilePlanTest {

  private static Pixels photo(int width, int height) throws BadImageException {
    return Pixels.of(width, height, Channels.GRAY, new byte[width * height]);
  }

  private static SearchOptions faces(int leastSize) {
    return new SearchOptions(0.5, leastSize, 10_000);
  }

  @Test
  void withoutASize_thePhotoIsLookedAtAsAWhole() throws Exception {
    List<TilePlan.Tile> tiles = TilePlan.of(photo(1000, 400), 320, 320, SearchOptions.DEFAULT);

    assertEquals(List.of(new TilePlan.Tile(new Window(0, 0, 3.125, 320, 320), true)), tiles);
  }

  @Test
  void everyFaceOfTheLeastSize_isWholeAndLargeEnoughInSomeTile() throws Exception {
    Random random = new Random(1);
    for (int trial = 0; trial < 200; trial++) {
      Pixels photo = photo(50 + random.nextInt(1500), 50 + random.nextInt(1500));
      int leastSize = 8 + random.nextInt(60);
      List<TilePlan.Tile> tiles = TilePlan.of(photo, 256, 192, faces(leastSize));
      for (int face = 0; face < 100; face++) {
        int side =
            Math.min(
                leastSize + random.nextInt(2 * leastSize), Math.min(photo.width(), photo.height()));
        if (side >= leastSize) {
          int left = random.nextInt(photo.width() - side + 1);
          int top = random.nextInt(photo.height() - side + 1);
          assertTrue(
              tiles.stream().anyMatch(tile -> shows(tile, photo, left, top, side)),
              "a face of %d at %d, %d of %d x %d"
                  .formatted(side, left, top, photo.width(), photo.height()));
        }
      }
    }
  }

  /** By the edges of the face, in pixels of the tile from its edge. */
  private static boolean shows(TilePlan.Tile tile, Pixels photo, int left, int top, int side) {
    Window window = tile.window();
    double first = (left - window.left()) / window.scale();
    double upper = (top - window.top()) / window.scale();
    double length = side / window.scale();
    FaceBox box =
        new FaceBox(
            (float) first,
            (float) upper,
            (float) (first + length - 1),
            (float) (upper + length - 1));
    return length >= 16 - 1e-9
        && first >= -1e-3
        && upper >= -1e-3
        && first + length <= window.width() + 1e-3
        && upper + length <= window.height() + 1e-3
        && tile.holds(box, photo);
  }

  @Test
  void faceThatATileCuts_isLeftToTheTileBesideIt_butNotAtThePhotosEdge() throws Exception {
    Pixels photo = photo(1024, 256);
    List<TilePlan.Tile> tiles = TilePlan.of(photo, 256, 256, faces(16));
    TilePlan.Tile first = tiles.get(tiles.size() - 6);
    assertEquals(0, first.window().left());
    assertEquals(1, first.window().scale());

    assertTrue(first.holds(new FaceBox(-5, 100, 30, 140), photo));
    assertFalse(first.holds(new FaceBox(230, 100, 260, 140), photo));
    assertTrue(tiles.get(0).holds(new FaceBox(-9, -9, 300, 300), photo));
  }

  @Test
  void facesBelowWhatPixelsShow_areNotLookedForMoreClosely() throws Exception {
    Pixels photo = photo(300, 300);
    assertEquals(TilePlan.of(photo, 256, 256, faces(8)), TilePlan.of(photo, 256, 256, faces(1)));
    assertTrue(
        TilePlan.of(photo, 256, 256, faces(1)).stream()
            .allMatch(tile -> tile.window().scale() >= 0.5));
  }

  @Test
  void moreTilesThanAreAllowed_areRefused_withTheSizeThatWouldDo() throws Exception {
    Pixels photo = photo(2560, 2560);
    BadImageException e =
        assertThrows(
            BadImageException.class,
            () -> TilePlan.of(photo, 640, 640, new SearchOptions(0.5, 9, 64)));
    assertEquals(BadImageException.Reason.TOO_MANY_TILES, e.reason());
    assertEquals(
        "min size: 9 (expected: 0, or at least 16 in a photo of 2560 x 2560 pixels)",
        e.getMessage());
    assertEquals(1 + 9 + 25, TilePlan.of(photo, 640, 640, new SearchOptions(0.5, 16, 64)).size());
  }
}
