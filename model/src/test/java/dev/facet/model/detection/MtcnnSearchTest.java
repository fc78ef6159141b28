package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.BadImageException.Reason;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MtcnnSearchTest {

  private static final List<FaceBox> FACES =
      List.of(
          new FaceBox(31, 20, 60, 54),
          new FaceBox(200, 60, 269, 149),
          new FaceBox(90, 130, 115, 159),
          // Low and wide, at the seam of tiles.
          new FaceBox(130, 180, 169, 199));

  /** How many inputs each step had, by network. */
  private final List<List<Integer>> steps =
      List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

  @ParameterizedTest
  @CsvSource({"160, 160", "64, 48", "320, 240"})
  void drawnFaces_areFoundWhereTheyAre(int tileWidth, int tileHeight) throws BadImageException {
    List<FaceCandidate> found =
        search(tileWidth, tileHeight, FACES, new SearchOptions(0.6, 20, 200));

    assertEquals(FACES.size(), found.size(), found::toString);
    for (FaceBox face : FACES) {
      FaceBox box =
          FaceBox.around(
              (face.left() + face.right()) / 2,
              (face.top() + face.bottom()) / 2,
              1.5 * face.width(),
              1.5 * face.height());
      FaceCandidate nearest =
          found.stream()
              .max(Comparator.comparingDouble(one -> one.box().intersectionOverUnion(box)))
              .orElseThrow();
      // A pixel and a half of a square of 48 x 48 around it.
      double pixel = 1.5 * Math.max(box.width(), box.height()) / 48;
      assertEquals(box.left(), nearest.box().left(), pixel);
      assertEquals(box.top(), nearest.box().top(), pixel);
      assertEquals(box.right(), nearest.box().right(), pixel);
      assertEquals(box.bottom(), nearest.box().bottom(), pixel);
      List<Point> points = nearest.points();
      assertPoint(face.left() - 0.5, face.top() - 0.5, points.get(0), pixel);
      assertPoint(face.right() + 0.5, face.top() - 0.5, points.get(1), pixel);
      assertPoint(
          (face.left() + face.right()) / 2, (face.top() + face.bottom()) / 2, points.get(2), pixel);
      assertPoint(face.left() - 0.5, face.bottom() + 0.5, points.get(3), pixel);
      assertPoint(face.right() + 0.5, face.bottom() + 0.5, points.get(4), pixel);
    }
    assertEquals(
        found.stream().map(FaceCandidate::score).sorted(Comparator.reverseOrder()).toList(),
        found.stream().map(FaceCandidate::score).toList());
  }

  private static void assertPoint(double x, double y, Point point, double tolerance) {
    assertEquals(x, point.x(), tolerance);
    assertEquals(y, point.y(), tolerance);
  }

  @Test
  void landmarks_areTheMeanOfAllThatTheLastNetworkSees() throws BadImageException {
    RedBoxNetworks networks = new RedBoxNetworks(160, 160);
    FaceBox face = FACES.get(0);
    MtcnnSearch search =
        new MtcnnSearch(
            networks.manifest(),
            RedBoxNetworks.photo(100, 100, List.of(face)),
            new SearchOptions(0.6, 20, 64));
    List<Float> places = new ArrayList<>();

    while (!search.isDone()) {
      int network = search.network();
      List<float[]> outputs = new ArrayList<>();
      for (float[] input : search.inputs()) {
        float[] output = networks.run(network, input);
        if (network == 2) {
          // By turns to the left and to the right of the middle.
          places.add(places.size() % 2 == 0 ? 0.25f : 0.75f);
          Arrays.fill(output, 6, 16, places.get(places.size() - 1));
        } else {
          // No moves, so that several squares around the face are left.
          Arrays.fill(output, output.length / 3, output.length, 0);
        }
        if (network == 1) {
          output[1] = 1;
        }
        outputs.add(output);
      }
      search.take(outputs);
    }

    assertTrue(places.size() > 1, places::toString);
    assertEquals(1, search.faces().size());
    float middle = (face.left() + face.right()) / 2;
    assertEquals(middle, search.faces().get(0).points().get(0).x(), 0.15 * 1.5 * face.height());
  }

  @Test
  void leastScore_isThatOfTheLastNetwork() throws BadImageException {
    List<FaceCandidate> found = search(160, 160, FACES, new SearchOptions(0, 20, 64));
    double better = found.get(2).score();
    double worst = found.get(3).score();

    assertTrue(better > worst, found::toString);
    assertEquals(
        found.subList(0, 3),
        search(160, 160, FACES, new SearchOptions((better + worst) / 2, 20, 64)));
    assertEquals(found, search(160, 160, FACES, new SearchOptions(worst, 20, 64)));
  }

  @Test
  void facesBelowTheLeastSize_areLeftOut_byTheirShorterSide() throws BadImageException {
    List<FaceBox> flat = List.of(new FaceBox(100, 100, 139, 117));

    assertEquals(1, search(160, 160, flat, new SearchOptions(0.6, 15, 64)).size());
    assertEquals(List.of(), search(160, 160, flat, new SearchOptions(0.6, 30, 64)));
    assertEquals(1, search(160, 160, flat, new SearchOptions(0.6, 0, 64)).size());
  }

  @Test
  void emptyPhoto_isSeenByTheFirstNetworkOnly() throws BadImageException {
    assertEquals(List.of(), search(160, 160, List.of(), SearchOptions.DEFAULT));

    assertTrue(steps.get(0).size() == 1 && steps.get(1).isEmpty() && steps.get(2).isEmpty());
  }

  @Test
  void photoSmallerThanAnyFace_isDoneAtOnce() throws BadImageException {
    RedBoxNetworks networks = new RedBoxNetworks(160, 160);

    MtcnnSearch search =
        new MtcnnSearch(
            networks.manifest(), RedBoxNetworks.photo(11, 40, List.of()), SearchOptions.DEFAULT);

    assertTrue(search.isDone());
    assertEquals(List.of(), search.faces());
  }

  @Test
  void networksThatSeeFacesEverywhere_areGivenNoMoreThanTheBounds() throws BadImageException {
    RedBoxNetworks networks = new RedBoxNetworks(160, 160);
    MtcnnSearch search =
        new MtcnnSearch(
            networks.manifest(),
            RedBoxNetworks.photo(640, 480, List.of()),
            new SearchOptions(0.5, 12, 64));

    while (!search.isDone()) {
      int network = search.network();
      List<float[]> inputs = search.inputs();
      steps.get(network).add(inputs.size());
      search.take(inputs.stream().map(input -> sure(network)).toList());
    }

    assertTrue(steps.get(0).size() > 1, steps::toString);
    assertEquals(2000, sum(steps.get(1)));
    assertEquals(600, sum(steps.get(2)));
    assertTrue(steps.get(0).stream().allMatch(size -> size <= 16), steps::toString);
    assertTrue(steps.get(1).stream().allMatch(size -> size <= 64), steps::toString);
    assertTrue(steps.get(2).stream().allMatch(size -> size <= 64), steps::toString);
    assertTrue(!search.faces().isEmpty());
  }

  /** Outputs with a score of 1 and no moves. */
  private static float[] sure(int network) {
    int plane = network == 0 ? 75 * 75 : 1;
    float[] outputs = new float[(network == 2 ? 16 : 6) * plane];
    Arrays.fill(outputs, plane, 2 * plane, 1);
    return outputs;
  }

  private static int sum(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void faceOfScoreZero_isFoundWhereThatIsEnough() throws BadImageException {
    MtcnnSearch search =
        new MtcnnSearch(
            new RedBoxNetworks(160, 160).manifest(),
            RedBoxNetworks.photo(12, 12, List.of()),
            new SearchOptions(0, 0, 64));

    while (!search.isDone()) {
      int network = search.network();
      float[] outputs = network == 2 ? new float[16] : sure(network);
      search.take(search.inputs().stream().map(input -> outputs).toList());
    }

    assertEquals(
        List.of(new FaceBox(0, 0, 11, 11)),
        search.faces().stream().map(FaceCandidate::box).toList());
  }

  @Test
  void tooSmallFaces_areRefused() {
    BadImageException refused =
        assertThrows(
            BadImageException.class, () -> search(160, 160, FACES, new SearchOptions(0.5, 5, 8)));

    assertEquals(Reason.TOO_MANY_TILES, refused.reason());
  }

  @Test
  void outputsOfTooFewInputs_areRefused() throws BadImageException {
    RedBoxNetworks networks = new RedBoxNetworks(160, 160);
    MtcnnSearch search =
        new MtcnnSearch(
            networks.manifest(), RedBoxNetworks.photo(100, 100, List.of()), SearchOptions.DEFAULT);
    int inputs = search.inputs().size();

    assertEquals(
        "outputs: of 0 inputs (expected: of " + inputs + ")",
        assertThrows(IllegalArgumentException.class, () -> search.take(List.of())).getMessage());
  }

  private List<FaceCandidate> search(
      int tileWidth, int tileHeight, List<FaceBox> faces, SearchOptions options)
      throws BadImageException {
    RedBoxNetworks networks = new RedBoxNetworks(tileWidth, tileHeight);
    Pixels photo = RedBoxNetworks.photo(320, 240, faces);
    MtcnnSearch search = new MtcnnSearch(networks.manifest(), photo, options);
    int last = 0;
    while (!search.isDone()) {
      int network = search.network();
      assertTrue(network >= last);
      last = network;
      List<float[]> inputs = search.inputs();
      steps.get(network).add(inputs.size());
      search.take(inputs.stream().map(input -> networks.run(network, input)).toList());
    }
    return search.faces();
  }
}
