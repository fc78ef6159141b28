package dev.facet.model.imports;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.imports.ImportOptions.Size;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a network's input holds: what a person says, else what the files tell, else the usual. */
final class InputExamination {
  private final ImportOptions options;
  private final Usual usual;
  private final List<String> found;
  private final List<String> assumed;

  /**
   * An examination.
   *
   * @param found gets a sentence for what the files tell
   * @param assumed gets a sentence for what is taken as usual
   */
  InputExamination(ImportOptions options, Usual usual, List<String> found, List<String> assumed) {
    this.options = options;
    this.usual = usual;
    this.found = found;
    this.assumed = assumed;
  }

  /**
   * What models of a kind take where nothing is told.
   *
   * @param order of three channels
   * @param mean of each channel
   * @param std of each channel
   */
  record Usual(Channels order, float mean, float std) {}

  /**
   * The input.
   *
   * @param channels how many the files tell; empty if they do not
   * @param normalization operators that shift and scale the input first
   * @param params the file that messages name
   * @throws BadBundleException if an option contradicts the files
   */
  Manifest.Input input(
      String name, Size size, OptionalInt channels, List<String> normalization, Path params)
      throws BadBundleException {
    Channels order = order(channels, params);
    float mean = 0;
    float std = 1;
    if (!normalization.isEmpty()) {
      found.add(
          "the graph normalises its input itself ("
              + String.join(", ", normalization)
              + "): mean 0, std 1");
    } else {
      mean = usual.mean();
      std = usual.std();
      if (options.mean() == null || options.std() == null) {
        assumed.add(
            "mean %s, std %s, where they are not told: the graph does not normalise"
                .formatted(number(mean), number(std)));
      }
    }
    return new Manifest.Input(
        name,
        size.width(),
        size.height(),
        order,
        told("mean", options.mean(), order, mean),
        told("std", options.std(), order, std));
  }

  private Channels order(OptionalInt channels, Path params) throws BadBundleException {
    Channels asked = options.channels();
    int count = channels.orElse(asked == null ? 3 : asked.count());
    if (count != 1 && count != 3) {
      throw new BadBundleException(params, "input channels", count, "1 or 3");
    }
    if (asked != null && asked.count() != count) {
      throw new BadBundleException(
          "channels", asked, count == 1 ? "GRAY, one channel" : "RGB or BGR, three channels");
    }
    if (channels.isPresent()) {
      found.add(count + (count == 1 ? " channel" : " channels"));
    }
    if (asked != null) {
      return asked;
    }
    if (count == 1) {
      return Channels.GRAY;
    }
    assumed.add("channels in the order " + usual.order());
    return usual.order();
  }

  private static List<Float> told(
      String key, @Nullable List<Float> told, Channels channels, float otherwise)
      throws BadBundleException {
    if (told == null) {
      return Collections.nCopies(channels.count(), otherwise);
    }
    if (told.size() == 1) {
      return Collections.nCopies(channels.count(), told.get(0));
    }
    if (told.size() != channels.count()) {
      throw new BadBundleException(key, told, "1 value, or " + channels.count());
    }
    return told;
  }

  /** Without a fraction where there is none. */
  private static String number(float value) {
    return value == Math.rint(value) ? Integer.toString((int) value) : Float.toString(value);
  }
}
