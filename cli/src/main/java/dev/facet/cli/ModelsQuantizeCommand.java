package dev.facet.cli;

import dev.facet.cli.face.PhotoDecoder;
import dev.facet.cli.quantization.CalibrationPhotos;
import dev.facet.cli.quantization.Gain;
import dev.facet.cli.quantization.LostAccuracyException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.quantization.Calibration;
import dev.facet.model.quantization.Quantizer;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.run.MeasuringSet;
import dev.facet.trainer.run.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet models quantize}: a version becomes another that computes on 8 bits. */
@Command(
    name = "quantize",
    description = {
      "Makes a faster version of a model, which computes on integers of 8 bits.",
      "",
      "Calibrates on photos of people who are not in --pairs, measures accuracy and speed before and"
          + " after, and publishes the next version, for CPUs, with both in its manifest. Where the"
          + " accuracy falls by more than --max-loss, nothing is published. A photo that cannot be"
          + " read is named on stderr and skipped.",
      "",
      "Embeddings of the new version are not to be compared with those of the old one: its digest"
          + " is another."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet models quantize face --calibrate photos --pairs pairs.txt --images photos",
      "  facet models quantize face --version 2 --calibrate lfw --photos 1000 \\",
      "      --pairs pairsDevTest.txt --images lfw --landmarks points.txt --max-loss 0.5"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsQuantizeCommand implements Callable<Integer> {
  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Name of the model.")
  private String name;

  @Option(
      names = "--calibrate",
      paramLabel = "DIR",
      required = true,
      description = "Photos to calibrate on, as NAME/NAME_0001.jpg.")
  private Path calibrate;

  @Option(
      names = "--photos",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many of them, at even distances. Default: 500.")
  private int photos;

  @Option(
      names = "--max-loss",
      paramLabel = "POINTS",
      defaultValue = "0.2",
      description = "By how many points of percent accuracy may fall. Default: 0.2.")
  private double maxLoss;

  @Mixin private PairOptions pairs;

  @Mixin private ExistingVersionOptions option;

  private int skipped;

  ModelsQuantizeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, LostAccuracyException {
    if (photos < 1 || !(maxLoss >= 0)) {
      throw new ParameterException(
          spec.commandLine(),
          photos < 1
              ? "--photos: " + photos + " (expected: 1 or more)"
              : "--max-loss: " + maxLoss + " (expected: 0 or more)");
    }
    ModelRepository repository = option.existing();
    long version = option.versionOf(name);
    ModelBundle source = repository.open(name, version);
    CalibrationPhotos chosen =
        CalibrationPhotos.choose(
            calibrate,
            pairs.landmarks() == null ? null : LandmarksFile.read(pairs.landmarks()),
            PhotoDecoder.create(),
            PairList.read(pairs.list()),
            photos);
    Quantizer quantizer = Quantizer.of(source);
    try (StagedDirectory staged = StagedDirectory.in(repository.root());
        MeasuringSet set = MeasuringSet.open(pairs.set())) {
      ModelBundle quantized = quantized(quantizer, source, chosen, staged.path());
      Gain gain = measure(source, quantized, set);
      gain.requireLossOfAtMost(maxLoss);
      Manifest.About about =
          new Manifest.About("", provenance(source, version, chosen), gain.measured());
      ModelBundle published =
          new Publication(repository, ComputeDevice.CPU, Clock.systemUTC(), about)
              .publish(name, quantized);
      say("published   %s", published.directory());
    }
    return ExitCode.OK;
  }

  private ModelBundle quantized(
      Quantizer quantizer, ModelBundle source, CalibrationPhotos chosen, Path directory)
      throws IOException {
    Manifest manifest = source.manifest();
    try (Calibration calibration = quantizer.calibrate(directory);
        Progress progress = Progress.start(console, "calibrate", chosen.chosen().size())) {
      chosen.calibrate(
          calibration,
          new FacePreprocessor(manifest.input(), manifest.alignment()),
          this::skip,
          progress::step);
      if (calibration.faces() == 0) {
        throw new IOException(
            "%s: none of %d photos can be read".formatted(calibrate, chosen.chosen().size()));
      }
      ModelBundle quantized = quantizer.write(directory, calibration.ranges());
      say(
          "calibrated  on %d photos, %d skipped; %d people of the pairs left out",
          calibration.faces(), skipped, chosen.leftOut());
      return quantized;
    }
  }

  private void skip(BadPhotoException photo) {
    skipped++;
    console.err().println("facet: " + photo.getMessage());
  }

  private Gain measure(ModelBundle source, ModelBundle quantized, MeasuringSet set)
      throws IOException {
    try (Progress progress = Progress.start(console, "measure", 3)) {
      Gain gain = Gain.measure(source, quantized, set, progress::step);
      gain.measured().forEach((what, value) -> say("measured    %s %s", what, value));
      say("faster      %.2f times", gain.throughput().ratio());
      return gain;
    }
  }

  private Map<String, String> provenance(
      ModelBundle source, long version, CalibrationPhotos chosen) {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put(
        "quantized-from", "%s version %d, digest %s".formatted(name, version, source.digest()));
    provenance.put(
        "calibration",
        "least and greatest values on %d photos".formatted(chosen.chosen().size() - skipped));
    return provenance;
  }

  private void say(String format, Object... values) {
    console.out().println(String.format(Locale.ROOT, format, values));
  }
}
