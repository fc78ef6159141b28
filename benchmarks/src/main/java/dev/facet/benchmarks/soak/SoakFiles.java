package dev.facet.benchmarks.soak;

import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Picture.Line;
import dev.facet.benchmarks.swap.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The result for programs, and as a picture. */
public final class SoakFiles {

  private SoakFiles() {}

  /** Writes all of the result as JSON; latencies in milliseconds, memory in MiB. */
  public static void writeJson(SoakResult result, List<String> faults, Path file)
      throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("capacity", Json.known(result.capacity()));
    document.put("offered", result.offered());
    document.put("seconds", result.time().toSeconds());
    Map<String, Object> accounts = new LinkedHashMap<>();
    result.accounts().forEach(each -> accounts.put(each.name(), each.ledger().counts()));
    document.put("clients", accounts);
    document.put("findings", result.findings());
    document.put("latency", result.latencies());
    document.put("refusedShare", result.refusedShare());
    document.put("swaps", result.activations());
    document.put("rotations", result.rotations());
    Map<String, Object> growth = new LinkedHashMap<>();
    for (Growth each : Growth.ALL) {
      double perMinute = each.trend(result.samples()).map(trend -> trend.per(1)).orElse(Double.NaN);
      growth.put(each.name(), Json.known(perMinute));
    }
    document.put("eachMinute", growth);
    document.put("faults", faults);
    document.put("samples", result.samples().stream().map(SoakFiles::sample).toList());
    Json.write(document, file);
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("seconds", sample.seconds());
    values.put("answered", sample.answered());
    values.put("p50", Json.known(sample.latencies().p50()));
    values.put("p99", Json.known(sample.latencies().p99()));
    values.put("longest", Json.known(sample.latencies().max()));
    for (Growth each : Growth.ALL) {
      values.put(each.name(), Json.known(each.of(sample)));
    }
    values.put("admitted", sample.admitted());
    values.put("calls", sample.calls());
    return values;
  }

  /** Draws latencies with the swaps below them, memory, and threads and handles over time. */
  public static void writePicture(SoakResult result, Path file) throws IOException {
    Picture picture = new Picture();
    List<Sample> samples = result.samples();
    List<Double> swaps =
        result.activations().stream().map(Activation::began).map(began -> began / 60).toList();
    picture.add(
        "minutes",
        "ms",
        List.of(
            line("p50", samples, sample -> sample.latencies().p50()),
            line("p99", samples, sample -> sample.latencies().p99())),
        new Picture.Marks("swap", swaps));
    picture.add("minutes", "MiB", List.of(line(samples, Growth.RESIDENT)));
    List<Sample> collected =
        samples.stream().filter(sample -> !Double.isNaN(sample.heap())).toList();
    picture.add("minutes", "MiB", List.of(line(collected, Growth.HEAP)));
    picture.add(
        "minutes", "number", List.of(line(samples, Growth.THREADS), line(samples, Growth.HANDLES)));
    picture.write(file);
  }

  private static Line line(List<Sample> samples, Growth growth) {
    return line(growth.name(), samples, growth::of);
  }

  private static Line line(String name, List<Sample> samples, ToDoubleFunction<Sample> y) {
    return new Line(
        name,
        samples.stream().map(Sample::minutes).toList(),
        samples.stream().map(y::applyAsDouble).toList());
  }
}
