package dev.facet.server.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final long NOW = 1_000;
  private static final List<Urgency> URGENCIES = List.of(Urgency.values());

  private final FairQueue<String> queue = new FairQueue<>();

  @Test
  void itemsOfOneCaller_comeInTheirOrder() {
    Caller caller = Caller.withoutDeadline(Urgency.BULK);
    add(caller, "a", "b", "c");
    assertEquals(List.of("a", "b", "c"), pollAll());
    assertNull(queue.poll(NOW, true, unexpected -> fail(unexpected)));
  }

  @Test
  void callers_takeTurns() {
    add(Caller.withoutDeadline(Urgency.BULK), "a1", "a2", "a3");
    add(Caller.withoutDeadline(Urgency.BULK), "b1");
    add(Caller.withoutDeadline(Urgency.BULK), "c1", "c2");
    assertEquals(List.of("a1", "b1", "c1", "a2", "c2", "a3"), pollAll());
  }

  @Test
  void loneCall_waitsForOneItemOfALongStream() {
    Caller stream = Caller.withoutDeadline(Urgency.INTERACTIVE);
    for (int i = 0; i < 1_000; i++) {
      queue.add(stream, "stream");
    }
    queue.add(Caller.withoutDeadline(Urgency.INTERACTIVE), "lone");
    assertEquals("stream", poll());
    assertEquals("lone", poll());
  }

  @Test
  void callerThatComesBack_goesToTheEndOfTheTurns() {
    Caller first = Caller.withoutDeadline(Urgency.BULK);
    add(first, "a1");
    add(Caller.withoutDeadline(Urgency.BULK), "b1", "b2");
    assertEquals("a1", poll());
    add(first, "a2");
    assertEquals(List.of("b1", "a2", "b2"), pollAll());
  }

  @Test
  void bulkItems_getEveryEighthTurnWhileBothWait() {
    Caller urgent = Caller.withoutDeadline(Urgency.INTERACTIVE);
    Caller bulk = Caller.withoutDeadline(Urgency.BULK);
    for (int i = 0; i < 70; i++) {
      queue.add(bulk, "bulk");
      queue.add(urgent, "urgent");
    }
    List<String> order = pollAll();
    for (int i = 0; i < 80; i++) {
      assertEquals(i % 8 == 7 ? "bulk" : "urgent", order.get(i), "turn " + i);
    }
    assertEquals(70, Collections.frequency(order, "urgent"));
  }

  @Test
  void bulkItemsAfterALongUrgentRun_stillWaitForSevenUrgentOnes() {
    Caller urgent = Caller.withoutDeadline(Urgency.INTERACTIVE);
    for (int i = 0; i < 20; i++) {
      queue.add(urgent, "urgent");
    }
    for (int i = 0; i < 10; i++) {
      assertEquals("urgent", poll());
    }
    queue.add(Caller.withoutDeadline(Urgency.BULK), "bulk");
    for (int i = 0; i < 7; i++) {
      assertEquals("urgent", poll());
    }
    assertEquals("bulk", poll());
  }

  @Test
  void backgroundItems_waitUntilNothingElseDoes() {
    add(Caller.withoutDeadline(Urgency.BACKGROUND), "background1", "background2");
    Caller bulk = Caller.withoutDeadline(Urgency.BULK);
    Caller urgent = Caller.withoutDeadline(Urgency.INTERACTIVE);
    for (int i = 0; i < 50; i++) {
      queue.add(bulk, "bulk");
      queue.add(urgent, "urgent");
    }
    assertEquals(100, queue.batchable());
    for (int i = 0; i < 100; i++) {
      assertNotEquals("background1", poll());
    }
    assertEquals(2, queue.batchable());
    assertEquals("background1", poll());
    add(bulk, "bulk");
    assertEquals(List.of("bulk", "background2"), pollAll());
  }

  @Test
  void backgroundItems_areLeftWhereTheyWillNotDo() {
    add(Caller.withoutDeadline(Urgency.BACKGROUND), "background");
    assertNull(queue.poll(NOW, false, unexpected -> fail(unexpected)));
    assertEquals(List.of("background"), pollAll());
  }

  @Test
  void backgroundCallers_takeTurns_andAreDroppedLikeOthers() {
    Caller gone = Caller.withoutDeadline(Urgency.BACKGROUND);
    add(gone, "gone1", "gone2");
    add(Caller.withDeadline(Urgency.BACKGROUND, NOW), "late");
    add(Caller.withoutDeadline(Urgency.BACKGROUND), "a1", "a2");
    add(Caller.withoutDeadline(Urgency.BACKGROUND), "b1");
    gone.cancel();

    List<String> dropped = new ArrayList<>();
    assertEquals("a1", queue.poll(NOW, true, dropped::add));
    assertEquals(List.of("gone1", "gone2", "late"), dropped);
    assertEquals(List.of("b1", "a2"), pollAll());
  }

  @Test
  void itemsAhead_areThoseThatComeFirstByTheTurns() {
    Random random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      List<Caller> callers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        callers.add(Caller.withoutDeadline(round % 2 == 0 ? Urgency.BULK : Urgency.BACKGROUND));
      }
      for (int i = random.nextInt(30); i > 0; i--) {
        queue.add(callers.get(random.nextInt(callers.size())), "before");
      }
      Caller caller = callers.get(random.nextInt(callers.size()));
      int ahead = queue.ahead(caller);
      queue.add(caller, "new");
      // What is counted is the most, since some callers may have no more items by then.
      List<String> order = pollAll();
      assertTrue(order.indexOf("new") <= ahead, order + " " + ahead);
      assertTrue(ahead < order.size());
    }
  }

  @Test
  void itemsAhead_areOneOfEachOtherCallerForAFirstItem() {
    add(Caller.withoutDeadline(Urgency.BULK), "a1", "a2", "a3");
    add(Caller.withoutDeadline(Urgency.BULK), "b1");
    assertEquals(2, queue.ahead(Caller.withoutDeadline(Urgency.BULK)));
    assertEquals(0, queue.ahead(Caller.withoutDeadline(Urgency.INTERACTIVE)));
    assertEquals(4, queue.ahead(Caller.withoutDeadline(Urgency.BACKGROUND)));
  }

  @Test
  void itemsAhead_countThoseOfTheOtherUrgencyByItsShareOfTurns() {
    for (int i = 0; i < 30; i++) {
      add(Caller.withoutDeadline(Urgency.INTERACTIVE), "urgent");
    }
    for (int i = 0; i < 3; i++) {
      add(Caller.withoutDeadline(Urgency.BULK), "bulk");
    }
    assertEquals(33, queue.ahead(Caller.withoutDeadline(Urgency.INTERACTIVE)));
    assertEquals(31, queue.ahead(Caller.withoutDeadline(Urgency.BULK)));
  }

  @Test
  void itemsOfACallerThatWentAway_areDroppedAndCostNoTurn() {
    Caller gone = Caller.withoutDeadline(Urgency.BULK);
    Caller late = Caller.withDeadline(Urgency.INTERACTIVE, NOW);
    add(gone, "gone1", "gone2");
    add(late, "late1", "late2");
    add(Caller.withDeadline(Urgency.BULK, NOW + 1), "wanted1", "wanted2");
    gone.cancel();

    List<String> dropped = new ArrayList<>();
    assertEquals("wanted1", queue.poll(NOW, true, dropped::add));
    assertEquals(List.of("late1", "late2", "gone1", "gone2"), dropped);
    assertEquals(1, queue.size());
  }

  @Test
  void callerOutOfTimeAndCancelled_isSaidToBeOutOfTime() {
    Caller caller = Caller.withDeadline(Urgency.BULK, Long.MIN_VALUE + 10);
    assertNull(caller.dropReason(Long.MAX_VALUE), "the clock has yet to wrap around");
    caller.cancel();
    assertTrue(caller.isCancelled());
    assertEquals(DropReason.CANCELLED, caller.dropReason(Long.MAX_VALUE));
    assertEquals(DropReason.DEADLINE, caller.dropReason(Long.MIN_VALUE + 10));
  }

  @Test
  void randomOperations_loseNothingAndKeepEveryCallersOrder() {
    Random random = new Random(20);
    Map<String, Queue<String>> expected = new HashMap<>();
    List<Caller> callers = new ArrayList<>();
    int waiting = 0;
    for (int step = 0; step < 50_000; step++) {
      while (callers.size() < 5 || random.nextInt(100) == 0) {
        callers.add(Caller.withoutDeadline(URGENCIES.get(random.nextInt(URGENCIES.size()))));
      }
      if (random.nextInt(100) < 51) {
        int who = callers.size() - 1 - random.nextInt(5);
        String item = who + ":" + step;
        queue.add(callers.get(who), item);
        expected.computeIfAbsent("" + who, unused -> new ArrayDeque<>()).add(item);
        waiting++;
      } else if (waiting > 0) {
        String item = poll();
        String who = item.substring(0, item.indexOf(':'));
        assertEquals(expected.getOrDefault(who, new ArrayDeque<>()).poll(), item);
        waiting--;
      }
      assertEquals(waiting, queue.size());
      assertEquals(waiting == 0, queue.isEmpty());
    }
    assertEquals(waiting, queue.removeAll().size());
    assertTrue(queue.isEmpty());
    assertNull(queue.poll(NOW, true, unexpected -> fail(unexpected)));
  }

  private void add(Caller caller, String... items) {
    for (String item : items) {
      queue.add(caller, item);
    }
  }

  private String poll() {
    String item = queue.poll(NOW, true, dropped -> fail("dropped: " + dropped));
    if (item == null) {
      throw new AssertionError("the queue is empty");
    }
    return item;
  }

  private List<String> pollAll() {
    List<String> all = new ArrayList<>();
    while (!queue.isEmpty()) {
      all.add(poll());
    }
    return all;
  }
}
