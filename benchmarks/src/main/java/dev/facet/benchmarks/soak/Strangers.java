package dev.facet.benchmarks.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What scanners and broken clients do: connections that speak another protocol, that say nothing
 * for a second, or that end at once.
 */
final class Strangers implements Party {

  private static final byte[] HELLO = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Access access;
  private final ScheduledExecutorService timer;
  private int turn;

  /**
   * Of those that come to a server.
   *
   * @param timer of one thread, on which they connect
   */
  Strangers(Access access, ScheduledExecutorService timer) {
    this.access = access;
    this.timer = timer;
  }

  @Override
  public void send(long intended) {
    int way = turn++ % 3;
    timer.execute(
        () -> {
          Socket socket = socket();
          switch (way) {
            case 0 -> say(socket);
            case 1 -> {
              var unused = timer.schedule(() -> close(socket), 1, TimeUnit.SECONDS);
            }
            default -> close(socket);
          }
        });
  }

  private Socket socket() {
    try {
      return access.socket();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(Socket socket) {
    try (socket) {
      socket.getOutputStream().write(HELLO);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end(Duration bound) throws InterruptedException {
    CountDownLatch last = new CountDownLatch(1);
    var unused = timer.schedule(last::countDown, 1, TimeUnit.SECONDS);
    last.await(bound.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** None: they ask for nothing. */
  @Override
  public List<Account> accounts() {
    return List.of();
  }
}
