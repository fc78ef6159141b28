package dev.facet.server.batching;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
final class RecordingListener implements BatchListener {
  final List<DropReason> dropped = new CopyOnWriteArrayList<>();
  final List<Duration> queued = new CopyOnWriteArrayList<>();
  final List<Integer> served = new CopyOnWriteArrayList<>();
  final List<Integer> failed = new CopyOnWriteArrayList<>();

  @Override
  public void dropped(DropReason reason) {
    dropped.add(reason);
  }

  @Override
  public void taken(Caller caller, Duration waited) {
    queued.add(waited);
  }

  @Override
  public void served(List<Caller> batch, Duration elapsed) {
    served.add(batch.size());
  }

  @Override
  public void failed(int batchSize, Throwable cause) {
    failed.add(batchSize);
  }
}
