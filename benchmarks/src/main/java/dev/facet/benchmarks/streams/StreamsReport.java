package dev.facet.benchmarks.streams;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Table;
import dev.facet.benchmarks.server.ServerMemory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The result for people, for programs, and as a picture. */
public final class StreamsReport {

  private final StreamsResult result;

  /** Of a result. */
  public StreamsReport(StreamsResult result) {
    this.result = result;
  }

  /** Prints medians of the rounds. */
  public void print(PrintWriter out) {
    Table table =
        new Table(
            "streams",
            "us/request",
            "least",
            "greatest",
            "p50 ms",
            "p99 ms",
            "heap MiB",
            "resident MiB",
            "heap B/stream",
            "resident B/stream",
            "errors");
    for (int streams : result.counts()) {
      table.add(
          Integer.toString(streams),
          median(streams, 0, Sample::microsPerRequest),
          number(result.spread(streams, Sample::microsPerRequest).least(), 0),
          number(result.spread(streams, Sample::microsPerRequest).greatest(), 0),
          median(streams, 2, sample -> sample.latencies().p50()),
          median(streams, 2, sample -> sample.latencies().p99()),
          median(streams, 1, sample -> sample.idle().heapMib()),
          median(streams, 1, sample -> sample.idle().residentMib()),
          median(streams, 0, Sample::heapPerStream),
          median(streams, 0, Sample::residentPerStream),
          Long.toString(result.of(streams).stream().mapToLong(Sample::failures).sum()));
    }
    table.print(out);
    out.println(
        "us/request, most streams / fewest  "
            + number(result.ratio(), 3)
            + (result.ratios().size() > 1 ? "; in each round " + ratios() : ""));
    out.println(
        "all closed  heap "
            + number(result.after().heapMib(), 1)
            + " MiB, resident "
            + number(result.after().residentMib(), 1)
            + " MiB");
  }

  private String median(int streams, int decimals, ToDoubleFunction<Sample> value) {
    return number(result.spread(streams, value).median(), decimals);
  }

  private List<String> ratios() {
    return result.ratios().stream().map(ratio -> number(ratio, 3)).toList();
  }

  /** Writes all samples as JSON; latencies in milliseconds, memory in MiB. */
  public void writeJson(List<String> faults, Path file) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("perSecond", result.perSecond());
    document.put("ratio", result.ratio());
    document.put("ratios", result.ratios());
    document.put("faults", faults);
    document.put("samples", result.samples().stream().map(StreamsReport::sample).toList());
    document.put("closed", memory(result.after()));
    Json.write(document, file);
  }

  private static Map<String, Object> sample(Sample sample) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("streams", sample.streams());
    values.put("requests", sample.requests());
    values.put("seconds", sample.seconds());
    values.put("processorSeconds", sample.processorSeconds());
    values.put("microsPerRequest", sample.microsPerRequest());
    values.put("latency", sample.latencies());
    values.put("counts", sample.counts());
    values.put("before", memory(sample.before()));
    values.put("idle", memory(sample.idle()));
    values.put("heapPerStream", Json.known(sample.heapPerStream()));
    values.put("residentPerStream", Json.known(sample.residentPerStream()));
    return values;
  }

  private static Map<String, Object> memory(ServerMemory memory) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("heapMib", memory.heapMib());
    values.put("residentMib", Json.known(memory.residentMib()));
    values.put("handles", memory.status().handles().orElse(0));
    return values;
  }

  /** Draws what a request costs and takes, and the memory, over the number of streams. */
  public void writePicture(Path file) throws IOException {
    Picture picture = new Picture();
    picture.add(
        "streams, power of ten",
        "us of processors a request",
        List.of(line("us/request", Sample::microsPerRequest)));
    picture.add(
        "streams, power of ten",
        "ms",
        List.of(
            line("p50", sample -> sample.latencies().p50()),
            line("p99", sample -> sample.latencies().p99())));
    picture.add(
        "streams, power of ten",
        "MiB",
        List.of(
            line("resident, idle", sample -> sample.idle().residentMib()),
            line("heap, idle", sample -> sample.idle().heapMib())));
    picture.write(file);
  }

  private Picture.Line line(String name, ToDoubleFunction<Sample> value) {
    return new Picture.Line(
        name,
        result.counts().stream().map(streams -> Math.log10(streams)).toList(),
        result.counts().stream().map(streams -> result.spread(streams, value).median()).toList());
  }
}
