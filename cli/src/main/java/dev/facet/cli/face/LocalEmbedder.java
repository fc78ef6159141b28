package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import dev.facet.client.DetectedFace;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.NonFiniteEmbeddingException;
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
    return threads.start(() -> embedNow(photo));
  }

  private List<EmbeddedFace> embedNow(Photo photo) throws PhotoException {
    try {
      Image image = decoder.open(Files.readAllBytes(photo.file()));
      FacePlace place = photo.place();
      if (place instanceof FacePlace.Sought sought) {
        return found(image.pixels(), sought.wanted());
      }
      Landmarks landmarks = place instanceof FacePlace.Known known ? known.landmarks() : null;
      return List.of(new EmbeddedFace(embedding(image, landmarks), Optional.empty()));
    } catch (IOException e) {
      throw new PhotoException(FileFailure.reason(e), e);
    } catch (BadImageException | NonFiniteEmbeddingException e) {
      throw new PhotoException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<EmbeddedFace> found(Pixels photo, DetectOptions wanted)
      throws BadImageException, NoFaceException {
    if (detector == null) {
      throw new IllegalStateException("no detector");
    }
    List<EmbeddedFace> faces = new ArrayList<>();
    for (DetectedFace face : detector.find(photo, wanted).faces()) {
      Landmarks landmarks = WireFaces.landmarks(face.landmarks());
      faces.add(new EmbeddedFace(embedding(photo, landmarks), Optional.of(face)));
    }
    if (faces.isEmpty()) {
      throw new NoFaceException();
    }
    return faces;
  }

  private FaceEmbedding embedding(Image image, @Nullable Landmarks landmarks)
      throws BadImageException {
    float[] tensor = preprocessor.tensor(image, landmarks);
    return FaceEmbedding.of(model.embed(new float[][] {tensor})[0], ref);
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
