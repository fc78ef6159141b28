package dev.facet.server.rpc;

import dev.facet.server.security.Scope;
import io.github.bucket4j.Bucket;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The record of every call that would change models: a line each, under the logger {@code
 * facet.audit}, when it has ended or was refused. Its fields are key-value pairs of SLF4J: {@code
 * method}, {@code by} and {@code known_by} (who, and by what the server knows), {@code from} (the
 * peer's address), {@code request_id} (that of {@link RequestId}), what the request names ({@code
 * model}, {@code version}, for a rollout {@code kind} and {@code share}), {@code status}, and of a
 * failure {@code reason} and {@code why}. Tokens are in none of them. Thread-safe.
 *
 * <p>Whoever can connect can be refused, as often as it likes. So the failures of callers who have
 * not shown the scope for changes are held to 10 lines a second, 100 at once; what is left out is
 * counted, as {@code unrecorded} of the next such line.
 *
 * <p>What callers have chosen is shortened, and what is not printable replaced, so that nobody
 * writes lines of their own.
 */
final class AuditLog {

  /** The logger's name, by which operators send the record where they want it. */
  static final String LOGGER = "facet.audit";

  private static final Logger log = LoggerFactory.getLogger(LOGGER);

  private static final int LONGEST = 200;

  private static final int FAILURES_A_SECOND = 10;
  private static final int FAILURES_AT_ONCE = 100;

  private final Bucket failures;
  private final AtomicLong unrecorded = new AtomicLong();

  /**
   * A record.
   *
   * @param nanoTime a clock
   */
  AuditLog(LongSupplier nanoTime) {
    this.failures = TokenBuckets.of(FAILURES_A_SECOND, FAILURES_AT_ONCE, nanoTime);
  }

  /** A call has begun, that of the current context, whose line is written when it ends. */
  Entry begin(MethodDescriptor<?, ?> method, Origin origin) {
    return new Entry(
            String.valueOf(method.getBareMethodName()), origin.caller().covers(Scope.ADMIN))
        .with("by", origin.caller().name())
        .with("known_by", origin.caller().kind())
        .with("from", origin.address())
        .with(RequestId.FIELD, String.valueOf(RequestId.current()));
  }

  /** One line. For one thread after the other. */
  final class Entry implements UnaryReply.Ending {

    private final String method;
    private final boolean trusted;
    private final Map<String, String> fields = new LinkedHashMap<>();

    private Entry(String method, boolean trusted) {
      this.method = method;
      this.trusted = trusted;
    }

    /** Adds a field, or replaces it. */
    Entry with(String key, Object value) {
      fields.put(key, printable(value.toString()));
      return this;
    }

    @Override
    public void succeeded() {
      with("status", "OK").write("models were changed");
    }

    @Override
    public void failed(StatusException failure) {
      if (!trusted) {
        if (!failures.tryConsume(1)) {
          unrecorded.incrementAndGet();
          return;
        }
        long missing = unrecorded.getAndSet(0);
        if (missing > 0) {
          with("unrecorded", missing);
        }
      }
      with("status", failure.getStatus().getCode())
          .with("reason", StatusTable.reasonOf(failure))
          .with("why", String.valueOf(failure.getStatus().getDescription()))
          .write("models were not changed");
    }

    private void write(String message) {
      LoggingEventBuilder line = log.atInfo().addKeyValue("method", method);
      for (Map.Entry<String, String> field : fields.entrySet()) {
        line = line.addKeyValue(field.getKey(), field.getValue());
      }
      line.log(message);
    }

    private String printable(String text) {
      String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
      return shortened.replaceAll("[^ -~]", "?").replace('"', '\'');
    }
  }
}
