package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProposalMapTest {

  private static final int TILE_WIDTH = 40;
  private static final int TILE_HEIGHT = 32;

  /** A tile has as many windows: 15 across and 11 down. */
  private static final int PLANE = 15 * 11;

  private static final PackedTile.Placed FIRST = placed(1.5, 18, 4, 20, 32, 0, 0);
  private static final PackedTile.Placed SECOND = placed(3, 0, 0, 16, 20, 22, 6);

  /** Score, moved box and square of each proposal of {@link Numbers}: from make_detections.py. */
  private static final float[][] OF_FIRST = {
    {0.855f, 36.036f, 14.208f, 51.956f, 31.172f, 35.514f, 14.208f, 52.478f, 31.172f},
    {0.954f, 26.400f, 4.044f, 53.156f, 31.844f, 25.878f, 4.044f, 53.678f, 31.844f},
    {0.821f, 36.912f, 19.596f, 55.856f, 21.638f, 36.912f, 11.145f, 55.856f, 30.089f},
    {0.884f, 26.724f, 23.730f, 50.312f, 30.416f, 26.724f, 15.279f, 50.312f, 38.867f},
    {0.806f, 26.904f, 25.326f, 47.324f, 28.844f, 26.904f, 16.875f, 47.324f, 37.295f},
    {0.898f, 26.880f, 9.036f, 56.660f, 39.860f, 26.358f, 9.036f, 57.182f, 39.860f},
    {0.832f, 43.542f, 28.794f, 61.568f, 29.918f, 43.542f, 20.343f, 61.568f, 38.369f},
    {0.981f, 44.544f, 13.530f, 53.984f, 41.960f, 35.049f, 13.530f, 63.479f, 41.960f},
    {0.869f, 32.598f, 41.460f, 55.898f, 47.858f, 32.598f, 33.009f, 55.898f, 56.309f},
    {0.857f, 35.646f, 44.244f, 46.418f, 56.060f, 35.124f, 44.244f, 46.940f, 56.060f},
  };

  private static final float[][] OF_SECOND = {
    {0.902f, 1.452f, -17.784f, 58.916f, 41.768f, 0.408f, -17.784f, 59.960f, 41.768f},
  };

  @Test
  void outputsOfATile_areTheProposalsThatNumPyFinds() {
    float[] outputs = Arrays.copyOf(Numbers.mixed(1, 2 * PLANE, 0), 6 * PLANE);
    System.arraycopy(Numbers.mixed(2, 4 * PLANE, 0.5), 0, outputs, 2 * PLANE, 4 * PLANE);
    ProposalMap map = new ProposalMap(TILE_WIDTH, TILE_HEIGHT, outputs);

    assertProposals(OF_FIRST, map.of(FIRST, 0.8));
    assertProposals(OF_SECOND, map.of(SECOND, 0.8));
  }

  private static void assertProposals(float[][] expected, List<Proposal> proposals) {
    assertEquals(expected.length, proposals.size());
    for (int i = 0; i < expected.length; i++) {
      FaceBox moved = proposals.get(i).moved().orElseThrow();
      FaceBox square = moved.squared();
      float[] found = {
        proposals.get(i).score(),
        moved.left(),
        moved.top(),
        moved.right(),
        moved.bottom(),
        square.left(),
        square.top(),
        square.right(),
        square.bottom()
      };
      for (int j = 0; j < found.length; j++) {
        assertEquals(expected[i][j], found[j], 2e-3, "proposal " + i + ", value " + j);
      }
    }
  }

  @Test
  void window_isWhereItIsInThePhoto() {
    float[] outputs = new float[6 * PLANE];
    // The second window across and the third down of the second part.
    outputs[PLANE + (3 + 2) * 15 + 11 + 1] = 0.75f;

    List<Proposal> proposals =
        new ProposalMap(TILE_WIDTH, TILE_HEIGHT, outputs).of(SECOND, Math.nextDown(0.75));

    assertEquals(List.of(new Proposal(new FaceBox(6, 12, 41, 47), 0.75f, 0, 0, 0, 0)), proposals);
  }

  @Test
  void leastScore_isAProposal() {
    float[] outputs = new float[6 * PLANE];
    outputs[PLANE] = 0.5f;
    outputs[PLANE + 1] = Math.nextDown(0.5f);
    outputs[PLANE + 2] = Float.NaN;

    List<Proposal> proposals = new ProposalMap(TILE_WIDTH, TILE_HEIGHT, outputs).of(FIRST, 0.5);

    assertEquals(
        List.of(new FaceBox(27, 6, 44, 23)), proposals.stream().map(Proposal::box).toList());
  }

  @Test
  void windowOverTheEdgeOfAPart_isNone() {
    float[] outputs = new float[6 * PLANE];
    Arrays.fill(outputs, PLANE, 2 * PLANE, 1);

    ProposalMap map = new ProposalMap(TILE_WIDTH, TILE_HEIGHT, outputs);

    assertEquals(5 * 11, map.of(FIRST, 1).size());
    assertEquals(3 * 5, map.of(SECOND, 1).size());
  }

  @Test
  void outputsOfAnotherSize_areRefused() {
    assertEquals(
        "proposals: 989 values (expected: 990)",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProposalMap(TILE_WIDTH, TILE_HEIGHT, new float[989]))
            .getMessage());
  }

  @Test
  void edgesThatPassEachOther_orGoFar_areNoBox() {
    FaceBox box = new FaceBox(10, 20, 19, 29);

    assertEquals(
        new FaceBox(15, 18, 20, 29),
        new Proposal(box, 1, 0.5f, -0.2f, 0.1f, 0).moved().orElseThrow());
    assertTrue(new Proposal(box, 1, 0.5f, 0, -0.45f, 0).moved().isEmpty());
    assertTrue(new Proposal(box, 1, 0, 0.5f, 0, -0.45f).moved().isEmpty());
    assertTrue(new Proposal(box, 1, 0, 0, 1.01f, 0).moved().isEmpty());
    assertTrue(new Proposal(box, 1, -1.01f, 0, 0, 0).moved().isEmpty());
    assertTrue(new Proposal(box, 1, 0, Float.NaN, 0, 0).moved().isEmpty());
    assertTrue(new Proposal(box, 1, 0, 0, 0, Float.POSITIVE_INFINITY).moved().isEmpty());
  }

  private static PackedTile.Placed placed(
      double scale, int left, int top, int width, int height, int x, int y) {
    PyramidLevel level = new PyramidLevel(scale, left + width, top + height);
    return new PackedTile.Placed(new LevelPart(level, left, top, width, height), x, y);
  }
}
