package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.BoundsAsClip;
import dev.facet.model.symbol.pass.DepthwisePrelu;
import dev.facet.model.symbol.pass.FlattenedDense;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  @Test
  void eachPassAlone_keepsTheEmbeddings() throws Exception {
    SymbolGraph graph = network.graph();
    List<SymbolGraph> rewritten =
        List.of(
            BoundsAsClip.rewrite(graph),
            DepthwisePrelu.rewrite(graph, "data", FACE),
            FlattenedDense.rewrite(graph));
    float[][] expected = embed(network.publish(repository, graph), GraphPasses.NONE);
    for (SymbolGraph pass : rewritten) {
      assertNotEquals(graph, pass);
      requireClose(expected, embed(network.publish(repository, pass), GraphPasses.NONE), 1e-6f);
    }
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

  /** Rewritten, PReLU takes a slope a channel. */
  @Test
  void networkThatCannotBeRewritten_runsAsPublished_andTheLogSaysSoOnce() throws Exception {
    SmallNetwork unusual = new SmallNetwork(1);
    ModelBundle bundle = unusual.publish(repository, unusual.graph());

    float[][] loaded = embed(bundle, GraphPasses.ALL);

    requireOneWarning(bundle, "prelu_gamma: 1 of FLOAT32");
    assertTrue(Arrays.deepEquals(embed(bundle, GraphPasses.NONE), loaded));
  }

  @Test
  void threadsOnAFusedNetwork_getTheBitsOfOneThread() throws Exception {
    ModelBundle bundle = network.publish(repository, network.graph());
    try (EmbeddingModel model = EmbeddingModel.load(bundle, ComputeDevice.CPU, GraphPasses.ALL)) {
      Concurrency.requireBitEqual(model, Tensors.random(model.manifest().input(), 16, 3), 200);
    }
  }

  @Test
  void name_isReadAndWrittenBack() {
    for (GraphPasses passes : GraphPasses.values()) {
      assertEquals(passes, GraphPasses.parse(passes.toString()));
    }
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> GraphPasses.parse("ALL"));
    assertEquals("graph-passes: ALL (expected: all or none)", refused.getMessage());
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
