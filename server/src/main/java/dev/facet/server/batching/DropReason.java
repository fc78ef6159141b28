package dev.facet.server.batching;

/** Why an item was given up before any worker began it. */
public enum DropReason {
  /** Its caller's deadline passed. */
  DEADLINE {
    @Override
    Exception toException() {
      return new DeadlineExpiredException();
    }
  },
  /** Its caller went away. */
  CANCELLED {
    @Override
    Exception toException() {
      return new CallCancelledException();
    }
  },
  /** The workers were closed. */
  CLOSED {
    @Override
    Exception toException() {
      return new ClosedException();
    }
  };

  /** Returns what the item's future fails with. */
  abstract Exception toException();
}
