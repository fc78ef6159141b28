package dev.facet.server.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps what is loaded within memory. Whoever is to load a version reserves what it will take
 * before it begins, so that what does not fit is refused, told why, and nothing else notices; a
 * process that Linux ends for want of memory loses the live version too.
 *
 * <p>All reservations together stay within the budget, where there is one. And each must fit in
 * what {@link AvailableMemory} tells, less what others have reserved and not taken yet. That is
 * only known of Linux.
 *
 * <p>Thread-safe.
 */
public final class MemoryBudget {

  private static final long MIB = 1 << 20;

  private final long bytes;
  private final AvailableMemory available;

  // This object's monitor guards what follows, and is a leaf. Files of the system are read under
  // it:
  // a load that ends meanwhile must not be seen as neither reserved nor taken.

  @GuardedBy("this")
  private final Set<Reservation> reservations = new LinkedHashSet<>();

  /** Those of {@link #reservations} whose memory is not yet missing from what is available. */
  @GuardedBy("this")
  private final Set<Reservation> notTaken = new HashSet<>();

  /**
   * A budget.
   *
   * @param bytes most of all reservations together; 0: no bound but what is available
   * @param root of the file system where {@code proc} and {@code sys} tell what is available: the
   *     root directory, outside of tests
   */
  public MemoryBudget(long bytes, Path root) {
    this.bytes = bytes;
    this.available = new AvailableMemory(root);
  }

  /**
   * Reserves memory.
   *
   * @param what is to be loaded, such as {@code face 3}, for the messages of those refused
   * @param needed bytes that it will take
   * @return the reservation, which the caller must release on every path
   * @throws InsufficientMemoryException if it does not fit; nothing is reserved
   */
  synchronized Reservation reserve(String what, long needed) throws InsufficientMemoryException {
    if (bytes > 0) {
      require(what, needed, bytes - reserved(), "the memory budget of " + mebibytes(bytes));
    }
    AvailableMemory.Bound bound = available.tightest().orElse(null);
    if (bound != null) {
      require(what, needed, bound.bytes() - sum(notTaken), bound.of());
    }
    Reservation reservation = new Reservation(what, needed);
    reservations.add(reservation);
    notTaken.add(reservation);
    return reservation;
  }

  /** Bytes of all reservations together. */
  public synchronized long reserved() {
    return sum(reservations);
  }

  /**
   * Bytes that the process may still take before Linux ends it, as loads are held against them; NaN
   * where nothing tells.
   */
  public double available() {
    return available.tightest().map(bound -> (double) bound.bytes()).orElse(Double.NaN);
  }

  private static long sum(Set<Reservation> reservations) {
    return reservations.stream().mapToLong(reservation -> reservation.bytes).sum();
  }

  @GuardedBy("this")
  private void require(String what, long needed, long left, String of)
      throws InsufficientMemoryException {
    if (needed > left) {
      throw new InsufficientMemoryException(
          "memory: %s left of %s (expected: at least %s for %s)%s"
              .formatted(mebibytes(Math.max(0, left)), of, atLeast(needed), what, holders()));
    }
  }

  @GuardedBy("this")
  private String holders() {
    return reservations.isEmpty()
        ? ""
        : reservations.stream()
            .map(held -> held.what + " " + atLeast(held.bytes))
            .collect(Collectors.joining(", ", "; reserved for ", ""));
  }

  private static String mebibytes(long bytes) {
    return bytes / MIB + " MiB";
  }

  /** Rounded up, so that a need is never said to be what is left. */
  private static String atLeast(long bytes) {
    return mebibytes(bytes + MIB - 1);
  }

  /** Memory that is kept for one version. */
  final class Reservation {
    private final String what;
    private final long bytes;

    private Reservation(String what, long bytes) {
      this.what = what;
      this.bytes = bytes;
    }

    /** The memory is taken: from now on it is missing from what is available. */
    void loaded() {
      synchronized (MemoryBudget.this) {
        notTaken.remove(this);
      }
    }

    /**
     * The memory is freed, or was never taken. It is there for other loads from now on, also where
     * the C library would keep it. Only the first call counts.
     */
    void release() {
      NativeHeap.giveBack();
      synchronized (MemoryBudget.this) {
        reservations.remove(this);
        notTaken.remove(this);
      }
    }
  }
}
