package dev.facet.model.imports;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person says of a model; null where the files are to tell it.
 *
 * @param size width and height of the input
 * @param channels order of the input's channels
 * @param mean one value for all channels, or one a channel
 * @param std one value for all channels, or one a channel, above 0
 * @param output name of the output that is the embedding
 * @param template where the five landmarks go
 */
public record ImportOptions(
    @Nullable Size size,
    @Nullable Channels channels,
    @Nullable List<Float> mean,
    @Nullable List<Float> std,
    @Nullable String output,
    @Nullable Template template) {
  /** Nothing said: all is found or assumed. */
  public static final ImportOptions NONE = new ImportOptions(null, null, null, null, null, null);

  /**
   * Size of an input.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public record Size(int width, int height) {
    /** Such as {@code 96x112}: width, then height. */
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }
}
