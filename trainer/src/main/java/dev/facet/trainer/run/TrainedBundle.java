package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ManifestFile;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A network as it is served, once it has weights of its own.
 *
 * @param manifest how
 * @param symbol its graph
 */
record TrainedBundle(Manifest manifest, SymbolGraph symbol) {

  /**
   * Writes it with some weights. A bundle that is there already stays as it is.
   *
   * @param parent where it will stand
   * @param name of the bundle's directory
   * @return the bundle
   */
  ModelBundle write(Path parent, String name, Map<String, FloatTensor> weights) throws IOException {
    Path target = parent.resolve(name);
    try (StagedDirectory staged = StagedDirectory.in(parent)) {
      fill(staged.path(), weights);
      staged.moveTo(target);
    }
    return ModelBundle.open(target);
  }

  /**
   * Judges it with some weights: writes it, loads it as a server does, and deletes it.
   *
   * @param parent where it is written meanwhile
   */
  VerificationReport judge(
      Verifier verifier, Path parent, Map<String, FloatTensor> weights, ComputeDevice device)
      throws IOException {
    try (StagedDirectory staged = StagedDirectory.in(parent)) {
      fill(staged.path(), weights);
      try (EmbeddingModel model = EmbeddingModel.load(ModelBundle.open(staged.path()), device)) {
        return verifier.judge(model);
      }
    }
  }

  private void fill(Path directory, Map<String, FloatTensor> weights) throws IOException {
    ManifestFile.write(manifest, directory.resolve(ManifestFile.NAME));
    Files.writeString(directory.resolve(manifest.files().symbol()), symbol.toJson());
    ParamsFile.write(directory.resolve(manifest.files().params()), weights);
  }
}
