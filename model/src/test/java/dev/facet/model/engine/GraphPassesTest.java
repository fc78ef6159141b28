package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.WeightedGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class GraphPassesTest {

  private static final TensorShape FACE = TensorShape.of(1, 3, 112, 112);

  private final Logger logger = (Logger) LoggerFactory.getLogger(TrialLoad.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final SmallNetwork network = new SmallNetwork();
  private final Path repository;

  GraphPassesTest(@TempDir Path repository) {
    this.repository = repository;
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
  }

  private static List<String> names() {
    return GraphPasses.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachPassAlone_isMade_andKeepsTheEmbeddings(String name) throws Exception {
    GraphPasses alone = GraphPasses.parse(name);
    ModelBundle bundle = network.publish(repository, network.graph());
    float[][] expected = embed(bundle, GraphPasses.NONE);

    requireClose(expected, embed(bundle, alone), 1e-6f);

    assertEquals(List.of(), log.list);
    WeightedGraph rewritten = alone.apply(network.graph(), network.parameters(), "data", FACE);
    assertEquals(alone.fused(), network.graph().equals(rewritten.graph()));
  }

  @ParameterizedTest
  @MethodSource("names")
  void allPassesButOne_keepTheEmbeddings(String name) throws Exception {
    ModelBundle bundle = network.publish(repository, network.graph());
    float[][] expected = embed(bundle, GraphPasses.NONE);

    float[][] actual = embed(bundle, GraphPasses.ALL.without(name));

    requireClose(expected, actual, 1e-5f);
    assertEquals(List.of(), log.list);
    assertTrue(!Arrays.deepEquals(expected, actual), "computed otherwise, to the last bit");
  }

  @Test
  void fusedNetwork_keepsTheEmbeddings() throws Exception {
    ModelBundle bundle = network.publish(repository, network.graph());

    float[][] fused = embed(bundle, GraphPasses.ALL);
    float[][] published = embed(bundle, GraphPasses.NONE);

    requireClose(published, fused, 1e-5f);
    assertTrue(!Arrays.deepEquals(published, fused), "computed otherwise, to the last bit");
    assertEquals(List.of(), log.list);
  }

  /** Means of a million before batch norm: fused, they cancel better than as published. */
  @Test
  void networkWhoseEmbeddingsFusionChanges_runsAsPublished_andTheLogSaysSoOnce() throws Exception {
    network.shift("arg:conv2_bias", 1e6f);
    network.shift("aux:conv2_norm_moving_mean", 1e6f);
    ModelBundle bundle = network.publish(repository, network.graph());

    float[][] loaded = embed(bundle, GraphPasses.ALL);

    requireOneWarning(bundle, "differ by");
    assertTrue(Arrays.deepEquals(embed(bundle, GraphPasses.NONE), loaded));
  }

  @Test
  void preluOfOneSlope_isFused() throws Exception {
    SmallNetwork single = new SmallNetwork("identity", 1);
    ModelBundle bundle = single.publish(repository, single.graph());

    requireClose(embed(bundle, GraphPasses.NONE), embed(bundle, GraphPasses.ALL), 1e-5f);

    assertEquals(List.of(), log.list);
  }

  /** One slope for all channels that no parameter is, but an operator computes. */
  @Test
  void networkThatCannotBeRewritten_runsAsPublished_andTheLogSaysSoOnce() throws Exception {
    SmallNetwork unusual = new SmallNetwork("square", 1);
    ModelBundle bundle = unusual.publish(repository, unusual.graph());

    float[][] loaded = embed(bundle, GraphPasses.ALL);

    requireOneWarning(bundle, "takes no input of 1x3x112x112");
    assertTrue(Arrays.deepEquals(embed(bundle, GraphPasses.NONE), loaded));
  }

  @Test
  void threadsOnAFusedNetwork_getTheBitsOfOneThread() throws Exception {
    ModelBundle bundle = network.publish(repository, network.graph());
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU, GraphPasses.ALL)) {
      Concurrency.requireBitEqual(model, Tensors.random(model.manifest().input(), 16, 3), 200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "all; all",
        "none; none",
        "fusion, relu6 ,flatten; relu6,flatten,fusion",
        "identities,relu6,constants,batch-norm,scale,prelu,groups,flatten,fusion; all",
      })
  void text_isReadAndWrittenInOrder(String text, String written) {
    GraphPasses passes = GraphPasses.parse(text);
    assertEquals(written, passes.toString());
    assertEquals(passes, GraphPasses.parse(written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALL", "", "relu6,", "all,fusion", "relu"})
  void textThatNamesNoPass_isRefused_namingAll(String text) {
    String said =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> GraphPasses.parse(text))
                .getMessage());
    assertTrue(said.startsWith("graph-passes: "), said);
    assertTrue(said.contains("(expected: all, none, or a list of identities, relu6, "), said);
  }

  private void requireOneWarning(ModelBundle bundle, String reason) {
    assertEquals(1, log.list.size(), log.list.toString());
    ILoggingEvent event = log.list.get(0);
    assertEquals(Level.WARN, event.getLevel());
    String message = event.getFormattedMessage();
    assertTrue(message.startsWith(bundle.directory() + ": runs as published"), message);
    assertTrue(message.contains(reason), message);
  }

  private static float[][] embed(ModelBundle bundle, GraphPasses passes) throws IOException {
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU, passes)) {
      return model.embed(Tensors.random(model.manifest().input(), 7, 2));
    }
  }

  private static void requireClose(float[][] expected, float[][] actual, float tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], tolerance, "face " + i);
    }
  }
}
