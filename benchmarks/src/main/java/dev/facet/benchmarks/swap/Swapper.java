package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Timeline;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.ModelServiceGrpc;
import dev.facet.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Makes the two versions live in turn, one activation at a time. Used by one thread at a time. */
public final class Swapper {

  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final double SECOND = Duration.ofSeconds(1).toNanos();

  private final ModelServiceBlockingStub models;
  private final Timeline timeline;
  private long live;

  /** For a server that lets this channel change models. */
  public Swapper(Channel channel, Timeline timeline) {
    this.models = ModelServiceGrpc.newBlockingStub(channel);
    this.timeline = timeline;
  }

  /**
   * When to swap.
   *
   * @param every from the begin of one activation to that of the next; the next begins at once
   *     where one takes longer
   * @param time no swap begins later than so long after the begin
   * @param swaps and there are no more than so many, without regard to the time
   */
  public record Plan(Duration every, Duration time, OptionalInt swaps) {

    private boolean isDue(long nanos, int done) {
      return swaps.isPresent() ? done < swaps.getAsInt() : nanos < time.toNanos();
    }
  }

  /**
   * Swaps by a plan on the calling thread.
   *
   * @param activations takes each that is done; safe for use by many threads
   * @throws StatusRuntimeException if a version is refused
   */
  public void run(Plan plan, List<Activation> activations) throws InterruptedException {
    long begin = timeline.nanoTime();
    long due = begin + plan.every().toNanos();
    boolean late = false;
    while (plan.isDue(due - begin, activations.size())) {
      timeline.await(due);
      long began = timeline.nanoTime();
      long version = live == 1 ? 2 : 1;
      activate(version);
      long ended = timeline.nanoTime();
      activations.add(
          new Activation(version, (began - begin) / SECOND, (ended - began) / SECOND, late));
      due += plan.every().toNanos();
      late = due < ended;
      due = Math.max(due, ended);
    }
  }

  /** Makes both versions live, the first last, so that all that a swap needs has been used. */
  public void rehearse() {
    activate(2);
    activate(1);
  }

  private void activate(long version) {
    var unused =
        models
            .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS)
            .activateVersion(
                ActivateVersionRequest.newBuilder()
                    .setName(Versions.MODEL)
                    .setVersion(version)
                    .build());
    live = version;
  }
}
