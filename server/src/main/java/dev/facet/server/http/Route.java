package dev.facet.server.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * What is answered at one path.
 *
 * @param method the only method that is allowed; with GET also HEAD
 * @param path the whole path, such as {@code /metrics}
 * @param handler answers
 */
record Route(String method, String path, Handler handler) {

  /** Answers one request; called by several threads at a time. */
  @FunctionalInterface
  interface Handler {
    /**
     * The answer.
     *
     * @param exchange to read the request from; the caller writes the reply and closes it
     * @throws IOException if the request cannot be read
     */
    Reply handle(HttpExchange exchange) throws IOException;
  }

  /** Answers GET with what does not depend on the request. */
  static Route get(String path, Supplier<Reply> reply) {
    return new Route("GET", path, exchange -> reply.get());
  }

  /** Whether it only shows something. */
  boolean isGet() {
    return method.equals("GET");
  }
}
