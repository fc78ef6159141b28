package dev.facet.server.batching;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds what one model has under way: items, and the bytes that they hold. Interactive items have
 * an eighth more room, so that they find a place however much other work there is.
 *
 * <p>A permit is taken before any work is done for an item and is held until its answer is known,
 * so that the bound covers decoding, both queues and the engine together. Thread-safe; admitting
 * never waits.
 */
public final class Admission {

  /** Of the room that all items share, interactive ones have one such part on top. */
  private static final int PARTS = 8;

  private final int maxItems;
  private final long maxBytes;

  // Both counts change together under this object's monitor. It is a leaf: nothing is called
  // while it is held.
  private int items;
  private long bytes;

  /**
   * A bound with nothing under way.
   *
   * @param maxItems most items at a time, at least 1; interactive ones apart
   * @param maxBytes most bytes at a time, at least 1; an item larger than that is never admitted
   */
  public Admission(int maxItems, long maxBytes) {
    this.maxItems = Checks.positive("maxItems", maxItems);
    this.maxBytes = Checks.positive("maxBytes", maxBytes);
  }

  /**
   * Admits one item, or refuses it at once.
   *
   * @param itemBytes what the item holds in bytes, not negative
   * @return the permit, which the caller must release on every path
   * @throws QueueFullException when the item does not fit within both bounds
   */
  public Permit admit(long itemBytes) throws QueueFullException {
    return admit(itemBytes, maxItems, maxBytes);
  }

  /** Does the same for an interactive item, for which there is an eighth more room. */
  public Permit admitInteractive(long itemBytes) throws QueueFullException {
    return admit(itemBytes, maxItems + maxItems / PARTS, maxBytes + maxBytes / PARTS);
  }

  private synchronized Permit admit(long itemBytes, int mostItems, long mostBytes)
      throws QueueFullException {
    if (itemBytes < 0) {
      throw new IllegalArgumentException("itemBytes: " + itemBytes + " (expected: 0 or more)");
    }
    if (items >= mostItems) {
      throw new QueueFullException("items: " + items + " (expected: less than " + mostItems + ")");
    }
    if (itemBytes > mostBytes - bytes) {
      throw new QueueFullException(
          "bytes: " + bytes + " and " + itemBytes + " more (expected: at most " + mostBytes + ")");
    }
    items++;
    bytes += itemBytes;
    return new Permit(itemBytes);
  }

  /** Returns how many items hold a permit now. */
  public synchronized int items() {
    return items;
  }

  /** Returns how many bytes the items hold that have a permit now. */
  public synchronized long bytes() {
    return bytes;
  }

  private synchronized void leave(long itemBytes) {
    items--;
    bytes -= itemBytes;
  }

  /** The right of one item to be under way. */
  public final class Permit {
    private final long itemBytes;
    private final AtomicBoolean released = new AtomicBoolean();

    private Permit(long itemBytes) {
      this.itemBytes = itemBytes;
    }

    /** Gives the room back. Only the first call counts; from any thread. */
    public void release() {
      if (released.compareAndSet(false, true)) {
        leave(itemBytes);
      }
    }
  }
}
