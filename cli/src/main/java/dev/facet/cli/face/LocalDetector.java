package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import dev.facet.client.DetectedFace;
import dev.facet.client.Detections;
import dev.facet.client.ModelRef;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.detection.FaceCandidate;
import dev.facet.model.detection.FaceSelection;
import dev.facet.model.detection.FoundFace;
import dev.facet.model.detection.SearchOptions;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.DetectionModel;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A detector in this process; answers as a server with it would. Thread-safe. */
final class LocalDetector implements AutoCloseable {
  private final DetectionModel model;
  private final ModelRef ref;

  private LocalDetector(DetectionModel model, ModelRef ref) {
    this.model = model;
    this.ref = ref;
  }

  /**
   * Loads a version by its directory, or the highest version of a detector by the detector's
   * directory.
   *
   * @throws IOException where there is none, or it cannot be loaded
   */
  static LocalDetector open(Path directory) throws IOException {
    LocalModel<DetectorBundle> local = LocalModel.detector(directory);
    return new LocalDetector(DetectionModel.load(local.bundle(), ComputeDevice.CPU), local.ref());
  }

  /**
   * Finds the faces of a photo, on the calling thread.
   *
   * @throws BadImageException if it would have to be looked at in too many parts
   */
  Detections find(Pixels photo, DetectOptions wanted) throws BadImageException {
    SearchOptions usual = SearchOptions.DEFAULT;
    SearchOptions search =
        new SearchOptions(
            wanted.minScore().orElse(usual.leastScore()), wanted.minSize(), usual.mostTiles());
    List<FaceCandidate> found = model.detect(photo, search);
    List<DetectedFace> faces =
        selection(wanted).choose(found, photo.width(), photo.height()).stream()
            .flatMap(face -> FoundFace.of(face, photo).stream())
            .map(WireFaces::onTheWire)
            .toList();
    return new Detections(faces, found.size(), photo.width(), photo.height(), ref);
  }

  private static FaceSelection selection(DetectOptions wanted) {
    return switch (wanted.select()) {
      case DEFAULT, ALL -> FaceSelection.ALL;
      case LARGEST -> FaceSelection.LARGEST;
      case CENTRAL -> FaceSelection.CENTRAL;
    };
  }

  /** Frees the memory. The caller sees to it that nothing is sought. */
  @Override
  public void close() {
    model.close();
  }
}
