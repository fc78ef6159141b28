package dev.facet.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MachineTimeTest {

  @Test
  void waitingAndIdleTime_isNobodys() {
    String stat = "cpu  100 20 30 5000 600 4 6 9 0 0\ncpu0 50 10 15 2500 300 2 3 4 0 0\nintr 1\n";
    assertEquals(1.6, MachineTime.parse(stat));
  }

  @Test
  void anotherSystemsFile_saysNothing() {
    assertTrue(Double.isNaN(MachineTime.parse("no processors")));
  }
}
