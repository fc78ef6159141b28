package dev.facet.server.telemetry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an expression of Prometheus asks for; that it is one, promtool sees.
 *
 * @param selections the series
 * @param labels those by which they are grouped and matched
 */
record PromQuery(List<Selection> selections, Set<String> labels) {

  /** Series of one metric. */
  record Selection(String metric, List<Match> matches) {}

  /**
   * What a label is to be.
   *
   * @param operator {@code =}, {@code !=}, {@code =~} or {@code !~}
   */
  record Match(String label, String operator, String value) {}

  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^()]*)\\)");

  /** A range; else a name, and behind it what makes it a function, or the labels of a metric. */
  private static final Pattern TOKEN =
      Pattern.compile("\\[[^\\]]*\\]|(?<![\\w.])([a-zA-Z_:][\\w:]*)\\s*(?:(\\()|\\{([^}]*)\\})?");

  private static final Pattern MATCH =
      Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  static PromQuery of(String expression) {
    Set<String> labels = new TreeSet<>();
    Matcher grouping = GROUPING.matcher(expression);
    while (grouping.find()) {
      labels.addAll(Arrays.asList(grouping.group(1).strip().split("\\s*,\\s*")));
    }
    List<Selection> selections = new ArrayList<>();
    Matcher token = TOKEN.matcher(grouping.replaceAll(" "));
    while (token.find()) {
      String name = token.group(1);
      boolean isFunction = token.group(2) != null;
      if (name != null && !isFunction && !OPERATORS.contains(name)) {
        selections.add(new Selection(name, matches(token.group(3))));
      }
    }
    return new PromQuery(selections, labels);
  }

  private static List<Match> matches(@Nullable String selector) {
    List<Match> matches = new ArrayList<>();
    Matcher match = MATCH.matcher(selector == null ? "" : selector);
    while (match.find()) {
      matches.add(new Match(match.group(1), match.group(2), match.group(3)));
    }
    return matches;
  }
}
