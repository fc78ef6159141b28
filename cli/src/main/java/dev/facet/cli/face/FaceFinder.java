package dev.facet.cli.face;

import dev.facet.client.Detections;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Finds the faces of photos, several photos at a time. Used by one thread. */
public interface FaceFinder extends AutoCloseable {

  /**
   * Starts to look for the faces of a photo. Waits while too many photos are under way.
   *
   * @return completed with the faces, of which there may be none; with {@link PhotoException} where
   *     this photo is at fault, and with any other exception where the next photo would fail, too
   */
  CompletableFuture<Detections> find(Path photo) throws InterruptedException;

  /** Waits for what is under way, which is bounded, and frees everything. */
  @Override
  void close();
}
