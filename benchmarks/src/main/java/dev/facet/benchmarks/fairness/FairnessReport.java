package dev.facet.benchmarks.fairness;

import static dev.facet.benchmarks.report.Table.number;

import dev.facet.benchmarks.load.Percentiles;
import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Table;
import dev.facet.benchmarks.server.ServerMemory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The result for people, for programs, and as a picture. */
public final class FairnessReport {

  private final FairnessResult result;

  /** Of a result. */
  public FairnessReport(FairnessResult result) {
    this.result = result;
  }

  /** Prints it. */
  public void print(PrintWriter out) {
    if (!Double.isNaN(result.capacity())) {
      out.println("capacity  " + number(result.capacity(), 1) + " faces/s");
    }
    out.println("the polite caller asks for  " + number(result.perSecond(), 1) + " faces/s");
    Table table =
        new Table(
            "beside",
            "answered",
            "errors",
            "p50 ms",
            "p99 ms",
            "longest ms",
            "p99 / alone",
            "all faces/s",
            "refused/s",
            "heap before MiB",
            "during",
            "after",
            "resident before MiB",
            "during",
            "after");
    for (Situation situation : Situation.values()) {
      Outcome outcome = result.of(situation);
      Percentiles percentiles = outcome.percentiles();
      table.add(
          situation.title(),
          Long.toString(outcome.polite().answered()),
          Long.toString(outcome.failures()),
          number(percentiles.p50(), 1),
          number(percentiles.p99(), 1),
          number(percentiles.max(), 1),
          number(result.ratio(situation), 2),
          number(outcome.perSecond(), 1),
          number(outcome.refusedPerSecond(), 1),
          number(outcome.before().heapMib(), 1),
          number(outcome.during().heapMib(), 1),
          number(outcome.after().heapMib(), 1),
          number(outcome.before().residentMib(), 1),
          number(outcome.during().residentMib(), 1),
          number(outcome.after().residentMib(), 1));
    }
    table.print(out);
    Outcome unread = result.of(Situation.SLOW_READER);
    out.println(
        Situation.SLOW_READER.title()
            + "  it could send "
            + unread.settling().sent()
            + " faces, then "
            + unread.beside().sent());
  }

  /** Writes all as JSON; latencies in milliseconds, memory in MiB. */
  public void writeJson(List<String> faults, Path file) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("capacity", Json.known(result.capacity()));
    document.put("perSecond", result.perSecond());
    document.put("faults", faults);
    for (Situation situation : Situation.values()) {
      document.put(situation.title(), outcome(result.of(situation)));
    }
    Json.write(document, file);
  }

  private Map<String, Object> outcome(Outcome outcome) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("seconds", outcome.seconds());
    values.put("polite", outcome.polite());
    values.put("latency", outcome.percentiles());
    values.put("p99Ratio", Json.known(result.ratio(outcome.situation())));
    values.put("settling", outcome.settling());
    values.put("beside", outcome.beside());
    values.put("facesPerSecond", outcome.perSecond());
    values.put("before", memory(outcome.before()));
    values.put("during", memory(outcome.during()));
    values.put("after", memory(outcome.after()));
    return values;
  }

  private static Map<String, Object> memory(ServerMemory memory) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("heapMib", memory.heapMib());
    values.put("residentMib", Json.known(memory.residentMib()));
    return values;
  }

  /** Draws how long the polite caller's requests took in each situation. */
  public void writePicture(Path file) throws IOException {
    List<Picture.Line> lines = new ArrayList<>();
    for (Situation situation : Situation.values()) {
      lines.add(line(situation.title(), result.of(situation).latencies()));
    }
    Picture picture = new Picture();
    picture.add("percent of the polite caller's requests", "took at most, ms", lines);
    picture.write(file);
  }

  private static Picture.Line line(String name, Histogram micros) {
    List<Double> percents = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (int percent = 1; percent <= 99; percent++) {
      percents.add((double) percent);
      millis.add(
          micros.getTotalCount() == 0 ? Double.NaN : micros.getValueAtPercentile(percent) / 1000.0);
    }
    return new Picture.Line(name, percents, millis);
  }
}
