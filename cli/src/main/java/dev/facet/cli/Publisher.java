package dev.facet.cli;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.trainer.config.PublishConfig;
import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.run.MeasuringSet;
import dev.facet.trainer.run.NotBetterException;
import dev.facet.trainer.run.Publication;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes a bundle, makes it live if wanted, and says on stdout what was done: what {@code facet
 * publish} and the end of {@code facet train} have in common.
 */
final class Publisher {
  private final Console console;
  private final PublishConfig config;
  private final Optional<VerificationConfig.Set> pairs;
  private final ModelRepository repository;
  private final LiveModel live;

  /**
   * A publisher.
   *
   * @param config where to
   * @param pairs what the bundle is measured on; empty: it is not
   * @param security how to talk to the server that makes it live
   */
  Publisher(
      Console console,
      PublishConfig config,
      Optional<VerificationConfig.Set> pairs,
      SecurityOptions security) {
    this.console = console;
    this.config = config;
    this.pairs = pairs;
    this.repository = new ModelRepository(config.models());
    this.live = new LiveModel(config.name(), repository, config.server().orElse(null), security);
  }

  /**
   * Publishes a bundle. A version that cannot be made live stays published.
   *
   * @throws NotBetterException where it is refused as the configuration says
   * @throws IOException where it does not load, or cannot be written, or the server's is another
   */
  void publish(ModelBundle trained) throws IOException, NotBetterException {
    ModelBundle version = version(trained);
    version
        .manifest()
        .about()
        .measured()
        .forEach((what, value) -> say(String.format(Locale.ROOT, "measured   %s %s", what, value)));
    say("published  " + version.directory());
    if (config.server().isPresent()) {
      long number = Long.parseLong(String.valueOf(version.directory().getFileName()));
      live.activate(number, version);
      say("live       %s version %d on %s".formatted(config.name(), number, config.server().get()));
    }
  }

  private ModelBundle version(ModelBundle trained) throws IOException, NotBetterException {
    Publication publication =
        new Publication(
            repository,
            ComputeDevice.CPU,
            Clock.systemUTC(),
            new Manifest.About(config.license(), Map.of(), Map.of()));
    if (pairs.isEmpty()) {
      return publication.publish(config.name(), trained);
    }
    Optional<ModelBundle> rival = config.ifBetterThanLive() ? live.find() : Optional.empty();
    try (MeasuringSet set = MeasuringSet.open(pairs.get())) {
      return rival.isPresent()
          ? publication.publishIfBetter(config.name(), trained, set, rival.get())
          : publication.publish(config.name(), trained, set);
    }
  }

  private void say(String line) {
    console.out().println(line);
  }
}
