package dev.facet.trainer.study;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.trainer.config.DataConfig;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.run.PhotoEmbeddings;
import dev.facet.trainer.run.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Labelled images as a network embeds them, before their embeddings are normalised. */
final class FeatureMap {

  private final float[][] embeddings;
  private final int[] labels;

  private FeatureMap(float[][] embeddings, int[] labels) {
    this.embeddings = embeddings;
    this.labels = labels;
  }

  /**
   * Embeds images. Uses the engine on its caller.
   *
   * @param directory where a copy of the bundle may lie meanwhile
   * @throws IOException if the bundle does not load, or an image cannot be read
   */
  static FeatureMap of(ModelBundle bundle, DataConfig.Source source, Path directory)
      throws IOException {
    try (FaceSource faces = Sources.faces(source);
        StagedDirectory staged = StagedDirectory.in(directory);
        EmbeddingModel model =
            EmbeddingModel.load(unnormalised(bundle, staged.path()), ComputeDevice.CPU)) {
      float[][] embeddings =
          PhotoEmbeddings.of(faces, model, Runtime.getRuntime().availableProcessors());
      return new FeatureMap(
          embeddings, IntStream.range(0, faces.size()).map(faces::label).toArray());
    }
  }

  private static ModelBundle unnormalised(ModelBundle bundle, Path directory) throws IOException {
    Manifest manifest = bundle.manifest();
    Manifest.Output output = manifest.output();
    Manifest raw =
        new Manifest(
            manifest.files(),
            manifest.input(),
            new Manifest.Output(output.name(), output.dimension(), false),
            manifest.alignment(),
            manifest.about());
    ManifestFile.write(raw, directory.resolve(ManifestFile.NAME));
    Files.copy(bundle.symbol(), directory.resolve(manifest.files().symbol()));
    Files.copy(bundle.params(), directory.resolve(manifest.files().params()));
    return ModelBundle.open(directory);
  }

  /** N x D. */
  float[][] embeddings() {
    return embeddings;
  }

  /** The class of each. */
  int[] labels() {
    return labels;
  }

  ClassGeometry geometry() {
    return ClassGeometry.of(embeddings, labels);
  }
}
