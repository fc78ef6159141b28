package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Picture.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The result for programs, and as a picture. */
public final class SwapFiles {

  private SwapFiles() {}

  /** Writes all of the result as JSON; latencies in milliseconds, memory in MiB. */
  public static void writeJson(SwapResult result, List<String> faults, Path file)
      throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("capacity", Json.known(result.capacity()));
    document.put("offered", result.offered());
    document.put("quiet", phase(result.quiet()));
    document.put("swapping", phase(result.swapping()));
    document.put("p99Ratio", Json.known(result.ratio()));
    document.put("p99Ratios", result.ratios().stream().map(Json::known).toList());
    document.put("liveHeapBytes", List.of(result.liveHeapBefore(), result.liveHeapAfter()));
    document.put("per100Swaps", trends(result.samples()));
    document.put("faults", faults);
    document.put("samples", result.samples().stream().map(SwapFiles::sample).toList());
    Json.write(document, file);
  }

  private static Map<String, Object> phase(Phase phase) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("seconds", phase.seconds());
    values.put("requests", phase.counts());
    values.put("findings", phase.findings());
    values.put("latency", phase.percentiles());
    values.put("activations", phase.activations());
    values.put("refusals", phase.refusals());
    return values;
  }

  private static Map<String, Object> trends(List<Sample> samples) {
    Map<String, Object> slopes = new LinkedHashMap<>();
    slopes.put("residentMib", slope(samples, Sample::residentMib));
    slopes.put("heapMib", slope(samples, Sample::heapMib));
    slopes.put("threads", slope(samples, Sample::threads));
    slopes.put("handles", slope(samples, Sample::handles));
    return slopes;
  }

  private static Object slope(List<Sample> samples, ToDoubleFunction<Sample> value) {
    return Json.known(Sample.trend(samples, value).map(trend -> trend.per(100)).orElse(Double.NaN));
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("seconds", sample.seconds());
    values.put("swapping", sample.swapping());
    values.put("swaps", sample.swaps());
    values.put("p50", Json.known(sample.latencies().p50()));
    values.put("p99", Json.known(sample.latencies().p99()));
    values.put("longest", Json.known(sample.latencies().max()));
    values.put("residentMib", Json.known(sample.residentMib()));
    values.put("heapMib", sample.heapMib());
    values.put("threads", Json.known(sample.threads()));
    values.put("handles", Json.known(sample.handles()));
    return values;
  }

  /** Draws latencies over time with the swaps below them, and memory over swaps. */
  public static void writePicture(SwapResult result, Path file) throws IOException {
    Picture picture = new Picture();
    List<Sample> samples = result.samples();
    List<Double> swaps = result.swapping().activations().stream().map(Activation::began).toList();
    picture.add(
        "seconds",
        "ms",
        List.of(
            line("p50", samples, Sample::seconds, sample -> sample.latencies().p50()),
            line("p99", samples, Sample::seconds, sample -> sample.latencies().p99())),
        new Picture.Marks("swap", swaps));
    List<Sample> swapping = samples.stream().filter(Sample::swapping).toList();
    List<Line> memory = new ArrayList<>();
    memory.add(line("resident", swapping, Sample::swaps, Sample::residentMib));
    memory.add(line("heap after a collection", swapping, Sample::swaps, Sample::heapMib));
    Sample.trend(samples, Sample::residentMib)
        .ifPresent(
            trend ->
                memory.add(
                    line(
                        "resident, fitted",
                        swapping,
                        Sample::swaps,
                        sample -> trend.fit().at(sample.swaps()))));
    picture.add("swaps", "MiB", memory);
    picture.write(file);
  }

  private static Line line(
      String name, List<Sample> samples, ToDoubleFunction<Sample> x, ToDoubleFunction<Sample> y) {
    return new Line(
        name,
        samples.stream().map(x::applyAsDouble).toList(),
        samples.stream().map(y::applyAsDouble).toList());
  }
}
