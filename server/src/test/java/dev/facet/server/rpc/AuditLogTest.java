package dev.facet.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.facet.server.security.Identity;
import dev.facet.server.security.Scope;
import dev.facet.v1.ModelServiceGrpc;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuditLogTest {

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(AuditLog.LOGGER);

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final StatusTable statuses = new StatusTable(() -> "c0ffee");
  private long now;
  private final AuditLog audit = new AuditLog(() -> now);

  @BeforeEach
  void listen() {
    LOGGER.setLevel(Level.INFO);
    lines.start();
    LOGGER.addAppender(lines);
  }

  @AfterEach
  void detach() {
    LOGGER.detachAppender(lines);
    LOGGER.setLevel(null);
  }

  @Test
  void floodOfStrangers_fillsNoDisk_andIsCounted() {
    for (int i = 0; i < 150; i++) {
      begin(null).failed(statuses.exceptionOf(new AdminPortException()));
    }
    assertEquals(100, lines.list.size());

    now += Duration.ofSeconds(1).toNanos();
    begin(null).failed(statuses.exceptionOf(new AdminPortException()));
    assertEquals("50", field("unrecorded"));
    begin(null).failed(statuses.exceptionOf(new AdminPortException()));
    assertEquals("", field("unrecorded"));
  }

  @Test
  void whatOperatorsDo_andWhateverChangesModels_isAlwaysOnRecord() {
    for (int i = 0; i < 150; i++) {
      begin(Scope.ADMIN).failed(statuses.exceptionOf(new AdminPortException()));
    }
    assertEquals(150, lines.list.size());

    for (int i = 0; i < 150; i++) {
      begin(Scope.EMBED).succeeded();
    }
    assertEquals(300, lines.list.size());
  }

  private AuditLog.Entry begin(@Nullable Scope scope) {
    Identity caller = new Identity(Identity.Kind.TOKEN, "gate", scope);
    return audit.begin(
        ModelServiceGrpc.getPinVersionMethod(), new Origin(caller, "10.0.0.7:40112"));
  }

  private String field(String name) {
    return lines.list.get(lines.list.size() - 1).getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(name))
        .map(pair -> String.valueOf(pair.value))
        .findFirst()
        .orElse("");
  }
}
