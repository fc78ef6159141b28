package dev.facet.benchmarks.engine;

import dev.facet.benchmarks.report.Json;
import dev.facet.benchmarks.report.Picture;
import dev.facet.benchmarks.report.Picture.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The result for programs, and as a picture. */
public final class EngineFiles {

  private EngineFiles() {}

  /** Writes every round as JSON; images a second, and processor seconds an image. */
  public static void writeJson(EngineResult result, Path file) throws IOException {
    Json.write(result, file);
  }

  /** Draws speed over batch size, a chart a model. */
  public static void writePicture(EngineResult result, Path file) throws IOException {
    Picture picture = new Picture();
    for (ModelResult model : result.models()) {
      picture.add(
          model.name() + ", batch",
          "images/s",
          List.of(line("all passes", model.tuned()), line("as published", model.untuned())));
    }
    picture.write(file);
  }

  private static Line line(String name, ModelResult.Side side) {
    return new Line(
        name,
        side.batches().stream().map(batch -> (double) batch.batch()).toList(),
        side.batches().stream().map(Rounds::perSecond).toList());
  }
}
