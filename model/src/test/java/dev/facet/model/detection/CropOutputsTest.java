package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.image.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CropOutputsTest {

  private static final int COUNT = 16;

  /** Score, box and points of the faces of {@link Numbers}: from make_detections.py. */
  private static final float[][] EXPECTED = {
    {
      0.978f, 44.484f, 15.532f, 98.308f, 74.812f, 98.544f, 36.020f, 69.636f, 64.620f, 87.324f,
      52.080f, 107.740f, 42.268f, 87.016f, 35.184f
    },
    {
      0.408f, 14.093f, 11.960f, 55.749f, 26.553f, 29.186f, 11.460f, 41.741f, 33.625f, 25.311f,
      26.805f, 41.710f, 21.907f, 29.124f, 18.931f
    },
    {
      0.341f, 8.230f, 8.090f, 48.810f, 22.480f, 23.420f, 8.790f, 35.720f, 30.390f, 19.970f, 23.940f,
      35.990f, 19.350f, 23.960f, 16.620f
    },
    {
      0.127f, 26.604f, 12.303f, 74.296f, 64.583f, 40.275f, 39.812f, 54.150f, 28.268f, 70.319f,
      19.018f, 51.893f, 48.951f, 72.650f, 44.289f
    },
  };

  @Test
  void outputsOfTheThirdNetwork_areTheFacesThatNumPyFinds() {
    float[] numbers = Numbers.mixed(3, COUNT * 16, 0);
    List<FaceCandidate> faces = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      float[] outputs = Arrays.copyOfRange(numbers, 16 * i, 16 * (i + 1));
      for (int move = 2; move < 6; move++) {
        outputs[move] -= 0.5f;
      }
      FaceBox square = FaceBox.square(10 + 4 * i, 5 + 2 * i, 30 + i);
      CropOutputs.ofThird(square, outputs).face().ifPresent(faces::add);
    }

    List<FaceCandidate> kept =
        NonMaximumSuppression.apply(faces, FaceBox::intersectionOverSmaller, 0.7, COUNT);

    assertEquals(16, faces.size());
    assertEquals(EXPECTED.length, kept.size());
    for (int i = 0; i < EXPECTED.length; i++) {
      FaceBox box = kept.get(i).box();
      List<Float> values = new ArrayList<>();
      values.addAll(List.of(kept.get(i).score(), box.left(), box.top(), box.right(), box.bottom()));
      kept.get(i).points().forEach(point -> values.addAll(List.of(point.x(), point.y())));
      for (int j = 0; j < EXPECTED[i].length; j++) {
        assertEquals(EXPECTED[i][j], values.get(j), 1e-3, "face " + i + ", value " + j);
      }
    }
  }

  @Test
  void pointsAtTheCornersOfTheSquare_areHalfAPixelOutsideOfItsPixels() {
    float[] outputs = {0, 0.9f, 0, 0, 0, 0, 0, 1, 0.5f, 0, 1, 0, 0, 0.5f, 1, 1};

    FaceCandidate face =
        CropOutputs.ofThird(new FaceBox(20, 40, 29, 49), outputs).face().orElseThrow();

    assertEquals(new FaceBox(20, 40, 29, 49), face.box());
    assertEquals(0.9f, face.score());
    assertEquals(
        List.of(
            new Point(19.5f, 39.5f),
            new Point(29.5f, 39.5f),
            new Point(24.5f, 44.5f),
            new Point(19.5f, 49.5f),
            new Point(29.5f, 49.5f)),
        face.points());
  }

  @Test
  void outputsOfTheSecondNetwork_areAProposal() {
    FaceBox square = new FaceBox(0, 0, 9, 9);

    assertEquals(
        new Proposal(square, 0.8f, 0.1f, 0.2f, 0.3f, 0.4f),
        CropOutputs.ofSecond(square, new float[] {0.2f, 0.8f, 0.1f, 0.2f, 0.3f, 0.4f}).proposal());
  }

  @Test
  void boxWhoseEdgesPassEachOther_isNoFace() {
    float[] outputs = new float[16];
    outputs[2] = 0.9f;
    outputs[4] = -0.9f;

    assertTrue(CropOutputs.ofThird(new FaceBox(0, 0, 9, 9), outputs).face().isEmpty());
  }

  @Test
  void outputsOfAnotherSize_areRefused() {
    FaceBox square = new FaceBox(0, 0, 9, 9);

    assertEquals(
        "crop: 16 values (expected: 6)",
        assertThrows(
                IllegalArgumentException.class, () -> CropOutputs.ofSecond(square, new float[16]))
            .getMessage());
    assertEquals(
        "crop: 6 values (expected: 16)",
        assertThrows(
                IllegalArgumentException.class, () -> CropOutputs.ofThird(square, new float[6]))
            .getMessage());
  }
}
