package dev.facet.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What a server answers at its port for operators. */
final class TestHttp {

  private TestHttp() {}

  static int port(TestServer server) {
    return server.server().httpAddress().orElseThrow().getPort();
  }

  static HttpResponse<String> get(TestServer server, String path)
      throws IOException, InterruptedException {
    return get(port(server), path);
  }

  static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return exchange(HttpRequest.newBuilder(uri("http", port, path)));
  }

  /** Posts JSON, unless the headers say otherwise: names and values, one after the other. */
  static HttpResponse<String> post(TestServer server, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("http", port(server), path))
            .setHeader("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return exchange(request);
  }

  /** Status and body, in a line. */
  static String told(HttpResponse<String> reply) {
    return reply.statusCode() + " " + reply.body().strip();
  }

  static URI uri(String scheme, int port, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  private static HttpResponse<String> exchange(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
