package dev.facet.trainer.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.trainer.log.EventReader.Event;
import dev.facet.trainer.run.Pace;
import dev.facet.trainer.run.RunOutline;
import dev.facet.trainer.run.VerificationResult;
import dev.facet.trainer.step.StepReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose loss at step n is 8 / n and whose rate is 0.5, judged after every second step. */
class RunLogTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00.250Z");

  private static final Pace PACE = new Pace(0, 100, 0.25, Duration.ofSeconds(1));

  private static final String WHOLE =
      """
      step,loss,learning-rate,gradient-norm,active-share,faces-per-second,data-wait,accuracy,tar-at-far-1e-3,auc
      1,8.0,0.5,2.0,,100.0,0.25,,,
      2,4.0,0.5,2.0,,100.0,0.25,,,
      2,,,,,,,0.75,0.5,0.75
      3,2.6666666666666665,0.5,2.0,,100.0,0.25,,,
      4,2.0,0.5,2.0,,100.0,0.25,,,
      4,,,,,,,0.75,0.5,0.75
      """;

  /** The same, as it was written before the share of active triplets was. */
  private static final String OLDER =
      """
      step,loss,learning-rate,gradient-norm,faces-per-second,data-wait,accuracy,tar-at-far-1e-3,auc
      1,8.0,0.5,2.0,100.0,0.25,,,
      2,4.0,0.5,2.0,100.0,0.25,,,
      2,,,,,,0.75,0.5,0.75
      """;

  private final Path directory;

  RunLogTest(@TempDir Path parent) {
    directory = parent.resolve("run");
  }

  @Test
  void metrics_areInTheFileAtOnce() throws IOException {
    try (RunLog log = begin(0, BEGIN)) {
      steps(log, 1, 4);
      assertEquals(WHOLE, Files.readString(directory.resolve("metrics.csv")));
    }
  }

  @Test
  void killedRunThatGoesOn_hasMetricsAsIfItHadNeverEnded() throws IOException {
    RunLog killed = begin(0, BEGIN);
    steps(killed, 1, 3);
    Files.writeString(directory.resolve("metrics.csv"), "4,2.0,0.", StandardOpenOption.APPEND);

    try (RunLog log = begin(2, BEGIN.plusSeconds(60))) {
      steps(log, 3, 4);
    }
    killed.close();

    assertEquals(WHOLE, Files.readString(directory.resolve("metrics.csv")));
  }

  @Test
  void runOfAnOlderVersionThatGoesOn_keepsItsMetrics() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("metrics.csv"), OLDER);

    try (RunLog log = begin(2, BEGIN)) {
      steps(log, 3, 4);
    }

    assertEquals(WHOLE, Files.readString(directory.resolve("metrics.csv")));
  }

  @Test
  void shareOfActiveTriplets_isWrittenWhereThereIsOne() throws IOException {
    try (RunLog log = begin(0, BEGIN)) {
      log.stepped(step(1).withActive(OptionalDouble.of(0.375)), PACE);
    }
    String last = Files.readAllLines(directory.resolve("metrics.csv")).get(1);
    assertEquals("1,8.0,0.5,2.0,0.375,100.0,0.25,,,", last);
    assertEquals(900, ImageIO.read(directory.resolve("curves.png").toFile()).getHeight());
  }

  @Test
  void metricsOfAnotherFormat_areNotOverwritten() throws IOException {
    Files.createDirectories(directory);
    Path file = Files.writeString(directory.resolve("metrics.csv"), "a,b\n1,2\n");
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> begin(0, BEGIN).close());
    assertTrue(String.valueOf(refused.getMessage()).contains(file + ": line 1"), refused::toString);
    assertEquals("a,b\n1,2\n", Files.readString(file));
  }

  @Test
  void lineThatIsNoLine_isRefusedByItsNumber() throws IOException {
    for (String line : List.of("", "5", "x,1,1,1,1,1,1,1,1,1", "5,1,1,one,,,,,,", "5,,,,,,,,,,")) {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("metrics.csv"), WHOLE + line + "\n");
      UncheckedIOException refused =
          assertThrows(UncheckedIOException.class, () -> begin(9, BEGIN).close(), line);
      assertTrue(String.valueOf(refused.getMessage()).contains("line 8 "), refused::toString);
    }
  }

  @Test
  void checksum_isThatOfTheIndependentReader() {
    assertEquals(0xe3069283, EventReader.crc32c("123456789".getBytes(US_ASCII)));
  }

  @Test
  void events_areThoseOfTensorBoard() throws IOException {
    try (RunLog log = begin(0, BEGIN)) {
      steps(log, 1, 2);
    }
    List<Path> files = eventFiles();
    assertEquals(1, files.size());
    double time = BEGIN.toEpochMilli() / 1e3;
    assertEquals(
        List.of(
            new Event(time, 0, "brain.Event:2", false, Map.of()),
            new Event(time, 1, "", true, Map.of()),
            new Event(time, 1, "", false, scalars(8)),
            new Event(time, 2, "", false, scalars(4)),
            new Event(
                time,
                2,
                "",
                false,
                Map.of("accuracy", 0.75f, "tar-at-far-1e-3", 0.5f, "auc", 0.75f))),
        EventReader.read(files.get(0)));
  }

  @Test
  void runThatGoesOn_tellsTensorBoardToForgetLaterSteps() throws IOException {
    try (RunLog log = begin(0, BEGIN)) {
      steps(log, 1, 4);
    }
    try (RunLog log = begin(2, BEGIN.plusSeconds(60))) {
      steps(log, 3, 3);
    }
    List<Path> files = eventFiles();
    assertEquals(2, files.size());
    List<Event> later = EventReader.read(files.get(1));
    assertEquals(3, later.size());
    assertEquals(3, later.get(1).step(), "the first to forget");
    assertTrue(later.get(1).starts());
    assertEquals(3, later.get(2).step());
  }

  @Test
  void tensorBoardItself_readsTheRun() throws Exception {
    assumeTrue(python("import tensorboard", directory).isPresent(), "skipped: no tensorboard");
    try (RunLog log = begin(0, BEGIN)) {
      steps(log, 1, 4);
    }
    try (RunLog log = begin(2, BEGIN.plusSeconds(60))) {
      steps(log, 3, 3);
    }
    String script =
        """
        import sys
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        events = EventAccumulator(sys.argv[1]).Reload()
        for tag in ('loss', 'accuracy'):
            print(tag, [(event.step, event.value) for event in events.Scalars(tag)])
        """;
    assertEquals(
        Optional.of(
            """
            loss [(1, 8.0), (2, 4.0), (3, 2.6666667461395264)]
            accuracy [(2, 0.75)]
            """),
        python(script, directory));
  }

  @Test
  void curves_areDrawnOfTheWholeRun() throws IOException {
    try (RunLog log = begin(0, BEGIN)) {
      steps(log, 1, 6);
    }
    BufferedImage picture = ImageIO.read(directory.resolve("curves.png").toFile());
    assertEquals(900, picture.getWidth());
    assertEquals(900, picture.getHeight());
    for (int panel = 0; panel < 3; panel++) {
      assertTrue(coloured(picture, 300 * panel, 300 * panel + 300), "a curve in panel " + panel);
    }
  }

  @Test
  void runThatWasNotJudged_hasNoCurveOfAccuracy() throws IOException {
    try (RunLog log = begin(0, BEGIN)) {
      steps(log, 1, 1);
    }
    assertEquals(600, ImageIO.read(directory.resolve("curves.png").toFile()).getHeight());
  }

  @Test
  void runThatTookNoStep_leavesNoPicture() throws IOException {
    begin(0, BEGIN).close();
    assertFalse(Files.exists(directory.resolve("curves.png")));
  }

  @Test
  void runThatNeverBegan_leavesNothing() throws IOException {
    new RunLog(directory, () -> BEGIN).close();
    assertFalse(Files.exists(directory));
  }

  @Test
  void longCurve_isAveragedOverNeighbours() {
    List<Measured> measured =
        IntStream.rangeClosed(1, 10)
            .mapToObj(step -> new Measured(step, Map.of(Metric.LOSS, (double) step)))
            .toList();
    Curve curve = Curve.of(measured, Metric.LOSS, 4);
    assertEquals(List.of(2.0, 5.0, 8.0, 10.0), curve.steps());
    assertEquals(List.of(2.0, 5.0, 8.0, 10.0), curve.values());
    assertTrue(Curve.of(measured, Metric.AUC, 4).isEmpty());
  }

  private RunLog begin(long stepsTaken, Instant now) {
    RunLog log = new RunLog(directory, () -> now);
    log.began(new RunOutline(stepsTaken, 6, 8, 10, 80, 10));
    return log;
  }

  private static StepReport step(int number) {
    return new StepReport(number - 1, 8.0 / number, 2, 0.5, OptionalDouble.empty());
  }

  private static void steps(RunLog log, int first, int last) {
    for (int step = first; step <= last; step++) {
      log.stepped(step(step), PACE);
      if (step % 2 == 0) {
        log.verified(new VerificationResult(step, report()));
      }
    }
  }

  /** Three of four pairs can be told rightly. */
  private static VerificationReport report() {
    return VerificationReport.of(
        List.of(
            List.of(
                new ScoredPair(0.9, true),
                new ScoredPair(0.5, false),
                new ScoredPair(0.3, true),
                new ScoredPair(0.1, false))),
        OptionalDouble.empty());
  }

  private static Map<String, Float> scalars(float loss) {
    return Map.of(
        "loss", loss,
        "learning-rate", 0.5f,
        "gradient-norm", 2f,
        "faces-per-second", 100f,
        "data-wait", 0.25f);
  }

  private List<Path> eventFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().contains("tfevents")).sorted().toList();
    }
  }

  private static boolean coloured(BufferedImage picture, int top, int bottom) {
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        int red = rgb >> 16 & 0xff;
        int blue = rgb & 0xff;
        if (Math.abs(red - blue) > 100) {
          return true;
        }
      }
    }
    return false;
  }

  /** What a script prints, or empty if it cannot be run to its end. */
  private static Optional<String> python(String script, Path argument) throws Exception {
    String python = System.getenv().getOrDefault("PYTHON", "python3");
    try {
      Process process =
          new ProcessBuilder(python, "-c", script, argument.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), US_ASCII);
      return process.waitFor() == 0 ? Optional.of(out) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
