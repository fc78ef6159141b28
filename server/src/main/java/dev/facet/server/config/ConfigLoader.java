package dev.facet.server.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lays the sources of a configuration over each other; the later call wins. */
final class ConfigLoader {

  /**
   * Variables that are not ours to read: the launcher's, and those that Kubernetes sets in every
   * container beside a service which is named "facet".
   */
  private static final Pattern FOREIGN =
      Pattern.compile("FACET_(JAVA_OPTS|SERVICE_(HOST|PORT\\w*)|PORT(_\\d+_(TCP|UDP)\\w*)?)");

  private static final Map<String, Key> BY_NAME = index(Key::name);
  private static final Map<String, Key> BY_ENVIRONMENT_NAME = index(Key::environmentName);

  private final Map<Key, Object> values = new HashMap<>();

  void file(Path file) {
    ConfigYaml.read(file)
        .forEach((name, text) -> set(find(BY_NAME, name, file + ": "), file + ": " + name, text));
  }

  void environment(Map<String, String> environment) {
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith("FACET_") && !FOREIGN.matcher(name).matches()) {
                set(find(BY_ENVIRONMENT_NAME, name, ""), name, text);
              }
            });
  }

  void flags(Map<String, String> flags) {
    flags.forEach((name, text) -> set(find(BY_NAME, name, ""), name, text));
  }

  ServerConfig build() {
    return Section.build(
        key -> {
          Object value = values.get(key);
          return value == null ? key.parse(key.name(), key.defaultText()) : value;
        });
  }

  private void set(Key key, String where, String text) {
    values.put(key, key.parse(where, text));
  }

  private static Key find(Map<String, Key> keys, String name, String source) {
    Key key = keys.get(name);
    if (key == null) {
      throw new BadConfigException(
          source + name + ": no such key (nearest: " + nearest(name, keys.keySet()) + ")");
    }
    return key;
  }

  private static String nearest(String name, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> editDistance(name, candidate)))
        .orElseThrow();
  }

  /** Levenshtein distance: fewest insertions, deletions and replacements of one character. */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static Map<String, Key> index(Function<Key, String> name) {
    return Section.allKeys().collect(Collectors.toUnmodifiableMap(name, Function.identity()));
  }
}
