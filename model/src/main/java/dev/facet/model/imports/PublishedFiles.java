package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.TensorShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model's files as MXNet's checkpoints name them: {@code <prefix>-symbol.json} and {@code
 * <prefix>-<epoch>.params}.
 *
 * @param symbol the symbol
 * @param params the parameters of the last epoch
 * @param epoch the last epoch
 * @param epochs how many epochs there are
 */
record PublishedFiles(Path symbol, Path params, int epoch, int epochs) {
  private static final String SYMBOL_END = "-symbol.json";

  /** The only model of a directory. */
  static PublishedFiles in(Path directory) throws BadBundleException {
    return in(directory, 1, "one symbol in the directory").get(0);
  }

  /**
   * The networks of a directory, in the order of their symbols' names.
   *
   * @param count how many there are to be
   * @param expected the same in words
   */
  static List<PublishedFiles> in(Path directory, int count, String expected)
      throws BadBundleException {
    List<Path> files = list(directory);
    List<Path> symbols = files.stream().filter(file -> name(file).endsWith(SYMBOL_END)).toList();
    if (symbols.size() != count) {
      throw new BadBundleException(directory, "*" + SYMBOL_END, names(symbols), expected);
    }
    List<PublishedFiles> networks = new ArrayList<>();
    for (Path symbol : symbols) {
      networks.add(of(directory, symbol, files));
    }
    return networks;
  }

  private static PublishedFiles of(Path directory, Path symbolFile, List<Path> files)
      throws BadBundleException {
    String symbol = name(symbolFile);
    String prefix = symbol.substring(0, symbol.length() - SYMBOL_END.length());
    Pattern params = Pattern.compile(Pattern.quote(prefix) + "-(\\d{4})\\.params");
    Path last = null;
    int lastEpoch = -1;
    int epochs = 0;
    for (Path file : files) {
      Matcher matcher = params.matcher(name(file));
      if (matcher.matches()) {
        epochs++;
        if (Integer.parseInt(matcher.group(1)) > lastEpoch) {
          lastEpoch = Integer.parseInt(matcher.group(1));
          last = file;
        }
      }
    }
    if (last == null) {
      throw new BadBundleException(
          directory, prefix + "-NNNN.params", null, "the parameters of " + symbol);
    }
    return new PublishedFiles(symbolFile, last, lastEpoch, epochs);
  }

  /** Which epoch it is, for people. */
  String epochSentence() {
    return "epoch " + epoch + (epochs > 1 ? ", the last of " + epochs : "");
  }

  /**
   * Shapes of the parameters by the names of their variables: in the file these begin with {@code
   * arg:} or {@code aux:}.
   */
  Map<String, TensorShape> shapes() throws BadBundleException {
    Map<String, TensorShape> shapes = new HashMap<>();
    ParamsFile.read(params)
        .forEach((name, info) -> shapes.put(name.substring(name.indexOf(':') + 1), info.shape()));
    return shapes;
  }

  private static List<Path> list(Path directory) throws BadBundleException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new BadBundleException(directory, "not a directory that can be read", e);
    }
  }

  private static String names(List<Path> files) {
    return files.isEmpty() ? "none" : String.join(", ", files.stream().map(f -> name(f)).toList());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
