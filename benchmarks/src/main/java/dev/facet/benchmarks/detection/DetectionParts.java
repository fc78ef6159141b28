package dev.facet.benchmarks.detection;

import dev.facet.benchmarks.measure.Workers;
import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.detection.FaceCandidate;
import dev.facet.model.detection.FaceQuality;
import dev.facet.model.detection.FaceSelection;
import dev.facet.model.detection.SearchOptions;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.DetectionModel;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The parts of the way from a photo to the embedding of its largest face, in this process. */
final class DetectionParts implements AutoCloseable {

  private final DetectionModel detector;
  private final EmbeddingModel embedder;
  private final FacePreprocessor preprocessor;
  private final ImageDecoder decoder = new ImageDecoder(Integer.MAX_VALUE, 1 << 28);
  private final List<byte[]> files;
  private final List<Prepared> prepared = new ArrayList<>();

  /** A photo at every step of the way. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Prepared(Pixels photo, Landmarks landmarks, float[] tensor) {}

  /**
   * Loads the models, and goes the way once with each photo.
   *
   * @param files photos that all have a face
   * @throws IOException if a model cannot be loaded, or a photo has no face
   */
  DetectionParts(DetectorBundle detector, ModelBundle embedder, List<byte[]> files)
      throws IOException {
    this.detector = DetectionModel.load(detector, ComputeDevice.CPU);
    this.embedder = EmbeddingModel.load(embedder, ComputeDevice.CPU);
    this.preprocessor =
        new FacePreprocessor(embedder.manifest().input(), embedder.manifest().alignment());
    this.files = List.copyOf(files);
    try {
      for (byte[] file : files) {
        prepared.add(prepare(file));
      }
    } catch (BadImageException e) {
      throw new IOException(e);
    }
  }

  private Prepared prepare(byte[] file) throws IOException, BadImageException {
    Pixels photo = decoder.decode(file);
    List<FaceCandidate> faces = largest(photo);
    if (faces.isEmpty()) {
      throw new IOException("photos: one has no face (expected: a face in each)");
    }
    Landmarks landmarks = faces.get(0).landmarks();
    return new Prepared(photo, landmarks, preprocessor.tensor(photo, landmarks));
  }

  private List<FaceCandidate> largest(Pixels photo) throws BadImageException {
    List<FaceCandidate> faces = detector.detect(photo, SearchOptions.DEFAULT);
    return FaceSelection.LARGEST.choose(faces, photo.width(), photo.height());
  }

  /** Measures each part by itself, on all processors. */
  List<Part> measure(Workers workers, int threads, Duration time) throws InterruptedException {
    return List.of(
        part("decode", workers, threads, time, turn -> decoder.decode(file(turn)).width()),
        part("detect", workers, threads, time, turn -> largest(at(turn).photo()).size()),
        part("align and quality", workers, threads, time, turn -> align(at(turn))),
        part("embed", workers, threads, time, turn -> embed(at(turn))));
  }

  private static Part part(
      String name, Workers workers, int threads, Duration time, Workers.Work work)
      throws InterruptedException {
    Workers.Work one =
        turn -> {
          work.run(turn);
          return 1;
        };
    return new Part(name, workers.repeat(threads, time, one).perSecond());
  }

  private int align(Prepared photo) throws BadImageException {
    FaceQuality quality = FaceQuality.of(photo.photo(), photo.landmarks());
    float[] tensor = preprocessor.tensor(photo.photo(), photo.landmarks());
    return quality.brightness() < 0 ? 0 : tensor.length;
  }

  private int embed(Prepared photo) {
    return embedder.embed(new float[][] {photo.tensor()}).length;
  }

  private byte[] file(int turn) {
    return files.get(turn % files.size());
  }

  private Prepared at(int turn) {
    return prepared.get(turn % prepared.size());
  }

  @Override
  public void close() {
    detector.close();
    embedder.close();
  }
}
