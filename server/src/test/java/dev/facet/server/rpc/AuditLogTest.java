package dev.facet.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.server.security.Identity;
import dev.facet.server.security.Log;
import dev.facet.server.security.Scope;
import dev.facet.v1.ModelServiceGrpc;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {

  private final Log log = new Log(AuditLog.LOGGER);
  private final StatusTable statuses = new StatusTable(() -> "c0ffee");
  private long now;
  private final AuditLog audit = new AuditLog(() -> now);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void floodOfStrangers_fillsNoDisk_andIsCounted() {
    for (int i = 0; i < 150; i++) {
      begin(null).failed(statuses.exceptionOf(new AdminPortException()));
    }
    assertEquals(100, log.events().size());

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
    assertEquals(150, log.events().size());

    for (int i = 0; i < 150; i++) {
      begin(Scope.EMBED).succeeded();
    }
    assertEquals(300, log.events().size());
  }

  private AuditLog.Entry begin(@Nullable Scope scope) {
    Identity caller = new Identity(Identity.Kind.TOKEN, "gate", scope);
    return audit.begin(
        ModelServiceGrpc.getPinVersionMethod(), new Origin(caller, "10.0.0.7:40112"));
  }

  private String field(String name) {
    return log.events().get(log.events().size() - 1).getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(name))
        .map(pair -> String.valueOf(pair.value))
        .findFirst()
        .orElse("");
  }
}
