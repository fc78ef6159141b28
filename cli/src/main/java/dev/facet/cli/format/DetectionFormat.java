package dev.facet.cli.format;

import java.io.IOException;
import java.io.OutputStream;

/** How faces that were found are written. The names are those of the command line. */
public enum DetectionFormat {
  /** A line a face. */
  text {
    @Override
    public DetectionWriter writer(OutputStream out) {
      return new TextDetectionWriter(out);
    }
  },
  /** An array with one object a photo. */
  json {
    @Override
    public DetectionWriter writer(OutputStream out) throws IOException {
      return new JsonDetectionWriter(out);
    }
  };

  /** A writer of this format; {@code out} is not closed by it. */
  public abstract DetectionWriter writer(OutputStream out) throws IOException;
}
