package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.VerificationReport;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Publishes bundles as the next versions of models, with their measured accuracy and the date, in
 * UTC, added to their manifests. Uses the engine on the calling thread.
 */
public final class Publication {

  private final ModelRepository repository;
  private final ComputeDevice device;
  private final Clock clock;
  private final Manifest.About added;

  /**
   * Publishes into a repository.
   *
   * @param device where bundles are measured
   * @param clock tells the date
   * @param added what else is to be said of the versions: a licence, which replaces the bundle's
   *     unless it is empty; provenance and measurements, which are added to it
   */
  public Publication(
      ModelRepository repository, ComputeDevice device, Clock clock, Manifest.About added) {
    this.repository = repository;
    this.device = device;
    this.clock = clock;
    this.added = added;
  }

  /**
   * Publishes a bundle that is not measured; it is loaded and tried all the same.
   *
   * @param model name of the model
   * @param trained the bundle; stays as it is
   * @return the version
   * @throws IOException if the bundle does not load, or cannot be written
   */
  public ModelBundle publish(String model, ModelBundle trained) throws IOException {
    EmbeddingModel.load(trained, device).close();
    return publish(model, trained, Map.of());
  }

  /**
   * Measures a bundle, and publishes it.
   *
   * @param set what it is measured on
   * @see #publish(String, ModelBundle)
   */
  public ModelBundle publish(String model, ModelBundle trained, MeasuringSet set)
      throws IOException {
    return publish(model, trained, set.measured(set.judge(trained, device)));
  }

  /**
   * Measures a bundle and the live version on the same set, and publishes the bundle if it is more
   * accurate. One that is as accurate is refused: a change that gains nothing still makes every
   * stored embedding obsolete.
   *
   * @param live what it is held against
   * @throws NotBetterException if it is not; it says by how much, and nothing was published
   * @see #publish(String, ModelBundle, MeasuringSet)
   */
  public ModelBundle publishIfBetter(
      String model, ModelBundle trained, MeasuringSet set, ModelBundle live)
      throws IOException, NotBetterException {
    VerificationReport report = set.judge(trained, device);
    double accuracy = MeasuringSet.accuracy(report);
    double lives = MeasuringSet.accuracy(set.judge(live, device));
    if (accuracy <= lives) {
      throw new NotBetterException(set.name(), accuracy, lives);
    }
    return publish(model, trained, set.measured(report));
  }

  private ModelBundle publish(String model, ModelBundle trained, Map<String, Double> results)
      throws IOException {
    Manifest manifest = trained.manifest();
    Manifest.About about = manifest.about();
    Map<String, String> provenance = new LinkedHashMap<>(about.provenance());
    provenance.putAll(added.provenance());
    provenance.put("date", LocalDate.now(clock).toString());
    Map<String, Double> measured = new LinkedHashMap<>(about.measured());
    measured.putAll(added.measured());
    measured.putAll(results);
    String license = added.license().isEmpty() ? about.license() : added.license();
    Manifest published =
        new Manifest(
            manifest.files(),
            manifest.input(),
            manifest.output(),
            manifest.alignment(),
            new Manifest.About(license, provenance, measured));
    return repository.publish(
        model, OptionalLong.empty(), published, trained.symbol(), trained.params());
  }
}
