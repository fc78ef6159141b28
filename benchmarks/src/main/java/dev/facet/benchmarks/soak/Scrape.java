package dev.facet.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The server's metrics at one moment, as its {@code /metrics} tells them. */
record Scrape(List<String> lines) {

  private static final Duration BOUND = Duration.ofSeconds(10);

  /** Where metrics are asked for. Thread-safe. */
  record Source(HttpClient client, URI metrics) {

    /**
     * A server's.
     *
     * @param address host and port of its HTTP
     */
    static Source of(String address, SSLContext trusted) {
      return new Source(
          HttpClient.newBuilder().sslContext(trusted).connectTimeout(BOUND).build(),
          URI.create("https://" + address + "/metrics"));
    }

    /** As they are now. */
    Scrape now() throws IOException, InterruptedException {
      HttpRequest request = HttpRequest.newBuilder(metrics).timeout(BOUND).build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(metrics + ": " + response.statusCode() + " (expected: 200)");
      }
      return new Scrape(response.body().lines().toList());
    }
  }

  /** Sum of a metric over all its labels; 0 where it is not there. */
  double sum(String name) {
    return sum(name, "");
  }

  /**
   * The same over some labels.
   *
   * @param label such as {@code outcome="failed"}
   */
  double sum(String name, String label) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Calls that ended with a code that only a fault of the server's own gives. */
  double internalErrors() {
    String calls = "grpc_server_processing_duration_seconds_count";
    return sum(calls, "statusCode=\"INTERNAL\"") + sum(calls, "statusCode=\"UNKNOWN\"");
  }
}
