package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.BadImageException.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PyramidTilingTest {

  @ParameterizedTest
  @CsvSource({
    "250, 250, 12, 160, 160",
    "97, 301, 15, 64, 48",
    "91, 50, 9, 12, 14",
    "1600, 1200, 40, 160, 96",
    "12, 12, 12, 160, 160",
  })
  void everyWindowOfEveryLevel_isInOnePart(
      int width, int height, int leastSize, int tileWidth, int tileHeight)
      throws BadImageException {
    Map<PyramidLevel, int[][]> counts = new HashMap<>();
    for (PyramidLevel level : PyramidLevel.of(width, height, leastSize)) {
      counts.put(level, new int[(level.height() - 12) / 2 + 1][(level.width() - 12) / 2 + 1]);
    }

    for (PackedTile tile : tiling(width, height, tileWidth, tileHeight, 10_000).tiles(leastSize)) {
      for (PackedTile.Placed placed : tile.placed()) {
        LevelPart part = placed.part();
        int[][] count = Objects.requireNonNull(counts.get(part.level()), part::toString);
        for (int y = 0; y + 12 <= part.height(); y += 2) {
          for (int x = 0; x + 12 <= part.width(); x += 2) {
            count[(part.top() + y) / 2][(part.left() + x) / 2]++;
          }
        }
      }
    }

    counts.forEach(
        (level, count) -> {
          int[] ones = new int[count[0].length];
          Arrays.fill(ones, 1);
          for (int[] row : count) {
            assertArrayEquals(ones, row, level::toString);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"250, 250, 12, 160, 160", "97, 301, 15, 64, 48", "1600, 1200, 40, 160, 96"})
  void partsOfATile_lieSideBySideAtEvenPlaces(
      int width, int height, int leastSize, int tileWidth, int tileHeight)
      throws BadImageException {
    for (PackedTile tile : tiling(width, height, tileWidth, tileHeight, 100).tiles(leastSize)) {
      boolean[][] taken = new boolean[tileHeight][tileWidth];
      for (PackedTile.Placed placed : tile.placed()) {
        assertEquals(0, placed.x() % 2 + placed.y() % 2);
        for (int y = placed.y(); y < placed.y() + placed.part().height(); y++) {
          for (int x = placed.x(); x < placed.x() + placed.part().width(); x++) {
            assertTrue(!taken[y][x], placed::toString);
            taken[y][x] = true;
          }
        }
      }
    }
  }

  @Test
  void levels_beginAtTheLeastFace_andEndAtThePhoto() {
    List<PyramidLevel> levels = PyramidLevel.of(100, 80, 24);

    assertEquals(new PyramidLevel(2, 50, 40), levels.get(0));
    // Faces of 24, 34, 48 and 67 pixels; the next were 95.
    assertEquals(4, levels.size());
    for (int i = 1; i < levels.size(); i++) {
      assertEquals(0.709, levels.get(i - 1).scale() / levels.get(i).scale(), 1e-9);
    }
    for (PyramidLevel level : PyramidLevel.of(333, 77, 13)) {
      assertEquals(333 / level.scale() + 1, level.width(), 1);
      assertEquals(77 / level.scale() + 1, level.height(), 1);
    }
  }

  @Test
  void smallLevels_shareATile() throws BadImageException {
    // One level of 150 x 150 and all smaller ones, which are about as large together.
    List<PackedTile> tiles = tiling(150, 150, 160, 160, 64).tiles(12);

    assertEquals(1, tiles.get(0).placed().size());
    assertTrue(tiles.size() <= 3, tiles.size() + " tiles");
  }

  @Test
  void noLeastSize_isAFortiethOfTheLongerSide() throws BadImageException {
    assertEquals(12 / 12.0, firstScale(tiling(250, 250, 160, 160, 64).tiles(0)));
    assertEquals(100 / 12.0, firstScale(tiling(3000, 4000, 160, 160, 64).tiles(0)));
  }

  @Test
  void noLeastSize_andFewTiles_isWhatTheyAllow() throws BadImageException {
    List<PackedTile> tiles = tiling(3000, 4000, 160, 160, 1).tiles(0);

    assertEquals(1, tiles.size());
    assertTrue(firstScale(tiles) > 20, tiles::toString);
  }

  @Test
  void smallerFacesThanTheTilesAllow_areRefused_withTheLeastThatTheyDo() throws BadImageException {
    PyramidTiling tiling = tiling(4000, 3000, 160, 160, 64);

    BadImageException refused = assertThrows(BadImageException.class, () -> tiling.tiles(3));

    assertEquals(Reason.TOO_MANY_TILES, refused.reason());
    assertEquals(
        "min size: 3 (expected: 0, or at least 51 in a photo of 4000 x 3000 pixels)",
        refused.getMessage());
  }

  @Test
  void leastSizeThatIsNamed_isPossible_andTheOneBelowIsNot() throws BadImageException {
    for (int mostTiles = 1; mostTiles <= 64; mostTiles++) {
      PyramidTiling tiling = tiling(1000, 600, 160, 160, mostTiles);
      BadImageException refused = assertThrows(BadImageException.class, () -> tiling.tiles(4));
      int least =
          Integer.parseInt(
              String.valueOf(refused.getMessage()).replaceAll(".*at least (\\d+) in.*", "$1"));

      assertTrue(tiling.tiles(least).size() <= mostTiles);
      assertThrows(BadImageException.class, () -> tiling.tiles(least - 1));
    }
  }

  @Test
  void hugePhotoAndTinyFaces_areRefusedWithoutCuttingItUp() {
    assertThrows(BadImageException.class, () -> tiling(65_535, 65_535, 160, 160, 64).tiles(1));
  }

  @Test
  void photoSmallerThanTheLeastFace_hasNoTiles() throws BadImageException {
    assertEquals(List.of(), tiling(100, 23, 160, 160, 64).tiles(24));
    assertEquals(List.of(), tiling(11, 11, 160, 160, 64).tiles(0));
    // No number of tiles is too small for none.
    assertEquals(List.of(), tiling(65_535, 12, 160, 160, 1).tiles(0));
  }

  @Test
  void oddOrTinyTiles_areRefused() {
    assertEquals(
        "tile width: 161 (expected: even, at least 12)",
        assertThrows(IllegalArgumentException.class, () -> tiling(9, 9, 161, 160, 1)).getMessage());
    assertEquals(
        "tile height: 10 (expected: even, at least 12)",
        assertThrows(IllegalArgumentException.class, () -> tiling(9, 9, 160, 10, 1)).getMessage());
  }

  private static PyramidTiling tiling(
      int width, int height, int tileWidth, int tileHeight, int mostTiles) {
    return new PyramidTiling(width, height, tileWidth, tileHeight, mostTiles);
  }

  private static double firstScale(List<PackedTile> tiles) {
    return tiles.stream()
        .flatMap(tile -> tile.placed().stream())
        .mapToDouble(placed -> placed.part().level().scale())
        .min()
        .orElseThrow();
  }
}
