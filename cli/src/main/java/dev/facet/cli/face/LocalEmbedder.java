package dev.facet.cli.face;

import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.engine.NonFiniteEmbeddingException;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Embeds by a model in this process, one thread a core. */
public final class LocalEmbedder implements Embedder {
  private final EmbeddingModel model;
  private final ModelRef ref;
  private final FacePreprocessor preprocessor;
  private final ImageDecoder decoder = PhotoDecoder.create();
  private final ExecutorService threads;

  /** Twice the threads, so that none waits for its next photo. */
  private final Semaphore underWay;

  private LocalEmbedder(EmbeddingModel model, ModelRef ref) {
    this.model = model;
    this.ref = ref;
    Manifest manifest = model.manifest();
    this.preprocessor = new FacePreprocessor(manifest.input(), manifest.alignment());
    int cores = Runtime.getRuntime().availableProcessors();
    this.threads = Executors.newFixedThreadPool(cores);
    this.underWay = new Semaphore(2 * cores);
  }

  /**
   * Loads a version by its directory, or the highest version of a model by the model's directory.
   *
   * @throws IOException where there is none, or it cannot be loaded
   */
  public static LocalEmbedder open(Path directory) throws IOException {
    LocalModel local = LocalModel.open(directory);
    return new LocalEmbedder(EmbeddingModel.load(local.bundle(), ComputeDevice.CPU), local.ref());
  }

  @Override
  public CompletableFuture<FaceEmbedding> embed(Photo photo) throws InterruptedException {
    underWay.acquire();
    CompletableFuture<FaceEmbedding> result = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            result.complete(embedNow(photo));
          } catch (Throwable failure) {
            result.completeExceptionally(failure);
          } finally {
            underWay.release();
          }
        });
    return result;
  }

  private FaceEmbedding embedNow(Photo photo) throws PhotoException {
    try {
      byte[] file = Files.readAllBytes(photo.file());
      float[] tensor = preprocessor.tensor(decoder.open(file), photo.landmarks());
      return FaceEmbedding.of(model.embed(new float[][] {tensor})[0], ref);
    } catch (IOException e) {
      throw new PhotoException(FileFailure.reason(e), e);
    } catch (BadImageException | NonFiniteEmbeddingException e) {
      throw new PhotoException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Waits for what is under way, since the engine must not be closed below it. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    model.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
