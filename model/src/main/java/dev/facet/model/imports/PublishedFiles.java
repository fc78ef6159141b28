package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  static PublishedFiles in(Path directory) throws BadBundleException {
    List<Path> files = list(directory);
    List<Path> symbols = files.stream().filter(file -> name(file).endsWith(SYMBOL_END)).toList();
    if (symbols.size() != 1) {
      throw new BadBundleException(
          directory, "*" + SYMBOL_END, names(symbols), "one symbol in the directory");
    }
    String symbol = name(symbols.get(0));
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
    return new PublishedFiles(symbols.get(0), last, lastEpoch, epochs);
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
