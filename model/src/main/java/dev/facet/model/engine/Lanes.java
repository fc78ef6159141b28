package dev.facet.model.engine;

import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps threads that compute on one device from writing into each other's scratch memory.
 *
 * <p>MXNet's operators compute in scratch spaces, of which each thread has a ring of a fixed
 * number. A plan of a compiled symbol is given one when it is made, the next in the ring of the
 * thread that makes it, and keeps it, whoever runs it. The naive engine does not keep two threads
 * apart that compute in the same space: their results are silently wrong, and where both find it
 * too small both free it.
 *
 * <p>So there are as many lanes as spaces in a ring. Only one thread is in a lane at a time, and
 * every symbol has plans of its own for each lane. Plans are made for all lanes together, in the
 * order of the lanes, while nobody else makes one: then the plans of one lane, made by one thread,
 * share one space, which no other lane's plans use, however many symbols come and go.
 *
 * <p>INVARIANT: between two calls of {@link #plan} the ring of every thread stands at its
 * beginning. Nothing else in this process takes spaces from it: copying arrays does not, and a plan
 * that runs does not, for which {@link GraphEnds} care.
 *
 * <p>One instance a device, for the life of the process, since so long lives the ring.
 */
final class Lanes {

  /** More threads than cores compute no faster, for the engine uses one core a thread. */
  static final int ON_CPU = Runtime.getRuntime().availableProcessors();

  /** MXNet gives each GPU one space unless it is told otherwise. */
  private static final int ON_GPU = 1;

  private static final Map<ComputeDevice, Lanes> BY_DEVICE = new ConcurrentHashMap<>();

  private static final int NONE = -1;

  /** What a thread does in a lane. */
  @FunctionalInterface
  interface Work<T> {
    T in(int lane);
  }

  private final int count;

  /** Held while plans are made. Taken before {@link #lock}. */
  private final ReentrantLock planning = new ReentrantLock(true);

  // Guards what follows. A leaf: nothing is called while it is held.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final BitSet idle = new BitSet();
  private int reserved = NONE;
  private int waiting;
  private boolean inBackground;

  Lanes(int count) {
    this.count = count;
    idle.set(0, count);
  }

  /** The lanes of a device. */
  static Lanes of(ComputeDevice device) {
    return BY_DEVICE.computeIfAbsent(
        device, absent -> new Lanes(absent.kind() == ComputeDevice.Kind.CPU ? ON_CPU : ON_GPU));
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Does the work in any lane, as soon as one is idle. */
  <T> T inAny(Work<T> work) {
    return leaving(enterAny(), work);
  }

  /**
   * Does work that gives way: in any lane, once one is idle, nobody waits for one by the other ways
   * in, and no other such work is done. So it delays the rest by at most itself, and never takes a
   * second lane. Where the others always wait, it is never done.
   *
   * @throws InterruptedException if the thread is interrupted while it waits; no work was done then
   */
  <T> T inBackground(Work<T> work) throws InterruptedException {
    int lane = enterInBackground();
    try {
      return work.in(lane);
    } finally {
      leaveBackground(lane);
    }
  }

  /**
   * Makes one plan for each lane: calls the work in every lane, in their order, without letting
   * anybody else plan meanwhile.
   *
   * @param work makes one plan; where it fails for one lane it is still tried for the others, so
   *     that the ring comes round
   * @throws RuntimeException what the work threw first
   */
  void plan(Work<?> work) {
    planning.lock();
    try {
      RuntimeException first = null;
      for (int lane = 0; lane < count; lane++) {
        enter(lane);
        try {
          leaving(lane, work);
        } catch (RuntimeException failed) {
          if (first == null) {
            first = failed;
          }
        }
      }
      if (first != null) {
        throw first;
      }
    } finally {
      planning.unlock();
    }
  }

  private <T> T leaving(int lane, Work<T> work) {
    try {
      return work.in(lane);
    } finally {
      leave(lane);
    }
  }

  private int enterAny() {
    lock.lock();
    try {
      int lane = firstIdle();
      waiting++;
      while (lane == NONE) {
        changed.awaitUninterruptibly();
        lane = firstIdle();
      }
      waitedFor(lane);
      return lane;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The reserved lane is not for those who take any: its planner would wait for ever under load.
   */
  private int firstIdle() {
    int lane = idle.nextSetBit(0);
    return lane == reserved && lane != NONE ? idle.nextSetBit(lane + 1) : lane;
  }

  private void enter(int lane) {
    lock.lock();
    try {
      reserved = lane;
      waiting++;
      while (!idle.get(lane)) {
        changed.awaitUninterruptibly();
      }
      reserved = NONE;
      waitedFor(lane);
    } finally {
      lock.unlock();
    }
  }

  /** To be called with the lock held. */
  private void waitedFor(int lane) {
    idle.clear(lane);
    waiting--;
    if (waiting == 0) {
      // Another lane may be idle, for who gave way until now.
      changed.signalAll();
    }
  }

  private int enterInBackground() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inBackground || waiting > 0 || idle.isEmpty()) {
        changed.await();
      }
      inBackground = true;
      int lane = idle.nextSetBit(0);
      idle.clear(lane);
      return lane;
    } finally {
      lock.unlock();
    }
  }

  private void leaveBackground(int lane) {
    lock.lock();
    try {
      inBackground = false;
      leave(lane);
    } finally {
      lock.unlock();
    }
  }

  private void leave(int lane) {
    lock.lock();
    try {
      idle.set(lane);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
