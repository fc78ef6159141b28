package dev.facet.benchmarks.server;

import dev.facet.server.config.ServerConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A server that is led by the process that started this one: it says on stdout where it listens,
 * answers each line of stdin with a line, and stops where stdin ends, as it does when that process
 * is no more.
 */
final class LedServer {

  /** Before the address. */
  static final String READY = "ready on ";

  /** Asks for the bytes of Java heap in use after the latest collection. */
  static final String HEAP = "heap";

  /** The same after a full collection, which takes place first. */
  static final String COLLECT = "collect";

  private LedServer() {}

  /** Between it and the address of HTTP, where there is one. */
  static final String HTTP = ", HTTP on ";

  /**
   * A server that listens.
   *
   * @param http where it answers operators; empty: nowhere
   */
  record Listening(InetSocketAddress address, Optional<InetSocketAddress> http, Runnable stop) {}

  /** Starts a server. */
  interface Start {
    Listening with(ServerConfig config) throws IOException;
  }

  /**
   * Serves, then ends this process.
   *
   * @param settings each {@code key=value}; nothing is read from a file or the environment
   */
  static void run(String[] settings, Start start) throws IOException {
    // A signal ends it at once: the engine's own hook may hang.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(1), "halt"));
    PrintStream answers = System.out;
    // What else is printed would fill the pipe, which nobody reads between two questions, and stop
    // the server.
    System.setOut(System.err);
    Listening server = start.with(ServerConfig.load(Optional.empty(), Map.of(), parse(settings)));
    answers.println(
        READY
            + text(server.address())
            + server.http().map(address -> HTTP + text(address)).orElse(""));
    answer(answers);
    server.stop().run();
    Runtime.getRuntime().halt(0);
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private static Map<String, String> parse(String[] settings) {
    Map<String, String> values = new HashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return values;
  }

  private static void answer(PrintStream answers) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(COLLECT)) {
        System.gc();
      }
      answers.println(HeapAfterCollection.bytes());
    }
  }
}
