package dev.facet.model.evaluation;

import dev.facet.model.bundle.BadBundleException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Which threshold of the cosine similarity accepts which part of the pairs of two people (false
 * accept rate, FAR), as it was measured of one model. It stands in the model's manifest, under
 * {@code about.measured}: a key such as {@code threshold-at-far-1e-3} for each rate, and {@code
 * calibration-pairs} for the number of pairs. Immutable.
 */
public final class Calibration {

  /** False accepts that a rate must rest on: with fewer, chance decides more than the model. */
  private static final int LEAST_ACCEPTS = 10;

  private static final String PAIRS = "calibration-pairs";
  private static final String THRESHOLD = "threshold-at-far-";
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?(e-?[0-9]{1,3})?");

  /** From falling rates, and so by thresholds that do not fall. */
  private final List<Point> points;

  private final long pairs;

  private Calibration(List<Point> points, long pairs) {
    this.points = List.copyOf(points);
    this.pairs = pairs;
  }

  /**
   * What a threshold does.
   *
   * @param far part of the pairs of two people that it accepts, at most; above 0, below 1
   * @param threshold least cosine similarity of a pair that it accepts, -1 to 1
   */
  public record Point(double far, double threshold) {}

  /**
   * Calibrates at the rates 1e-1, 3e-2, 1e-2, 3e-3 and so on, as long as the rate lets at least 10
   * of the pairs pass: down to 10 / pairs. The threshold of a rate is the least one of six decimals
   * that accepts at most this part of the pairs. A rate is left out where that is above 1, since
   * too many pairs are just the same.
   *
   * @param differentPeople pairs of two people
   * @throws IllegalArgumentException if they are fewer than 100, or none of the rates is left
   */
  public static Calibration measure(SimilarityCounts differentPeople) {
    long pairs = differentPeople.total();
    List<Point> points = new ArrayList<>();
    long accepted = 0;
    int threshold = SimilarityCounts.ONE + 1;
    for (double far : risingRates(pairs)) {
      while ((double) (accepted + differentPeople.at(threshold - 1)) / pairs <= far) {
        threshold--;
        accepted += differentPeople.at(threshold);
      }
      if (threshold <= SimilarityCounts.ONE) {
        points.add(0, new Point(far, SimilarityCounts.similarity(threshold)));
      }
    }
    if (points.isEmpty()) {
      throw new IllegalArgumentException(
          "pairs of two people: %d (expected: at least %d, not a tenth of them the same)"
              .formatted(pairs, 10 * LEAST_ACCEPTS));
    }
    return new Calibration(points, pairs);
  }

  private static List<Double> risingRates(long pairs) {
    List<Double> rates = new ArrayList<>();
    for (int exponent = 1; isShown(Double.parseDouble("1e-" + exponent), pairs); exponent++) {
      rates.add(0, Double.parseDouble("1e-" + exponent));
      double between = Double.parseDouble("3e-" + (exponent + 1));
      if (isShown(between, pairs)) {
        rates.add(0, between);
      }
    }
    return rates;
  }

  /** Whether pairs are enough to show a rate. */
  private static boolean isShown(double far, long pairs) {
    return (double) LEAST_ACCEPTS / pairs <= far;
  }

  /**
   * The calibration that stands among measurements.
   *
   * @param measured {@code about.measured} of a manifest
   * @return empty where no key begins as those of thresholds do
   * @throws BadBundleException if a rate is no number above 0 and below 1, comes twice, or is below
   *     10 / pairs; if a threshold is out of -1 to 1, or below that of a higher rate; or if the
   *     number of pairs is missing or not whole. It names the key
   */
  public static Optional<Calibration> of(Map<String, Double> measured) throws BadBundleException {
    List<String> keys =
        measured.keySet().stream().filter(key -> key.startsWith(THRESHOLD)).toList();
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    long pairs = pairs(measured);
    List<Point> points = new ArrayList<>();
    for (String key : keys) {
      points.add(point(key, measured.getOrDefault(key, Double.NaN), pairs));
    }
    points.sort(Comparator.comparingDouble(Point::far).reversed());
    for (int i = 1; i < points.size(); i++) {
      Point higher = points.get(i - 1);
      Point point = points.get(i);
      if (point.far() == higher.far()) {
        throw bad(key(point.far()), point.threshold(), "each rate once");
      }
      if (point.threshold() < higher.threshold()) {
        throw bad(
            key(point.far()),
            point.threshold(),
            "at least the " + higher.threshold() + " of " + key(higher.far()));
      }
    }
    return Optional.of(new Calibration(points, pairs));
  }

  private static long pairs(Map<String, Double> measured) throws BadBundleException {
    double pairs = measured.getOrDefault(PAIRS, Double.NaN);
    if (!(pairs >= 1 && pairs == Math.rint(pairs) && pairs <= Long.MAX_VALUE)) {
      throw bad(
          PAIRS,
          Double.isNaN(pairs) ? "missing" : pairs,
          "the number of pairs that the thresholds were measured on");
    }
    return (long) pairs;
  }

  private static Point point(String key, double threshold, long pairs) throws BadBundleException {
    String rate = key.substring(THRESHOLD.length());
    double far = NUMBER.matcher(rate).matches() ? Double.parseDouble(rate) : Double.NaN;
    if (!(far > 0 && far < 1)) {
      throw bad(key, threshold, "after " + THRESHOLD + " a rate above 0 and below 1, such as 1e-3");
    }
    if (!isShown(far, pairs)) {
      throw bad(
          key,
          threshold,
          "no rate below %d / %s, which is %d".formatted(LEAST_ACCEPTS, PAIRS, pairs));
    }
    if (!(threshold >= -1 && threshold <= 1)) {
      throw bad(key, threshold, "-1 to 1");
    }
    return new Point(far, threshold);
  }

  private static BadBundleException bad(String key, Object value, String expected) {
    return new BadBundleException("about.measured." + key, value, expected);
  }

  /** As it stands in a manifest, in the order of falling rates. */
  public Map<String, Double> entries() {
    Map<String, Double> entries = new LinkedHashMap<>();
    entries.put(PAIRS, (double) pairs);
    points.forEach(point -> entries.put(key(point.far()), point.threshold()));
    return entries;
  }

  /**
   * Puts it among measurements, in place of the one that is there.
   *
   * @param measured {@code about.measured} of a manifest; may hold anything; not changed
   * @return a copy, without keys of another calibration
   */
  public Map<String, Double> putInto(Map<String, Double> measured) {
    Map<String, Double> merged = new LinkedHashMap<>(measured);
    merged.keySet().removeIf(key -> key.equals(PAIRS) || key.startsWith(THRESHOLD));
    merged.putAll(entries());
    return merged;
  }

  private static String key(double far) {
    return THRESHOLD + rate(far);
  }

  /** A rate as keys and tables write it: {@code 1e-3}, {@code 2.5e-4}. */
  public static String rate(double far) {
    BigDecimal digits = BigDecimal.valueOf(far).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    return digits.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /** Number of pairs of two people on which it was measured. */
  public long pairs() {
    return pairs;
  }

  /** All that was measured, by falling rates and so by rising thresholds. */
  public List<Point> points() {
    return points;
  }

  /**
   * The threshold for a rate of the caller's choice. Nothing is interpolated.
   *
   * @param maxFar most part of the pairs of two people that may be accepted
   * @return the point of the highest rate that is at most this one; empty where none was measured
   */
  public Optional<Point> threshold(double maxFar) {
    return points.stream().filter(point -> point.far() <= maxFar).findFirst();
  }

  /**
   * Part of the pairs of two people that are at least so alike: an upper bound.
   *
   * @param similarity cosine, -1 to 1
   * @return the lowest rate whose threshold is at most this; empty below all thresholds
   */
  public OptionalDouble far(double similarity) {
    return points.stream()
        .filter(point -> point.threshold() <= similarity)
        .mapToDouble(Point::far)
        .min();
  }
}
