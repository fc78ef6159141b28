package dev.facet.benchmarks.prepared;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.bundle.ModelRepository;
import dev.facet.model.imports.BundleImport;
import dev.facet.model.imports.ImportOptions;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.backbone.Backbone;
import dev.facet.trainer.backbone.NetworkParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A model that is measured.
 *
 * @param name from its file or directory
 * @param repository that has it and no other
 * @param bundle its only version
 */
public record PreparedModel(String name, Path repository, ModelBundle bundle) {

  private static final String MANIFEST = "model.yaml";
  private static final String SYMBOL = "-symbol.json";
  private static final String PARAMS = "-0000.params";

  /** Input of a network that has no weights to tell it: 3 x 112 x 112, as InsightFace's have. */
  private static final TensorShape INPUT = TensorShape.of(1, 3, 112, 112);

  /**
   * From a directory.
   *
   * @param directory of a bundle, or of a model as it was published
   * @param parent where the repository is made
   */
  public static PreparedModel of(Path directory, Path parent) throws IOException {
    String name = name(directory.toAbsolutePath().normalize());
    if (Files.exists(directory.resolve(MANIFEST))) {
      ModelBundle bundle = ModelBundle.open(directory);
      return publish(name, parent, bundle.manifest(), bundle.symbol(), bundle.params());
    }
    return imported(name, parent, directory);
  }

  /**
   * From a network without weights: they are random, of the size that training gives them.
   *
   * @param symbol the network, which takes 112 x 112 pixels of three channels
   * @param parent where the repository is made
   * @param seed of the weights
   */
  public static PreparedModel random(Path symbol, Path parent, long seed) throws IOException {
    String file = String.valueOf(symbol.getFileName()).toLowerCase(Locale.ROOT);
    String name = file.endsWith(SYMBOL) ? file.substring(0, file.length() - SYMBOL.length()) : file;
    Path directory = Files.createDirectories(parent.resolve(name + "-published"));
    Files.copy(symbol, directory.resolve(name + SYMBOL));
    ParamsFile.write(
        directory.resolve(name + PARAMS),
        NetworkParameters.madeUp(NetworkParameters.of(SymbolGraph.read(symbol), INPUT), seed));
    return imported(name, parent, directory);
  }

  /**
   * From a backbone, with weights as those of a symbol.
   *
   * @param backbone with its published dimension
   * @param parent where the repository is made
   * @param seed of the weights
   */
  public static PreparedModel random(Backbone backbone, Path parent, long seed) throws IOException {
    String name = "trainer-" + backbone.title();
    SymbolGraph graph = backbone.graph(backbone.defaultDimension());
    Path symbol = Files.writeString(parent.resolve(name + SYMBOL), graph.toJson());
    Path params = parent.resolve(name + PARAMS);
    ParamsFile.write(
        params, NetworkParameters.madeUp(NetworkParameters.of(graph, backbone.oneFace()), seed));
    return publish(name, parent, backbone.manifest(backbone.defaultDimension()), symbol, params);
  }

  private static PreparedModel imported(String name, Path parent, Path directory)
      throws IOException {
    BundleImport published = BundleImport.examine(directory, ImportOptions.NONE);
    return publish(name, parent, published.manifest(), published.symbol(), published.params());
  }

  /** A copy that takes faces of another size; it can be served, not computed. */
  public PreparedModel resized(int side, Path parent) throws IOException {
    Manifest manifest = bundle.manifest();
    Manifest.Input input = manifest.input();
    return publish(
        name + "-" + side,
        parent,
        new Manifest(
            manifest.files(),
            new Manifest.Input(
                input.name(), side, side, input.channels(), input.mean(), input.std()),
            manifest.output(),
            manifest.alignment(),
            manifest.about()),
        bundle.symbol(),
        bundle.params());
  }

  private static PreparedModel publish(
      String name, Path parent, Manifest manifest, Path symbol, Path params) throws IOException {
    Path repository = parent.resolve(name);
    return new PreparedModel(
        name,
        repository,
        new ModelRepository(repository)
            .publish(name, OptionalLong.of(1), manifest, symbol, params));
  }

  /** That of the directory, or of the one above where it is a version's. */
  private static String name(Path directory) {
    String last = String.valueOf(directory.getFileName());
    Path above = directory.getParent();
    return (above != null && last.matches("[0-9]+") ? String.valueOf(above.getFileName()) : last)
        .toLowerCase(Locale.ROOT);
  }
}
