package dev.facet.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.server.registry.MemoryBudget.Reservation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {

  private static final long MIB = 1 << 20;

  private final FileTree files;

  MemoryBudgetTest(@TempDir Path root) {
    files = new FileTree(root);
  }

  @Test
  void reservations_stayWithinTheBudgetTogether_andTheMessageSaysWhoHoldsIt() throws Exception {
    MemoryBudget budget = budget(1000);
    Reservation first = budget.reserve("face 1", 600 * MIB);
    first.loaded();
    budget.reserve("face 2", 300 * MIB);
    assertEquals(
        "memory: 100 MiB left of the memory budget of 1000 MiB (expected: at least 101 MiB for"
            + " face 3); reserved for face 1 600 MiB, face 2 300 MiB",
        refusal(budget, "face 3", 100 * MIB + 1));
    assertEquals(900 * MIB, budget.reserved());

    budget.reserve("face 3", 100 * MIB);
    first.release();
    budget.reserve("face 4", 600 * MIB);
  }

  @Test
  void reservationReleasedTwice_countsOnce() throws Exception {
    MemoryBudget budget = budget(1000);
    Reservation first = budget.reserve("face 1", 600 * MIB);
    budget.reserve("face 1", 300 * MIB);
    first.release();
    first.release();
    assertEquals(300 * MIB, budget.reserved());
  }

  @Test
  void whatIsNotAvailable_isRefusedWithOrWithoutABudget() throws Exception {
    files.machine(200);
    String expected =
        "memory: 200 MiB left of the machine's memory (expected: at least 201 MiB for face 1)";
    assertEquals(expected, refusal(budget(0), "face 1", 201 * MIB));
    assertEquals(expected, refusal(budget(1000), "face 1", 201 * MIB));
    budget(0).reserve("face 1", 200 * MIB);
  }

  @Test
  void loadUnderWay_countsAgainstWhatIsAvailableUntilItHasTakenIt() throws Exception {
    files.machine(500);
    MemoryBudget budget = budget(0);
    Reservation first = budget.reserve("face 1", 300 * MIB);
    assertEquals(
        "memory: 200 MiB left of the machine's memory (expected: at least 300 MiB for face 2);"
            + " reserved for face 1 300 MiB",
        refusal(budget, "face 2", 300 * MIB));

    first.loaded();
    files.machine(310);
    Reservation second = budget.reserve("face 2", 300 * MIB);
    second.release();
    budget.reserve("face 3", 300 * MIB);
  }

  @Test
  void whereTheMachineDoesNotTell_onlyTheBudgetBinds() throws Exception {
    budget(0).reserve("face 1", Long.MAX_VALUE / 2);
    refusal(budget(1000), "face 1", 1001 * MIB);
  }

  @Test
  void containerWithLessThanTheMachine_isSaidToBeTheBound() throws Exception {
    files.machine(500);
    files.groups("0::/\n");
    files.groupV2("sys/fs/cgroup", FileTree.bytes(400), 350, 0);
    assertEquals(
        "memory: 50 MiB left of the container's memory limit (expected: at least 60 MiB for face 1)",
        refusal(budget(0), "face 1", 60 * MIB));
  }

  @Test
  void available_isWhatTheTightestBoundHasLeft_alsoWhereABudgetBinds() throws Exception {
    MemoryBudget budget = budget(1000);
    assertEquals(Double.NaN, budget.available());
    files.machine(500);
    assertEquals(500.0 * MIB, budget.available());
    files.groups("0::/\n");
    files.groupV2("sys/fs/cgroup", FileTree.bytes(400), 350, 0);
    assertEquals(50.0 * MIB, budget.available());
  }

  private MemoryBudget budget(long mebibytes) {
    return new MemoryBudget(mebibytes * MIB, files.root());
  }

  private static String refusal(MemoryBudget budget, String what, long bytes) {
    return String.valueOf(
        assertThrows(InsufficientMemoryException.class, () -> budget.reserve(what, bytes))
            .getMessage());
  }
}
