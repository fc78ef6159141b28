package dev.facet.benchmarks.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.facet.benchmarks.measure.ProcessorTime;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server in a JVM of its own, with the Java, the options and the classes of this one. Closing it
 * stops it; it also stops when this process ends, however that comes. Not thread-safe.
 */
public final class ServerProcess implements AutoCloseable {

  private static final int STOP_SECONDS = 60;

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;
  private final String address;
  private final String http;

  private ServerProcess(
      Process process, BufferedReader answers, BufferedWriter questions, String ready) {
    this.process = process;
    this.answers = answers;
    this.questions = questions;
    String[] addresses = ready.substring(LedServer.READY.length()).split(LedServer.HTTP, 2);
    this.address = addresses[0];
    this.http = addresses.length > 1 ? addresses[1] : "";
  }

  /** What it serves. */
  public enum Kind {
    /** All that {@code facet serve} does. */
    FACET(ServerMain.class),
    /** The same, but embeddings that cost nothing: what is left is the server's own work. */
    IDLE_ENGINE(IdleServerMain.class),
    /** Facet's calls on bare gRPC, each answered at once with the same embedding. */
    ECHO(EchoMain.class);

    private final Class<?> main;

    Kind(Class<?> main) {
      this.main = main;
    }
  }

  /**
   * Starts Facet and waits until it serves.
   *
   * @see #start(Kind, Map, Path)
   */
  public static ServerProcess start(Map<String, String> settings, Path log) throws IOException {
    return start(Kind.FACET, settings, log);
  }

  /**
   * Starts a server and waits until it serves.
   *
   * @param settings of the server by key; a free port of the loopback interface unless they say
   *     another; the others have their defaults
   * @param log the file to which its messages go
   * @throws IOException if it does not start; the message has the last of its messages
   */
  public static ServerProcess start(Kind kind, Map<String, String> settings, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        // An agent of this JVM, such as a debugger, would be in the way of the other's.
        .filter(option -> !option.startsWith("-agent") && !option.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(kind.main.getName(), "server.port=0"));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader answers = process.inputReader(UTF_8);
    String ready = answers.readLine();
    if (ready == null) {
      process.destroyForcibly();
      List<String> messages = Files.readAllLines(log);
      throw new IOException(
          "the server does not start: "
              + (messages.isEmpty() ? "no message" : String.join("\n", messages)));
    }
    return new ServerProcess(process, answers, process.outputWriter(UTF_8), ready);
  }

  /** Host and port. */
  public String address() {
    return address;
  }

  /**
   * Host and port of HTTP.
   *
   * @throws IllegalStateException if it is off
   */
  public String httpAddress() {
    if (http.isEmpty()) {
      throw new IllegalStateException("http.enabled: false (expected: true)");
    }
    return http;
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Time of processors that all its threads have taken. */
  public Duration processorTime() {
    return ProcessorTime.of(process.toHandle());
  }

  /**
   * Java heap in use after its latest collection, in bytes.
   *
   * @throws IOException if the server has ended
   */
  public long heapAfterCollection() throws IOException {
    return ask(LedServer.HEAP);
  }

  /**
   * Java heap in use after a full collection, which stops the server for a moment, in bytes.
   *
   * @throws IOException if the server has ended
   */
  public long collect() throws IOException {
    return ask(LedServer.COLLECT);
  }

  private long ask(String question) throws IOException {
    questions.write(question);
    questions.newLine();
    questions.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the server has ended");
    }
    return Long.parseLong(answer);
  }

  @Override
  public void close() throws IOException {
    try {
      questions.close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the server did not stop within " + STOP_SECONDS + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
