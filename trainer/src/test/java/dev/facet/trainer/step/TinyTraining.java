package dev.facet.trainer.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.SymbolNode;
import dev.facet.model.symbol.SymbolNode.Entry;
import dev.facet.model.symbol.TensorShape;
import dev.facet.trainer.loss.ArcFace;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.MarginSoftmax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** A small network that learns to tell four classes of noisy patterns apart. */
final class TinyTraining implements AutoCloseable {

  static final int SIZE = 24;
  static final int CLASSES = 4;
  static final String HEAD = "classes";

  private static final ClassLoss LOSS = new MarginSoftmax(new ArcFace(0.3, false), 16);

  final ParallelNetwork network;
  final Parameters parameters;
  final TrainingStep step;

  private TinyTraining(int devices, SymbolGraph symbol, Freezing freezing, Optimizer optimizer) {
    network =
        new ParallelNetwork(
            Collections.nCopies(devices, ComputeDevice.CPU),
            symbol,
            "data",
            model().weights(),
            freezing);
    parameters = network.parameters();
    parameters.add(HEAD, random(3, CLASSES, TinyModel.DIMENSION), Learning.DECAYED);
    step = new TrainingStep(network, optimizer, 5, 9);
  }

  TinyTraining(Freezing freezing) {
    this(1, freezing);
  }

  /** On the processor, as if it were several devices. */
  TinyTraining(int devices, Freezing freezing) {
    this(devices, model().symbol(), freezing, new Sgd(0.9, 5e-4));
  }

  /** The network as it is before training. */
  static TinyModel model() {
    return new TinyModel(1).size(SIZE, SIZE).unnormalized();
  }

  /** The network with dropout at its end, trained by AdamW. */
  static TinyTraining withDropout(int devices, Freezing freezing) {
    return new TinyTraining(devices, dropoutSymbol(), freezing, new AdamW(0.9, 0.999, 1e-8, 0.05));
  }

  private static SymbolGraph dropoutSymbol() {
    SymbolGraph symbol = model().symbol();
    List<SymbolNode> nodes = new ArrayList<>(symbol.nodes());
    nodes.add(new SymbolNode("Dropout", "drop", Map.of("p", "0.4"), symbol.heads()));
    return new SymbolGraph(nodes, List.of(Entry.of(nodes.size() - 1)), SymbolGraph.CURRENT_VERSION);
  }

  /** Normally distributed numbers. */
  static FloatTensor random(long seed, int... dims) {
    Random random = new Random(seed);
    TensorShape shape = TensorShape.of(dims);
    float[] values = new float[(int) shape.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(shape, values);
  }

  /** Gives the values of a tensor one after the other. */
  static DoubleSupplier each(FloatTensor tensor) {
    PrimitiveIterator.OfInt places = IntStream.range(0, tensor.values().length).iterator();
    return () -> tensor.values()[places.nextInt()];
  }

  /** Images of a batch: a pattern for each class, with noise. */
  static float[] images(long seed, int count) {
    int pixels = 3 * SIZE * SIZE;
    float[] patterns = random(77, CLASSES, pixels).values();
    float[] images = random(seed, count, pixels).values();
    for (int i = 0; i < images.length; i++) {
      images[i] = images[i] / 2 + patterns[(i / pixels % CLASSES) * pixels + i % pixels];
    }
    return images;
  }

  /** Runs one micro-batch. */
  double backward(long seed, int count) {
    try (MicroBatch batch = step.begin()) {
      Shape shape = new Shape(count, 3, SIZE, SIZE);
      NDArray x = network.forward(batch, images(seed, count), shape);
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        labels[i] = i % CLASSES;
      }
      Map<String, NDArray> head = Map.of(ClassLoss.WEIGHT, batch.copy(HEAD));
      return batch.backward(LOSS.value(x, head, batch.manager().create(labels), step.taken()));
    }
  }

  /** Takes steps, each on other images. */
  StepReport run(int steps) {
    StepReport report = null;
    for (int i = 0; i < steps; i++) {
      backward(step.taken(), 8);
      report = step.update(0.02);
    }
    return Objects.requireNonNull(report);
  }

  @Override
  public void close() {
    network.close();
  }
}
