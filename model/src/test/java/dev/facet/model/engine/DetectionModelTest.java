package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.DetectorBundle.NetworkFiles;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.detection.FaceCandidate;
import dev.facet.model.detection.SearchOptions;
import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.fixture.OnEachDevice;
import dev.facet.model.fixture.PublishedDetectors;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.fixture.SpotDetector;
import dev.facet.model.fixture.SpotPhoto;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With published detectors and real photos, where the shared data has them. */
@OnEachDevice
class DetectionModelTest {

  private static final int PHOTOS = 60;

  private final ComputeDevice device;

  DetectionModelTest(ComputeDevice device) {
    this.device = device;
  }

  @Test
  void photos_haveTheLandmarksThatWereFoundElsewhere(@TempDir Path repository) throws Exception {
    try (DetectionModel detector = load(PublishedDetectors.retinaFace(repository, 640))) {
      double median = medianDistance(detector);
      assertTrue(median < 1.7, "median distance in pixels: " + median);
    }
  }

  @Test
  void photos_haveTheseLandmarks_byThreeNetworksToo(@TempDir Path repository) throws Exception {
    try (DetectionModel detector = load(PublishedDetectors.mtcnn(repository, 160))) {
      double median = medianDistance(detector);
      assertTrue(median < 2.7, "median distance in pixels: " + median);
    }
  }

  private static double medianDistance(DetectionModel detector) throws Exception {
    Map<String, Landmarks> truth = truth();
    List<String> names = List.copyOf(truth.keySet());
    List<Double> distances = new ArrayList<>();
    for (int i = 0; i < PHOTOS; i++) {
      String name = names.get(i * names.size() / PHOTOS);
      List<FaceCandidate> faces = detector.detect(photo(name), SearchOptions.DEFAULT);
      Landmarks expected = Objects.requireNonNull(truth.get(name));
      distances.add(
          faces.stream()
              .mapToDouble(face -> distance(face.points(), expected))
              .min()
              .orElseThrow(() -> new AssertionError("no face in " + name)));
    }
    Collections.sort(distances);
    return distances.get(PHOTOS / 2);
  }

  @Test
  void squares_areFoundWhereTheyAre(@TempDir Path repository) throws Exception {
    Pixels photo = new SpotPhoto(320, 320).with(40, 72, 64).with(200, 184, 64).pixels();
    try (DetectionModel detector = load(new SpotDetector(320).publish(repository, "spots", 1))) {
      List<FaceCandidate> faces = detector.detect(photo, SearchOptions.DEFAULT);

      assertEquals(2, faces.size(), faces.toString());
      for (FaceCandidate face : faces) {
        boolean first = face.box().left() < 100;
        assertEquals(first ? 40 : 200, face.box().left(), 1e-3);
        assertEquals(first ? 72 : 184, face.box().top(), 1e-3);
        assertEquals(64, face.box().width(), 1e-3);
        double middle = (face.box().left() + face.box().right()) / 2;
        assertEquals(middle - 0.2 * 64, face.points().get(0).x(), 1e-3);
        assertEquals(middle + 0.15 * 64, face.points().get(4).x(), 1e-3);
      }
    }
  }

  @Test
  void outputsInAnotherOrder_areToldByTheirShapes(@TempDir Path repository) throws Exception {
    Pixels photo = new SpotPhoto(256, 256).with(104, 104, 64).pixels();
    SpotDetector reversed = new SpotDetector(256).reversed();
    try (DetectionModel detector = load(reversed.publish(repository, "spots", 1))) {
      assertEquals(1, detector.detect(photo, SearchOptions.DEFAULT).size());
    }
  }

  @Test
  void smallSquare_isFoundInATile_whereItsSizeIsAskedFor(@TempDir Path repository)
      throws Exception {
    Pixels photo = new SpotPhoto(1024, 768).with(708, 516, 32).pixels();
    try (DetectionModel detector = load(new SpotDetector(512).publish(repository, "spots", 1))) {
      assertEquals(List.of(), detector.detect(photo, SearchOptions.DEFAULT));

      List<FaceCandidate> faces = detector.detect(photo, new SearchOptions(0.5, 10, 64));

      assertEquals(1, faces.size());
      assertEquals(708, faces.get(0).box().left(), 4);
      assertEquals(516, faces.get(0).box().top(), 4);
      assertEquals(32, faces.get(0).box().width(), 1e-3);
    }
  }

  @Test
  void networkWithoutLandmarks_isRefused(@TempDir Path repository) throws Exception {
    BadBundleException e =
        assertThrows(
            BadBundleException.class,
            () ->
                load(
                    new ModelRepository(repository)
                        .publish(
                            "face",
                            OptionalLong.empty(),
                            PublishedDetectors.retinaFaceManifest(128),
                            List.of(files(TinyModel.write(repository, "tiny", 1, 1))))));
    assertTrue(String.valueOf(e.getMessage()).contains("outputs"), e.getMessage());
  }

  private static NetworkFiles files(ModelBundle bundle) {
    return new NetworkFiles(bundle.symbol(), bundle.params());
  }

  @Test
  void rewrittenNetwork_findsWhatThePublishedOneFinds(@TempDir Path repository) throws Exception {
    DetectorBundle bundle = PublishedDetectors.retinaFace(repository, 320);
    Pixels photo = photo("Martin_Brooke/Martin_Brooke_0001.jpg");
    try (DetectionModel rewritten = load(bundle);
        DetectionModel plain =
            DetectionModel.load(bundle, device, GraphPasses.NONE, LoadProgress.UNWATCHED)) {
      List<FaceCandidate> expected = plain.detect(photo, SearchOptions.DEFAULT);
      List<FaceCandidate> found = rewritten.detect(photo, SearchOptions.DEFAULT);
      assertEquals(expected.size(), found.size());
      for (int i = 0; i < found.size(); i++) {
        assertEquals(expected.get(i).score(), found.get(i).score(), 1e-3);
        assertEquals(expected.get(i).box().left(), found.get(i).box().left(), 0.1);
        assertEquals(expected.get(i).box().bottom(), found.get(i).box().bottom(), 0.1);
      }
    }
  }

  @Test
  void inputOfAnotherSize_isRefused(@TempDir Path repository) throws Exception {
    try (DetectionModel detector = load(PublishedDetectors.retinaFace(repository, 320))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> detector.run(0, new float[][] {new float[3]}));
      assertEquals("input 0: 3 values (expected: 307200)", e.getMessage());
    }
  }

  @Test
  void closedDetector_saysSo(@TempDir Path repository) throws Exception {
    DetectionModel detector = load(PublishedDetectors.retinaFace(repository, 320));
    detector.close();
    assertThrows(
        IllegalStateException.class, () -> detector.run(0, new float[][] {new float[307200]}));
  }

  private DetectionModel load(DetectorBundle bundle) throws IOException {
    return DetectionModel.load(bundle, device);
  }

  private static Map<String, Landmarks> truth() throws IOException {
    return new TreeMap<>(LandmarksFile.read(SharedData.require("data/lfw/landmarks.txt")));
  }

  private static Pixels photo(String name) throws IOException, BadImageException {
    Path file = SharedData.require("data/lfw/images").resolve(name);
    return new ImageDecoder(1 << 20, 1 << 20).decode(Files.readAllBytes(file));
  }

  /** Mean over the five points. */
  private static double distance(List<Point> points, Landmarks truth) {
    List<Point> expected =
        List.of(
            truth.leftEye(), truth.rightEye(), truth.nose(), truth.leftMouth(), truth.rightMouth());
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      sum +=
          Math.hypot(
              points.get(i).x() - expected.get(i).x(), points.get(i).y() - expected.get(i).y());
    }
    return sum / points.size();
  }
}
