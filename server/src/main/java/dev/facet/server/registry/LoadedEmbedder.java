package dev.facet.server.registry;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.Embedder;
import dev.facet.model.evaluation.Calibration;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.server.batching.Batcher;
import java.util.List;
import java.util.Optional;

/** A version of a model that embeds faces. Thread-safe. */
public final class LoadedEmbedder extends LoadedModel {

  private final Manifest manifest;
  private final FacePreprocessor preprocessor;
  private final Embedder engine;
  private final Batcher<float[], float[]> batcher;
  private final Optional<Calibration> calibration;

  LoadedEmbedder(
      Parts parts,
      ModelBundle bundle,
      List<Embedder> engines,
      Batcher<float[], float[]> batcher,
      Optional<Calibration> calibration) {
    super(parts, bundle, List.of(batcher), () -> engines.forEach(Embedder::close));
    this.manifest = bundle.manifest();
    this.preprocessor = new FacePreprocessor(manifest.input(), manifest.alignment());
    this.engine = engines.get(0);
    this.batcher = batcher;
    this.calibration = calibration;
  }

  /** What the model is. */
  public Manifest manifest() {
    return manifest;
  }

  /** Makes tensors for the model's input. */
  public FacePreprocessor preprocessor() {
    return preprocessor;
  }

  /** Makes embeddings of tensors. */
  public Batcher<float[], float[]> batcher() {
    return batcher;
  }

  /** Which thresholds accept how much, where that was measured. */
  public Optional<Calibration> calibration() {
    return calibration;
  }

  /** Makes embeddings on the first device, beside the {@link #batcher} and its queue. */
  public Embedder engine() {
    return engine;
  }
}
