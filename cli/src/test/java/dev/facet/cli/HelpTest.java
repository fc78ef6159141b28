package dev.facet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {
  private static final int WIDTH = 100;

  static Stream<String> commands() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    List<String> names = new ArrayList<>();
    collect(Facet.commandLine(new Console(nowhere, nowhere, false)), names);
    return names.stream();
  }

  private static void collect(CommandLine command, List<String> names) {
    names.add(command.getCommandSpec().qualifiedName());
    command.getSubcommands().values().forEach(child -> collect(child, names));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommand_hasHelpWithExamplesThatCallIt(String command) {
    CommandRun run = CommandRun.facet(words(command + " --help").skip(1).toArray());

    assertEquals(0, run.exit(), run.err());
    assertEquals("", run.err());
    assertTrue(run.out().startsWith("Usage: " + command), run.out());
    String examples = run.out().substring(run.out().indexOf("Examples:"));
    assertTrue(examples.contains("\n  " + command), examples);
    assertTrue(run.out().lines().allMatch(line -> line.length() <= WIDTH), run.out());
  }

  @Test
  void helpOfModels_listsEachCommandOnce() {
    CommandRun run = CommandRun.facet("models", "--help");
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    for (String name :
        ModelsCommand.commandLine(new Console(nowhere, nowhere, false)).getSubcommands().keySet()) {
      assertEquals(
          1, run.out().lines().filter(line -> line.startsWith("  " + name + " ")).count(), name);
    }
  }

  @Test
  void version_isPrinted() {
    CommandRun run = CommandRun.facet("--version");
    assertEquals(0, run.exit());
    assertTrue(run.out().startsWith("facet "), run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "models",
        "sing",
        "embed",
        "compare one.jpg",
        "embed a.jpg --format xml",
        "embed a.jpg --server localhost:1 --model models/face/1",
        "models add somewhere --name face --detector yolo",
        "models add somewhere --name face --detector mtcnn --output fc1",
        "detect",
        "detect a.jpg --select both",
        "detect a.jpg --min-score 1.1",
        "detect a.jpg --min-size -1",
        "detect a.jpg --server localhost:1 --detector models/detector/1",
        "detect a.jpg --model models/face/1 --detector models/detector/1",
        "detect a.jpg --threshold 0.4",
        "detect a.jpg --gallery people --detector models/detector/1",
        "detect a.jpg --gallery people --model models/face/1",
        "detect a.jpg --gallery people --threshold 0.4 --max-far 0.001",
        "detect a.jpg --gallery people --threshold 1.1",
        "detect a.jpg --gallery people --max-far 0",
        "align a.jpg",
        "align a.jpg --output crops --size 5000",
        "align a.jpg --output crops --format gif",
        "compare a.jpg b.jpg --select largest",
        "compare a.jpg b.jpg --detect --select all",
        "embed a.jpg --min-score 0.5",
        "embed a.jpg --detect --landmarks points.txt",
        "models show",
        "models check --version 1",
        "models activate",
        "models activate face --version 0",
        "models activate face --deadline 0",
        "models list --server localhost:1 --models models",
        "models pin face",
        "models canary face --version 2",
        "models canary face --version 2 --share 0",
        "models canary face --version 2 --share 101%",
        "models shadow face --share 5%",
        "models shadow face --version 2 --share five",
        "models quantize face",
        "models quantize face --calibrate a --pairs b --images c --photos 0",
        "models quantize face --calibrate a --pairs b --images c --max-loss -1",
        "models add somewhere",
        "models add somewhere --name face --size 112",
        "evaluate",
        "evaluate --pairs pairs.txt",
        "evaluate --pairs pairs.txt --images photos --detect --select all",
        "evaluate identification",
        "evaluate identification --images photos --enrolled 0",
        "evaluate identification --images photos --gallery-photos 0",
        "evaluate clustering",
        "evaluate clustering --images photos --algorithm k-means",
        "evaluate clustering --images photos --threshold 0",
        "evaluate clustering --images photos --min-points 0",
        "calibrate",
        "calibrate face",
        "calibrate face --pairs pairs.txt",
        "publish",
        "publish somewhere",
        "publish somewhere --name Face",
        "publish somewhere --name face --if-better-than-live",
        "publish somewhere --name face --pairs pairs.txt",
        "publish somewhere --name face --bin a.bin --pairs pairs.txt --images photos",
        "train",
        "train --config none.yaml",
        "records",
        "bench",
        "bench nothing",
        "bench swap --unary 1.1",
        "bench swap --every -1",
        "bench training",
        "records pack photos",
        "records pack photos --output set --size 112",
        "records inspect",
        "token",
        "token one two",
        "token caller --scope root",
        "serve --port 1 --set server.port=2",
        "serve --print-config --port 70000",
        "serve --print-config --model-control sometimes",
        "serve --print-config --set no.such-key=1"
      })
  void wrongCall_exitsWith2AndSaysWhyOnStderr(String arguments) {
    CommandRun run = CommandRun.facet(words(arguments).toArray());

    assertEquals(2, run.exit(), run.err());
    assertEquals("", run.out());
    assertTrue(!run.err().isBlank());
  }

  private static Stream<String> words(String text) {
    return Pattern.compile(" ").splitAsStream(text).filter(word -> !word.isEmpty());
  }
}
