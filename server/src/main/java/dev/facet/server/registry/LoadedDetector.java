package dev.facet.server.registry;

import dev.facet.model.bundle.DetectorBundle;
import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.engine.DetectionModel;
import dev.facet.server.batching.Batcher;
import java.util.List;

/** A version of a detector. Thread-safe. */
public final class LoadedDetector extends LoadedModel {

  private final DetectorManifest manifest;
  private final List<Batcher<float[], float[]>> batchers;

  LoadedDetector(
      Parts parts,
      DetectorBundle bundle,
      List<DetectionModel> engines,
      List<Batcher<float[], float[]>> batchers) {
    super(parts, bundle, batchers, () -> engines.forEach(DetectionModel::close));
    this.manifest = bundle.manifest();
    this.batchers = batchers;
  }

  /** What the detector is. */
  public DetectorManifest manifest() {
    return manifest;
  }

  /**
   * Runs one of the detector's networks.
   *
   * @param network which, from 0
   */
  public Batcher<float[], float[]> batcher(int network) {
    return batchers.get(network);
  }
}
