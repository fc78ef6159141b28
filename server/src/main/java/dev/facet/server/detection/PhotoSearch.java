package dev.facet.server.detection;

import dev.facet.model.detection.DetectorLayout;
import dev.facet.model.detection.FaceCandidate;
import dev.facet.model.detection.FaceSearch;
import dev.facet.model.detection.FoundFace;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Pixels;
import dev.facet.server.batching.Batched;
import dev.facet.server.batching.Batcher;
import dev.facet.server.batching.Caller;
import dev.facet.server.batching.FairPool;
import dev.facet.server.batching.Timed;
import dev.facet.server.embedding.Face;
import dev.facet.server.registry.LoadedDetector;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The search for the faces of one photo, in turns of the preprocessing pool, which makes what the
 * detector's networks see and reads what they give, and of the networks' batchers. The photo is
 * decoded once and held until the end. Used by one turn at a time.
 */
final class PhotoSearch {

  private final Caller caller;
  private final LoadedDetector detector;
  private final FairPool pool;
  private final Pixels photo;
  private final WantedFaces wanted;
  private final FaceSearch search;

  private PhotoSearch(
      Caller caller, LoadedDetector detector, FairPool pool, Pixels photo, WantedFaces wanted)
      throws BadImageException {
    this.caller = caller;
    this.detector = detector;
    this.pool = pool;
    this.photo = photo;
    this.wanted = wanted;
    this.search = DetectorLayout.search(detector.manifest(), photo, wanted.search());
  }

  /** What is made of the photo and its faces, in the last turn of the pool. */
  @FunctionalInterface
  interface Ending<T> {
    T of(Pixels photo, FoundFaces faces) throws BadImageException;
  }

  /** Searches. */
  static <T> CompletableFuture<T> run(
      Caller caller,
      LoadedDetector detector,
      FairPool pool,
      ImageDecoder decoder,
      Face face,
      WantedFaces wanted,
      Ending<T> ending) {
    return pool.submit(
            caller,
            () -> {
              Pixels photo = face.source().image(decoder).pixels();
              return new PhotoSearch(caller, detector, pool, photo, wanted).turn(ending);
            })
        .thenCompose(Timed::value);
  }

  /** Ends, or has the networks run and goes on after them. */
  private <T> CompletableFuture<T> turn(Ending<T> ending) throws BadImageException {
    if (search.isDone()) {
      return CompletableFuture.completedFuture(ending.of(photo, found()));
    }
    return run(search.network(), search.inputs())
        .thenCompose(
            outputs ->
                pool.submit(
                    caller,
                    () -> {
                      search.take(outputs);
                      return turn(ending);
                    }))
        .thenCompose(Timed::value);
  }

  private CompletableFuture<List<float[]>> run(int network, List<float[]> inputs) {
    Batcher<float[], float[]> batcher = detector.batcher(network);
    List<CompletableFuture<Batched<float[]>>> runs =
        inputs.stream().map(input -> batcher.submit(caller, input)).toList();
    return CompletableFuture.allOf(runs.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> runs.stream().map(run -> run.join().output()).toList());
  }

  private FoundFaces found() {
    List<FaceCandidate> found = search.faces();
    List<FoundFace> faces =
        wanted.selection().choose(found, photo.width(), photo.height()).stream()
            .flatMap(face -> FoundFace.of(face, photo).stream())
            .limit(wanted.most())
            .toList();
    return new FoundFaces(faces, found.size(), photo.width(), photo.height());
  }
}
