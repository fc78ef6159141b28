package dev.facet.trainer.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ClassGeometryTest {

  @Test
  void angles_areThoseOfHand() {
    // By class: 0 at -10 and 10 degrees, 1 at 60 and 120, 2 at 200; their directions: 0, 90, 200.
    float[][] embeddings = {at(-10, 1), at(10, 3), at(60, 2), at(120, 2), at(200, 5)};
    ClassGeometry angles = ClassGeometry.of(embeddings, new int[] {0, 0, 1, 1, 2});

    assertEquals((10 + 10 + 30 + 30 + 0) / 5.0, angles.intra(), 1e-4);
    assertEquals((90 + 90 + 110) / 3.0, angles.inter(), 1e-4);
    assertEquals(1, angles.accuracy());
  }

  @Test
  void scatter_isTheDistanceToTheOwnMeanByThatBetweenMeans() {
    // Means: 0 at (2, 0), 1 at (10, 0), 2 at (10, 3); members are 1, 1, 0 and 0 away from them.
    float[][] embeddings = {{1, 0}, {3, 0}, {10, 0}, {10, 3}};

    double scatter = ClassGeometry.of(embeddings, new int[] {0, 0, 1, 2}).scatter();

    assertEquals((1 + 1 + 0 + 0) / 4.0 / ((8 + 3 + 3) / 3.0), scatter, 1e-6);
  }

  @Test
  void memberBesideAnotherClass_isWrong() {
    // Directions: 0 at 0 degrees, 1 at 30: the one of class 0 at 20 is nearer to 1.
    float[][] embeddings = {at(-20, 1), at(20, 1), at(30, 1), at(30, 1)};

    assertEquals(0.75, ClassGeometry.of(embeddings, new int[] {0, 0, 1, 1}).accuracy());
  }

  private static float[] at(double degrees, double norm) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) (norm * Math.cos(angle)), (float) (norm * Math.sin(angle))};
  }
}
