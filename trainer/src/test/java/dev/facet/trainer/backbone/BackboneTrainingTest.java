package dev.facet.trainer.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.symbol.FloatTensor;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import dev.facet.model.symbol.pass.DepthwisePrelu;
import dev.facet.trainer.loss.ClassLoss;
import dev.facet.trainer.loss.CosFace;
import dev.facet.trainer.loss.MarginSoftmax;
import dev.facet.trainer.step.Freezing;
import dev.facet.trainer.step.Learning;
import dev.facet.trainer.step.MicroBatch;
import dev.facet.trainer.step.Parameters;
import dev.facet.trainer.step.Sgd;
import dev.facet.trainer.step.TrainingGraph;
import dev.facet.trainer.step.TrainingStep;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That backbones learn from the weights that they start at. */
class BackboneTrainingTest {
  private static final int CLASSES = 4;

  private static final int[] LABELS = {0, 1, 2, 3};

  private static final int STEPS = 10;
  private static final double RATE = 0.02;
  private static final ClassLoss LOSS = new MarginSoftmax(new CosFace(0.1), 16);

  /** The IR-ResNets, of the same layers as MobileFaceNet, would take minutes. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "IR_RESNET_.*")
  void oneBatch_isToldApartWithinTenSteps(Backbone backbone) {
    SymbolGraph graph = backbone.graph(ServedNetwork.DIMENSION);
    TensorShape one = ServedNetwork.shape(manifest(backbone));
    Shape shape = new Shape(LABELS.length, one.dim(1), one.dim(2), one.dim(3));
    try (Parameters parameters = new Parameters(ComputeDevice.CPU)) {
      TrainingGraph training =
          new TrainingGraph(
              DepthwisePrelu.rewrite(graph, Backbone.INPUT, one),
              Backbone.INPUT,
              NetworkParameters.initial(NetworkParameters.of(graph, one), 7),
              Freezing.NOTHING,
              parameters);
      parameters.add(ClassLoss.WEIGHT, directions(), Learning.DECAYED);
      TrainingStep step = new TrainingStep(parameters, new Sgd(0.9, 5e-4), 5, 1);
      double first = step(training, step, shape);
      double last = first;
      for (int i = 1; i < STEPS; i++) {
        last = step(training, step, shape);
      }
      // What a head reaches by itself, with one embedding for all, is above this by its margin.
      assertTrue(last < Math.log(CLASSES), first + " to " + last);
      assertEquals(STEPS, step.taken());
    }
  }

  /** NN2 takes images of half the size: its pooling at the end makes one place of any. */
  private static Manifest manifest(Backbone backbone) {
    Manifest manifest = ServedNetwork.manifest(backbone);
    return backbone == Backbone.FACENET_NN2 ? ServedNetwork.resized(manifest, 112) : manifest;
  }

  private static double step(TrainingGraph graph, TrainingStep step, Shape shape) {
    try (MicroBatch batch = step.begin()) {
      NDArray x = graph.forward(batch.manager().create(patterns(shape), shape));
      Map<String, NDArray> head = Map.of(ClassLoss.WEIGHT, batch.copy(ClassLoss.WEIGHT));
      batch.backward(LOSS.value(x, head, batch.manager().create(LABELS), 0));
    }
    // Throws for a loss or a gradient that is not finite.
    return step.update(RATE).loss();
  }

  private static FloatTensor directions() {
    Random random = new Random(3);
    float[] values = new float[CLASSES * ServedNetwork.DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatTensor(TensorShape.of(CLASSES, ServedNetwork.DIMENSION), values);
  }

  /** Images of blocks, each of another colour. */
  private static float[] patterns(Shape shape) {
    int width = (int) shape.get(3);
    int block = width / 4;
    Random random = new Random(11);
    float[] colors = new float[(int) (shape.get(0) * shape.get(1)) * 25];
    for (int i = 0; i < colors.length; i++) {
      colors[i] = random.nextInt(256);
    }
    float[] pixels = new float[(int) shape.size()];
    int plane = width * (int) shape.get(2);
    for (int i = 0; i < pixels.length; i++) {
      int x = i % width / block;
      int y = i % plane / width / block;
      pixels[i] = colors[i / plane * 25 + Math.min(y, 4) * 5 + Math.min(x, 4)];
    }
    return pixels;
  }
}
