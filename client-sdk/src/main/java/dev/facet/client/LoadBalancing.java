package dev.facet.client;

/** Which of several servers gets a call, and a stream each time that it is opened or taken up. */
public enum LoadBalancing {
  /** The first that can be reached gets all calls; the others are for when it cannot. */
  PICK_FIRST("pick_first"),

  /**
   * Each healthy server in turn. One that says that it is not serving (it drains, or has no model)
   * gets no calls, and one most of whose calls fail is left out for a while.
   */
  ROUND_ROBIN("round_robin");

  private final String policy;

  LoadBalancing(String policy) {
    this.policy = policy;
  }

  /** gRPC's name of it. */
  String policy() {
    return policy;
  }
}
