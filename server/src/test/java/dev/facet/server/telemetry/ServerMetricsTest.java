package dev.facet.server.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ServerMetrics metrics = new ServerMetrics(meters);

  @Test
  void swaps_areCountedByOutcome_andTimedWhereTheySucceed() {
    metrics.swapped("face", Duration.ofMillis(300));
    metrics.swapped("face", Duration.ofMillis(500));
    metrics.swapFailed("face");
    metrics.swapFailed("other");

    assertEquals(2, swaps("face", "succeeded"));
    assertEquals(1, swaps("face", "failed"));
    assertEquals(1, swaps("other", "failed"));
    Timer time = meters.get("facet.swap.time").tag("model", "face").timer();
    assertEquals(2, time.count());
    assertEquals(800, time.totalTime(TimeUnit.MILLISECONDS));
  }

  @Test
  void loadedVersions_areThoseInMemory() {
    metrics.loaded("face");
    metrics.loaded("face");
    metrics.loaded("other");
    assertEquals(2, loadedVersions("face"));
    metrics.freed("face");
    metrics.freed("other");
    assertEquals(1, loadedVersions("face"));
    assertEquals(0, loadedVersions("other"));
  }

  @Test
  void reservedMemory_isReadWheneverItIsAskedFor() {
    AtomicLong bytes = new AtomicLong(5);
    metrics.reserved(bytes::get);
    assertEquals(5, meters.get("facet.memory.reserved").gauge().value());
    bytes.set(1L << 40);
    assertEquals(1L << 40, meters.get("facet.memory.reserved").gauge().value());
  }

  @Test
  void agreement_tellsHowManyFacesLieCloseToTheLiveVersions() {
    ShadowMetrics shadow = metrics.shadow("face");
    for (double cosine : new double[] {-0.2, 0.4, 0.985, 0.9995, 1}) {
      shadow.compared(cosine, Duration.ofMillis(2), Duration.ofMillis(3));
    }
    DistributionSummary agreement =
        meters.get("facet.shadow.agreement").tag("model", "face").summary();
    assertEquals(5, agreement.count());
    assertEquals(4_000 + 9_850 + 9_995 + 10_000, agreement.totalAmount(), 1e-6);
    Map<Double, Double> below =
        Arrays.stream(agreement.takeSnapshot().histogramCounts())
            .collect(Collectors.toMap(CountAtBucket::bucket, CountAtBucket::count));
    assertEquals(1, below.get(3_000.0));
    assertEquals(2, below.get(9_800.0));
    assertEquals(3, below.get(9_900.0));
    assertEquals(4, below.get(9_999.0));
    assertEquals(10, total("facet.shadow.queue"));
    assertEquals(15, total("facet.shadow.time"));
  }

  @Test
  void shadowsOfOneModel_haveTheSameMeters() {
    metrics.shadow("face").failed();
    metrics.shadow("face").skipped();
    metrics.shadow("face").skipped();
    metrics.shadow("other").failed();
    assertEquals(1, meters.get("facet.shadow.failed").tag("model", "face").counter().count());
    assertEquals(2, meters.get("facet.shadow.skipped").tag("model", "face").counter().count());
  }

  private double swaps(String model, String outcome) {
    return meters.get("facet.swaps").tags("model", model, "outcome", outcome).counter().count();
  }

  private double loadedVersions(String model) {
    return meters.get("facet.loaded.versions").tag("model", model).gauge().value();
  }

  private double total(String timer) {
    return meters.get(timer).timer().totalTime(TimeUnit.MILLISECONDS);
  }
}
