package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCommandTest {

  @Test
  void token_isPrintedWithItsLine_whichHoldsTheDigestOnly() throws Exception {
    List<String> lines = run("token", "gate-7");

    assertEquals(2, lines.size());
    String token = lines.get(0);
    assertEquals(32, Base64.getUrlDecoder().decode(token).length);
    assertEquals("gate-7 embed " + TokenLine.sha256(token), lines.get(1));
  }

  @Test
  void scope_isAsAskedFor() throws Exception {
    List<String> lines = run("token", "operator", "--scope", "admin");

    assertEquals("operator admin " + TokenLine.sha256(lines.get(0)), lines.get(1));
  }

  @Test
  void everyToken_isNew() {
    assertNotEquals(run("token", "gate-7").get(0), run("token", "gate-7").get(0));
  }

  @Test
  void wrongName_isRefused_andNoTokenIsMade() {
    CommandRun run = CommandRun.facet("token", "gate 7");

    assertEquals(2, run.exit());
    assertEquals("", run.out());
    assertTrue(
        run.err()
            .startsWith(
                "name: gate 7 (expected: 1 to 63 letters, digits, '.', '_' and '-', the first a"
                    + " letter or a digit)"),
        run.err());
  }

  private static List<String> run(Object... arguments) {
    CommandRun run = CommandRun.facet(arguments);
    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    return run.out().lines().toList();
  }
}
