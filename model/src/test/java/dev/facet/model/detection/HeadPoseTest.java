package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadPoseTest {

  /** Coordinates are floats. */
  private static final double CLOSE = 1e-3;

  private static final double[][] MEAN_FACE = {
    {-0.5, 0, 0}, {0.5, 0, 0}, {0, 0.56, -0.45}, {-0.435, 1.04, 0}, {0.435, 1.04, 0}
  };

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "30, 0, 0",
    "-30, 0, 0",
    "0, 25, 0",
    "0, -25, 0",
    "0, 0, 40",
    "0, 0, -100",
    "20, 15, 10",
    "-70, 10, 170",
    "85, -40, -3",
  })
  void projectedFace_hasThePoseThatItWasTurnedBy(double yaw, double pitch, double roll)
      throws BadImageException {
    HeadPose pose = HeadPose.of(seen(yaw, pitch, roll, 80));
    assertEquals(yaw, pose.yaw(), CLOSE);
    assertEquals(pitch, pose.pitch(), CLOSE);
    assertEquals(roll, pose.roll(), CLOSE);
  }

  /** What the signs mean, on a face whose nose is moved by hand. */
  @Test
  void noseAside_isATurnTowardsThatSide_andNoseUp_aNodUpwards() throws BadImageException {
    assertTrue(HeadPose.of(face(10, 0)).yaw() > 10);
    assertTrue(HeadPose.of(face(-10, 0)).yaw() < -10);
    assertTrue(HeadPose.of(face(0, -10)).pitch() > 10);
    assertTrue(HeadPose.of(face(0, 10)).pitch() < -10);
  }

  private static Landmarks face(float noseRight, float noseDown) throws BadImageException {
    return new Landmarks(
        new Point(100, 100),
        new Point(160, 100),
        new Point(130 + noseRight, 134 + noseDown),
        new Point(104, 162),
        new Point(156, 162));
  }

  @Test
  void eyesLowerOnTheRight_areATiltClockwise() throws BadImageException {
    Landmarks tilted =
        new Landmarks(
            new Point(100, 90),
            new Point(160, 110),
            new Point(118, 133),
            new Point(83, 152),
            new Point(133, 169));
    assertTrue(HeadPose.of(tilted).roll() > 10);
  }

  @Test
  void profileBeyondTheSide_isAtMostARightAngle() throws BadImageException {
    HeadPose beyond = HeadPose.of(seen(95, 5, 7, 80));
    assertEquals(90, beyond.yaw());
    assertEquals(5, beyond.pitch(), CLOSE);
    assertEquals(7, beyond.roll(), CLOSE);
    assertEquals(-90, HeadPose.of(seen(-95, 0, 0, 80)).yaw());
  }

  @Test
  void pointsOnALine_haveNoPose() throws BadImageException {
    Landmarks line =
        new Landmarks(
            new Point(10, 20),
            new Point(20, 40),
            new Point(30, 60),
            new Point(40, 80),
            new Point(50, 100));
    assertEquals(new HeadPose(0, 0, 0), HeadPose.of(line));
  }

  @Test
  void photos_mirroredAndTurned_haveThePoseMirroredAndTurned() throws Exception {
    for (Landmarks landmarks : lfw()) {
      HeadPose pose = HeadPose.of(landmarks);
      HeadPose mirrored = HeadPose.of(mirrored(landmarks));
      assertEquals(-pose.yaw(), mirrored.yaw(), CLOSE);
      assertEquals(pose.pitch(), mirrored.pitch(), CLOSE);
      assertEquals(-pose.roll(), mirrored.roll(), CLOSE);
      HeadPose turned = HeadPose.of(turned(landmarks, 30));
      assertEquals(pose.yaw(), turned.yaw(), CLOSE);
      assertEquals(pose.pitch(), turned.pitch(), CLOSE);
      assertEquals(pose.roll() + 30, turned.roll(), CLOSE);
    }
  }

  /** Press photos: most look into the camera, as many to the left as to the right. */
  @Test
  void photos_areDistributedAboutLookingIntoTheCamera() throws Exception {
    assertEquals(0, quantile(0.5, HeadPose::yaw), 2);
    assertEquals(0, quantile(0.5, HeadPose::pitch), 2);
    assertEquals(0, quantile(0.5, HeadPose::roll), 3);
    assertEquals(-quantile(0.05, HeadPose::yaw), quantile(0.95, HeadPose::yaw), 5);
    assertEquals(28, quantile(0.95, HeadPose::yaw), 5);
  }

  /** The depth of the nose is right where the eyes come closer as the cosine of the yaw says. */
  @Test
  void eyesOfTurnedHeads_comeCloserAsTheYawSays() throws Exception {
    double front = medianWidth(0, 10);
    for (double yaw : new double[] {15, 25, 35}) {
      double expected = Math.cos(Math.toRadians(yaw));
      assertEquals(expected, medianWidth(yaw - 5, yaw + 5) / front, 0.06, "yaw " + yaw);
    }
  }

  /** Median over photos of the distance of the eyes, in heights from eyes to mouth. */
  private static double medianWidth(double leastYaw, double mostYaw) throws Exception {
    List<Double> widths = new ArrayList<>();
    for (Landmarks face : lfw()) {
      double yaw = Math.abs(HeadPose.of(face).yaw());
      if (yaw >= leastYaw && yaw < mostYaw) {
        widths.add(
            distance(face.leftEye(), face.rightEye())
                / distance(
                    between(face.leftEye(), face.rightEye()),
                    between(face.leftMouth(), face.rightMouth())));
      }
    }
    return widths.stream().sorted().toList().get(widths.size() / 2);
  }

  private static Point between(Point a, Point b) {
    return new Point((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
  }

  private static double distance(Point a, Point b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  private static double quantile(double part, ToDoubleFunction<HeadPose> angle) throws Exception {
    double[] angles = lfw().stream().map(HeadPose::of).mapToDouble(angle).sorted().toArray();
    return angles[(int) (part * angles.length)];
  }

  private static List<Landmarks> lfw() throws IOException {
    return List.copyOf(LandmarksFile.read(SharedData.require("data/lfw/landmarks.txt")).values());
  }

  private static Landmarks mirrored(Landmarks face) throws BadImageException {
    List<Point> points =
        face.points().stream().map(point -> new Point(249 - point.x(), point.y())).toList();
    return new Landmarks(points.get(1), points.get(0), points.get(2), points.get(4), points.get(3));
  }

  /** Clockwise in the picture. */
  private static Landmarks turned(Landmarks face, double degrees) throws BadImageException {
    double cosine = Math.cos(Math.toRadians(degrees));
    double sine = Math.sin(Math.toRadians(degrees));
    return landmarks(
        face.points().stream()
            .map(
                p ->
                    new Point(
                        (float) (cosine * p.x() - sine * p.y()),
                        (float) (sine * p.x() + cosine * p.y())))
            .toArray(Point[]::new));
  }

  /** The mean face, turned and seen from far away. */
  private static Landmarks seen(double yaw, double pitch, double roll, double size)
      throws BadImageException {
    double y = Math.toRadians(yaw);
    double p = Math.toRadians(pitch);
    double r = Math.toRadians(roll);
    return landmarks(
        Arrays.stream(MEAN_FACE)
            .map(
                point -> {
                  // To the picture's right: the nose, whose z is below 0, goes to greater x.
                  double x = point[0] * Math.cos(y) - point[2] * Math.sin(y);
                  double away = point[0] * Math.sin(y) + point[2] * Math.cos(y);
                  // Upwards: the nose goes to lesser y.
                  double down = point[1] * Math.cos(p) + away * Math.sin(p);
                  return new Point(
                      (float) (300 + size * (Math.cos(r) * x - Math.sin(r) * down)),
                      (float) (200 + size * (Math.sin(r) * x + Math.cos(r) * down)));
                })
            .toArray(Point[]::new));
  }

  private static Landmarks landmarks(Point... points) throws BadImageException {
    return new Landmarks(points[0], points[1], points[2], points[3], points[4]);
  }
}
