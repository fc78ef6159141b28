package dev.facet.trainer.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StudyTableTest {

  @Test
  void cells_haveMeanAndDeviationOverSeeds() {
    StudyTable table = new StudyTable();
    table.add("softmax", new Measurements(Map.of("accuracy", 70.0)));
    table.add("arcface", new Measurements(Map.of("accuracy", 80.0)));
    table.add("softmax", new Measurements(Map.of("accuracy", 73.0)));
    table.add("arcface", new Measurements(Map.of("auc", 0.5)));
    table.add("softmax", new Measurements(Map.of("accuracy", 76.0)));

    assertEquals(
        """
        | variant | runs | accuracy | auc |
        | --- | --- | --- | --- |
        | softmax | 3 | 73.00 ± 3.00 |  |
        | arcface | 2 | 80.00 | 0.5000 |
        """,
        table.markdown());
  }
}
