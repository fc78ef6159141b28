package dev.facet.cli.face;

import dev.facet.client.DetectOptions;
import dev.facet.client.Detections;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Finds faces by a detector in this process, one thread a core. */
public final class LocalFinder implements FaceFinder {
  private final LocalDetector detector;
  private final DetectOptions wanted;
  private final ImageDecoder decoder = PhotoDecoder.create();
  private final PhotoThreads threads = new PhotoThreads();

  private LocalFinder(LocalDetector detector, DetectOptions wanted) {
    this.detector = detector;
    this.wanted = wanted;
  }

  /**
   * Loads a version by its directory, or the highest version of a detector by the detector's
   * directory.
   *
   * @param wanted which faces
   * @throws IOException where there is none, or it cannot be loaded
   */
  public static LocalFinder open(Path directory, DetectOptions wanted) throws IOException {
    return new LocalFinder(LocalDetector.open(directory), wanted);
  }

  @Override
  public CompletableFuture<Detections> find(Path photo) throws InterruptedException {
    return threads.start(() -> findNow(photo));
  }

  private Detections findNow(Path photo) throws PhotoException {
    try {
      return detector.find(decoder.decode(Files.readAllBytes(photo)), wanted);
    } catch (IOException e) {
      throw new PhotoException(FileFailure.reason(e), e);
    } catch (BadImageException e) {
      throw new PhotoException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Waits for what is under way, since the engine must not be closed below it. */
  @Override
  public void close() {
    threads.close();
    detector.close();
  }
}
