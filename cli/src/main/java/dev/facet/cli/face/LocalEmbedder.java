package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import dev.facet.client.DetectedFace;
import dev.facet.client.Detections;
import dev.facet.client.EmbeddedFaces;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.NonFiniteEmbeddingException;
import dev.facet.model.evaluation.Calibration;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.Image;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Embeds by a model in this process, one thread a core. */
public final class LocalEmbedder implements Embedder {
  private final EmbeddingModel model;
  private final ModelRef ref;
  private final @Nullable LocalDetector detector;
  private final FacePreprocessor preprocessor;
  private final ImageDecoder decoder = PhotoDecoder.create();
  private final PhotoThreads threads = new PhotoThreads();

  private LocalEmbedder(EmbeddingModel model, ModelRef ref, @Nullable LocalDetector detector) {
    this.model = model;
    this.ref = ref;
    this.detector = detector;
    Manifest manifest = model.manifest();
    this.preprocessor = new FacePreprocessor(manifest.input(), manifest.alignment());
  }

  /**
   * Loads a version by its directory, or the highest version of a model by the model's directory.
   * It seeks no faces.
   *
   * @throws IOException where there is none, or it cannot be loaded
   */
  public static LocalEmbedder open(Path directory) throws IOException {
    return of(directory, null);
  }

  /**
   * Loads a model, and a detector that finds the faces of photos for it.
   *
   * @param detectorDirectory of a version or of a detector, as of a model
   * @see #open(Path)
   */
  public static LocalEmbedder open(Path directory, Path detectorDirectory) throws IOException {
    LocalDetector detector = LocalDetector.open(detectorDirectory);
    try {
      return of(directory, detector);
    } catch (Throwable failed) {
      detector.close();
      throw failed;
    }
  }

  private static LocalEmbedder of(Path directory, @Nullable LocalDetector detector)
      throws IOException {
    LocalModel<ModelBundle> local = LocalModel.embedder(directory);
    EmbeddingModel model = EmbeddingModel.load(local.bundle(), ComputeDevice.CPU);
    return new LocalEmbedder(model, local.ref(), detector);
  }

  @Override
  public CompletableFuture<List<EmbeddedFace>> embed(Photo photo) throws InterruptedException {
    return photo.place() instanceof FacePlace.Sought sought
        ? embedFaces(photo.file(), sought.wanted()).thenCompose(EmbeddedFace::allOf)
        : start(photo.file(), image -> List.of(whole(image, photo.place())));
  }

  @Override
  public CompletableFuture<EmbeddedFaces> embedFaces(Path photo, DetectOptions wanted)
      throws InterruptedException {
    return start(photo, image -> found(image.pixels(), wanted));
  }

  /** What is made of a photo. */
  private interface Work<R> {
    R of(Image photo) throws BadImageException;
  }

  private <R> CompletableFuture<R> start(Path photo, Work<R> work) throws InterruptedException {
    return threads.start(
        () -> {
          try {
            return work.of(decoder.open(Files.readAllBytes(photo)));
          } catch (IOException e) {
            throw new PhotoException(FileFailure.reason(e), e);
          } catch (BadImageException | NonFiniteEmbeddingException e) {
            throw new PhotoException(String.valueOf(e.getMessage()), e);
          }
        });
  }

  private EmbeddedFace whole(Image image, FacePlace place) throws BadImageException {
    Landmarks landmarks = place instanceof FacePlace.Known known ? known.landmarks() : null;
    return new EmbeddedFace(embedding(image, landmarks), Optional.empty());
  }

  private EmbeddedFaces found(Pixels photo, DetectOptions wanted) throws BadImageException {
    if (detector == null) {
      throw new IllegalStateException("no detector");
    }
    Detections detections = detector.find(photo, wanted);
    List<dev.facet.client.EmbeddedFace> faces = new ArrayList<>();
    for (DetectedFace face : detections.faces()) {
      Landmarks landmarks = WireFaces.landmarks(face.landmarks());
      faces.add(new dev.facet.client.EmbeddedFace(face, embedding(photo, landmarks)));
    }
    return new EmbeddedFaces(
        faces, detections.found(), photo.width(), photo.height(), detections.detector(), ref);
  }

  private FaceEmbedding embedding(Image image, @Nullable Landmarks landmarks)
      throws BadImageException {
    float[] tensor = preprocessor.tensor(image, landmarks);
    return FaceEmbedding.of(model.embed(new float[][] {tensor})[0], ref);
  }

  @Override
  public double threshold(FaceEmbedding embedding, double maxFar) throws IOException {
    return Calibration.of(model.manifest().about().measured())
        .flatMap(known -> known.threshold(maxFar))
        .orElseThrow(() -> new NotCalibratedException(ref, maxFar, null))
        .threshold();
  }

  /** Waits for what is under way, since the engine must not be closed below it. */
  @Override
  public void close() {
    threads.close();
    model.close();
    if (detector != null) {
      detector.close();
    }
  }
}
