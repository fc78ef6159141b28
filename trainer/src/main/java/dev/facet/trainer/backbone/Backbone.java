package dev.facet.trainer.backbone;

import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The networks that can be trained from scratch, by name. Each takes {@link #INPUT}, RGB pixels of
 * 0 to 255 which it normalises itself, and gives {@link #OUTPUT}, which is not normalised.
 */
public enum Backbone {
  /** MobileFaceNet, InsightFace's y1: 0.99 M parameters, 0.22 G multiply-adds. */
  MOBILEFACENET_Y1("mobilefacenet-y1", 128),
  /** MobileFaceNet, InsightFace's wide mbf: 2.06 M parameters, 0.44 G multiply-adds. */
  MOBILEFACENET_MBF("mobilefacenet-mbf", 512),
  /** The network of MobileFace's Identification V2: 0.88 M parameters, 41 M multiply-adds. */
  MOBILEFACE("mobileface", 256),
  /** IR-ResNet-18: 24.0 M parameters, 2.6 G multiply-adds. */
  IR_RESNET_18("ir-resnet-18", 512),
  /** IR-ResNet-34: 34.1 M parameters, 4.5 G multiply-adds. */
  IR_RESNET_34("ir-resnet-34", 512),
  /** IR-ResNet-50: 43.6 M parameters, 6.3 G multiply-adds. */
  IR_RESNET_50("ir-resnet-50", 512),
  /** IR-ResNet-100: 65.2 M parameters, 12.1 G multiply-adds. */
  IR_RESNET_100("ir-resnet-100", 512);

  /** Name of the input variable. */
  public static final String INPUT = "data";

  /** Name of the output that is the embedding. */
  public static final String OUTPUT = "fc1_output";

  /** Shape of the input with one face: 1 x 3 x 112 x 112. */
  public static final TensorShape ONE_FACE = TensorShape.of(1, 3, 112, 112);

  /** More than any published embedding has. */
  private static final int MAX_DIMENSION = 4096;

  private final String title;
  private final int defaultDimension;

  Backbone(String title, int defaultDimension) {
    this.title = title;
    this.defaultDimension = defaultDimension;
  }

  /**
   * The network of a name.
   *
   * @param title such as {@code mobilefacenet-y1}
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static Backbone named(String title) {
    return Arrays.stream(values())
        .filter(backbone -> backbone.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "backbone: "
                        + title
                        + " (expected: one of "
                        + Arrays.stream(values())
                            .map(b -> b.title)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }

  /** The name in configurations, such as {@code mobilefacenet-y1}. */
  public String title() {
    return title;
  }

  /** The published number of values of an embedding. */
  public int defaultDimension() {
    return defaultDimension;
  }

  /**
   * The network, as it is trained, saved and served.
   *
   * @param dimension number of values of an embedding, 1 to 4096
   * @throws IllegalArgumentException if the dimension is out of range
   */
  public SymbolGraph graph(int dimension) {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension: " + dimension + " (expected: 1 to " + MAX_DIMENSION + ")");
    }
    return switch (this) {
      case MOBILEFACENET_Y1 -> MobileFaceNet.y1(dimension);
      case MOBILEFACENET_MBF -> MobileFaceNet.wide(dimension);
      case MOBILEFACE -> MobileFace.build(dimension);
      case IR_RESNET_18 -> IrResNet.build(dimension, 2, 2, 2, 2);
      case IR_RESNET_34 -> IrResNet.build(dimension, 3, 4, 6, 3);
      case IR_RESNET_50 -> IrResNet.build(dimension, 3, 4, 14, 3);
      case IR_RESNET_100 -> IrResNet.build(dimension, 3, 13, 30, 3);
    };
  }
}
