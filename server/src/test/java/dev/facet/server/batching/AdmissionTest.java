package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  @Test
  void itemBeyondTheLastPlace_isRefusedUntilOneLeaves() throws Exception {
    Admission admission = new Admission(2, 1_000);
    Admission.Permit first = admission.admit(10);
    admission.admit(20);

    QueueFullException full = assertThrows(QueueFullException.class, () -> admission.admit(0));
    assertEquals("items: 2 (expected: less than 2)", full.getMessage());
    assertEquals(2, admission.items());
    assertEquals(30, admission.bytes());

    first.release();
    admission.admit(5);
    assertEquals(2, admission.items());
    assertEquals(25, admission.bytes());
  }

  @Test
  void itemBeyondTheLastByte_isRefusedAndLeavesNoTrace() throws Exception {
    Admission admission = new Admission(10, 100);
    admission.admit(60);

    QueueFullException full = assertThrows(QueueFullException.class, () -> admission.admit(41));
    assertEquals("bytes: 60 and 41 more (expected: at most 100)", full.getMessage());
    assertThrows(QueueFullException.class, () -> admission.admit(Long.MAX_VALUE));
    assertEquals(1, admission.items());
    assertEquals(60, admission.bytes());

    admission.admit(40);
    assertEquals(100, admission.bytes());
  }

  @Test
  void interactiveItems_haveAnEighthMoreRoom_whereOthersFillTheQueue() throws Exception {
    Admission items = new Admission(16, 1_000);
    for (int i = 0; i < 16; i++) {
      items.admit(1);
    }
    items.admitInteractive(1);
    items.admitInteractive(1);
    assertThrows(QueueFullException.class, () -> items.admit(1));
    assertEquals(
        "items: 18 (expected: less than 18)",
        assertThrows(QueueFullException.class, () -> items.admitInteractive(1)).getMessage());

    Admission bytes = new Admission(16, 80);
    bytes.admit(80);
    bytes.admitInteractive(10);
    assertEquals(
        "bytes: 90 and 1 more (expected: at most 90)",
        assertThrows(QueueFullException.class, () -> bytes.admitInteractive(1)).getMessage());
  }

  @Test
  void permitReleasedTwice_countsOnce() throws Exception {
    Admission admission = new Admission(5, 100);
    Admission.Permit permit = admission.admit(30);
    admission.admit(7);

    permit.release();
    permit.release();

    assertEquals(1, admission.items());
    assertEquals(7, admission.bytes());
  }

  @Test
  void valuesOutOfRange_areNamed() {
    assertEquals(
        "maxItems: 0 (expected: 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> new Admission(0, 1)).getMessage());
    assertEquals(
        "maxBytes: -5 (expected: 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> new Admission(1, -5)).getMessage());
    Admission admission = new Admission(1, 1);
    assertEquals(
        "itemBytes: -1 (expected: 0 or more)",
        assertThrows(IllegalArgumentException.class, () -> admission.admit(-1)).getMessage());
  }

  @Test
  void manyThreads_neverExceedTheBoundsAndLeaveNothingBehind() throws Exception {
    Admission admission = new Admission(3, 250);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        all.add(threads.submit(() -> comeAndGo(admission, inside, most)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    // 250 bytes have room for two items of 100, though there would be three places.
    assertTrue(most.get() <= 2, () -> most + " at a time");
    assertEquals(0, admission.items());
    assertEquals(0, admission.bytes());
  }

  private static void comeAndGo(Admission admission, AtomicInteger inside, AtomicInteger most) {
    for (int i = 0; i < 20_000; i++) {
      try {
        Admission.Permit permit = admission.admit(100);
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        inside.decrementAndGet();
        permit.release();
      } catch (QueueFullException full) {
        Thread.onSpinWait();
      }
    }
  }
}
