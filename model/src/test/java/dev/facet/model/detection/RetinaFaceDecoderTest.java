package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.detection.RetinaFaceDecoder.Level;
import dev.facet.model.image.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetinaFaceDecoderTest {

  private static final AnchorLevel EIGHT = new AnchorLevel(8, List.of(32, 16));
  private static final int WIDTH = 24;
  private static final int HEIGHT = 16;
  private static final int PLANE = 3 * 2;

  /** Score, box and points of the faces of {@link Numbers}: from make_detections.py. */
  private static final float[][] EXPECTED = {
    {
      0.995f, 30.270f, -6.766f, 50.042f, 8.870f, 41.740f, 13.292f, 34.668f, 9.772f, 34.700f,
      13.356f, 41.836f, 8.092f, 40.124f, 9.932f
    },
    {
      0.995f, 28.736f, 41.201f, 42.744f, 55.239f, 26.924f, 50.060f, 27.020f, 53.708f, 34.220f,
      48.508f, 32.572f, 50.412f, 38.028f, 43.468f
    },
    {
      0.994f, 31.056f, 3.754f, 51.464f, 28.590f, 44.492f, 19.404f, 45.868f, 27.884f, 61.452f,
      18.668f, 59.340f, 23.660f, 39.532f, 42.860f
    },
    {
      0.978f, 13.018f, 28.494f, 33.086f, 57.034f, 26.284f, 45.996f, 5.356f, 32.172f, 30.540f,
      32.556f, 6.124f, 47.148f, 27.820f, 44.044f
    },
    {
      0.975f, -61.785f, -67.795f, 21.233f, 88.171f, -7.348f, 23.116f, -33.460f, 78.540f, -24.116f,
      41.804f, 20.684f, 40.524f, -26.676f, 74.700f
    },
    {
      0.974f, 78.116f, -11.998f, 98.100f, 34.550f, 91.340f, 14.508f, 69.228f, -0.500f, 93.228f,
      30.604f, 67.628f, 12.108f, 88.140f, 7.820f
    },
    {
      0.956f, 64.607f, -19.344f, 84.217f, 3.624f, 77.644f, -4.628f, 76.652f, 1.484f, 89.868f,
      21.804f, 85.388f, -7.476f, 95.116f, 9.356f
    },
    {
      0.950f, 59.869f, 6.846f, 79.355f, 28.442f, 72.844f, 20.876f, 68.460f, 23.596f, 78.284f,
      40.524f, 70.412f, 39.756f, 76.748f, 21.292f
    },
    {
      0.945f, 76.048f, 47.657f, 95.432f, 83.503f, 88.972f, 68.812f, 84.300f, 71.244f, 93.836f,
      55.980f, 85.676f, 54.924f, 91.724f, 68.076f
    },
    {
      0.945f, 60.705f, 32.482f, 84.375f, 52.758f, 65.276f, 46.012f, 76.524f, 44.860f, 78.924f,
      50.812f, 72.476f, 47.916f, 73.132f, 52.124f
    },
    {
      0.944f, 76.542f, 7.663f, 86.202f, 32.937f, 79.196f, 28.780f, 76.188f, 29.324f, 80.284f,
      21.020f, 75.532f, 19.820f, 77.884f, 25.724f
    },
    {
      0.944f, 84.520f, 8.188f, 93.264f, 30.492f, 83.836f, 24.940f, 79.868f, 24.524f, 83.004f,
      31.212f, 93.244f, 29.052f, 94.636f, 18.044f
    },
    {
      0.942f, -1.937f, -7.728f, 17.385f, 12.872f, 10.956f, 5.804f, 4.204f, 6.156f, 11.660f, 20.716f,
      1.420f, 17.580f, 5.388f, 28.652f
    },
    {
      0.937f, 48.257f, 38.184f, 67.479f, 80.944f, 61.100f, 62.796f, 36.044f, 76.748f, 57.100f,
      73.004f, 60.460f, 51.564f, 46.124f, 76.236f
    },
    {
      0.937f, 14.901f, 56.047f, 28.163f, 65.321f, 28.892f, 62.748f, 18.428f, 55.836f, 31.020f,
      56.028f, 18.812f, 63.324f, 29.660f, 61.772f
    },
    {
      0.933f, 15.210f, 59.483f, 34.350f, 82.237f, 28.012f, 42.188f, 27.916f, 49.196f, 42.028f,
      70.412f, 38.444f, 42.028f, 49.068f, 59.756f
    },
    {
      0.933f, 33.706f, 48.743f, 44.654f, 63.537f, 25.052f, 68.620f, 34.012f, 65.180f, 34.124f,
      68.844f, 25.388f, 63.660f, 23.756f, 65.580f
    },
    {
      0.910f, 72.111f, 14.275f, 90.793f, 55.573f, 84.684f, 38.156f, 59.180f, 51.660f, 79.788f,
      47.468f, 82.700f, 25.580f, 67.916f, 49.804f
    },
    {
      0.902f, 90.982f, 30.996f, 130.994f, 86.532f, 78.540f, 84.812f, 79.756f, 62.988f, 98.700f,
      58.892f, 71.564f, 72.524f, 62.156f, 40.076f
    },
    {
      0.902f, 42.173f, 9.332f, 60.699f, 54.244f, 54.668f, 35.020f, 34.924f, 54.284f, 61.292f,
      23.948f, 38.060f, 39.724f, 60.940f, 37.804f
    },
  };

  private final float[] scores = new float[4 * PLANE];
  private final float[] boxes = new float[8 * PLANE];
  private final float[] landmarks = new float[20 * PLANE];

  @Test
  void outputsOfThreeLevels_areTheFacesThatNumPyFinds() {
    int width = 96;
    int height = 64;
    List<Level> levels = new ArrayList<>();
    for (AnchorLevel level : AnchorLevel.RETINA_FACE) {
      int stride = level.stride();
      int places = 2 * (width / stride) * (height / stride);
      levels.add(
          new Level(
              level,
              Numbers.mixed(stride, 2 * places, 0),
              Numbers.mixed(stride + 1, 4 * places, 0.5),
              Numbers.mixed(stride + 2, 10 * places, 0.5)));
    }

    List<FaceCandidate> all = RetinaFaceDecoder.decode(levels, width, height, 0.9);
    List<FaceCandidate> kept = NonMaximumSuppression.apply(all, 0.4);

    assertEquals(22, all.size());
    assertEquals(EXPECTED.length, kept.size());
    for (int i = 0; i < EXPECTED.length; i++) {
      FaceCandidate face = kept.get(i);
      FaceBox box = face.box();
      List<Float> values = new ArrayList<>();
      values.addAll(List.of(face.score(), box.left(), box.top(), box.right(), box.bottom()));
      face.points().forEach(point -> values.addAll(List.of(point.x(), point.y())));
      for (int j = 0; j < EXPECTED[i].length; j++) {
        assertEquals(EXPECTED[i][j], values.get(j), 1e-3, "face " + i + ", value " + j);
      }
    }
  }

  @Test
  void anchor_isMovedAndStretched() {
    // The second anchor, of 16 pixels, in the second row and the third column: around (23.5, 15.5).
    int place = 3 + 2;
    scores[3 * PLANE + place] = 0.75f;
    boxes[4 * PLANE + place] = 0.5f;
    boxes[5 * PLANE + place] = -0.25f;
    boxes[6 * PLANE + place] = (float) Math.log(2);
    for (int point = 0; point < 5; point++) {
      landmarks[(10 + 2 * point) * PLANE + place] = point / 16f;
      landmarks[(11 + 2 * point) * PLANE + place] = -point / 8f;
    }
    // No face, however sure.
    scores[PLANE + place] = 1;

    List<FaceCandidate> faces = decode(0.5);

    assertEquals(1, faces.size());
    FaceCandidate face = faces.get(0);
    assertEquals(0.75f, face.score());
    // Around (31.5, 11.5), 32 wide and 16 high.
    assertEquals(16, face.box().left(), 1e-4);
    assertEquals(47, face.box().right(), 1e-4);
    assertEquals(4, face.box().top(), 1e-4);
    assertEquals(19, face.box().bottom(), 1e-4);
    assertEquals(
        List.of(
            new Point(23.5f, 15.5f),
            new Point(24.5f, 13.5f),
            new Point(25.5f, 11.5f),
            new Point(26.5f, 9.5f),
            new Point(27.5f, 7.5f)),
        face.points());
  }

  @Test
  void leastScore_isAFace() {
    scores[2 * PLANE] = 0.5f;
    scores[2 * PLANE + 1] = Math.nextDown(0.5f);

    assertEquals(List.of(new FaceBox(-8, -8, 23, 23)), boxes(decode(0.5)));
  }

  @Test
  void levels_comeOneAfterTheOther() {
    scores[2 * PLANE] = 1;
    Level sixteen =
        new Level(
            new AnchorLevel(16, List.of(128)), new float[] {0, 0, 0.9f, 0}, zeros(8), zeros(20));

    List<FaceCandidate> faces =
        RetinaFaceDecoder.decode(
            List.of(sixteen, new Level(EIGHT, zeros(4 * 8), zeros(8 * 8), zeros(20 * 8))),
            32,
            16,
            0.5);

    assertEquals(List.of(new FaceBox(-56, -56, 71, 71)), boxes(faces));
  }

  @Test
  void tensorOfAnotherSize_isRefused() {
    Level level = new Level(EIGHT, scores, boxes, new float[7]);

    assertEquals(
        "landmarks: 7 values (expected: 120)",
        assertThrows(
                IllegalArgumentException.class,
                () -> RetinaFaceDecoder.decode(List.of(level), WIDTH, HEIGHT, 0.5))
            .getMessage());
  }

  private List<FaceCandidate> decode(double leastScore) {
    return RetinaFaceDecoder.decode(
        List.of(new Level(EIGHT, scores, boxes, landmarks)), WIDTH, HEIGHT, leastScore);
  }

  private static List<FaceBox> boxes(List<FaceCandidate> faces) {
    return faces.stream().map(FaceCandidate::box).toList();
  }

  private static float[] zeros(int length) {
    return new float[length];
  }
}
