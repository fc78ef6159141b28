package dev.facet.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A file of the page, which lies beside the classes of this package. */
enum Asset {
  HTML("text/html; charset=utf-8"),
  SCRIPT("text/javascript; charset=utf-8"),
  STYLE("text/css; charset=utf-8");

  private final String contentType;

  Asset(String contentType) {
    this.contentType = contentType;
  }

  /** Shows the file at a path; it is read here, once. */
  Route route(String path, String file) {
    try (InputStream stream = Objects.requireNonNull(Asset.class.getResourceAsStream(file), file)) {
      Reply reply = new Reply(200, contentType, stream.readAllBytes());
      return Route.get(path, () -> reply);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
