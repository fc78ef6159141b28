package dev.facet.trainer.backbone;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.symbol.SymbolGraph;
import dev.facet.model.symbol.TensorShape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The networks that can be trained from scratch, by name. Each takes {@link #INPUT}, pixels of 0 to
 * 255 which it normalises itself, and gives {@link #OUTPUT}, which is not normalised. Sizes are
 * width x height; costs are those of the published embedding's {@link #defaultDimension dimension}.
 */
public enum Backbone {
  /** MobileFaceNet, InsightFace's y1: 112 x 112, 0.99 M parameters, 0.22 G multiply-adds. */
  MOBILEFACENET_Y1("mobilefacenet-y1", 128, 112, 112),
  /** MobileFaceNet, InsightFace's wide mbf: 112 x 112, 2.06 M, 0.44 G. */
  MOBILEFACENET_MBF("mobilefacenet-mbf", 512, 112, 112),
  /** The network of MobileFace's Identification V2: 112 x 112, 0.88 M, 41 M. */
  MOBILEFACE("mobileface", 256, 112, 112),
  /** IR-ResNet-18: 112 x 112, 24.0 M, 2.6 G. */
  IR_RESNET_18("ir-resnet-18", 512, 112, 112),
  /** IR-ResNet-34: 112 x 112, 34.1 M, 4.5 G. */
  IR_RESNET_34("ir-resnet-34", 512, 112, 112),
  /** IR-ResNet-50: 112 x 112, 43.6 M, 6.3 G. */
  IR_RESNET_50("ir-resnet-50", 512, 112, 112),
  /** IR-ResNet-100: 112 x 112, 65.2 M, 12.1 G. */
  IR_RESNET_100("ir-resnet-100", 512, 112, 112),
  /** FaceNet's NN1, after Zeiler and Fergus: 220 x 220, 140 M, 1.6 G. */
  FACENET_NN1("facenet-nn1", 128, 220, 220),
  /** FaceNet's NN2, a GoogLeNet: 224 x 224, 7.5 M, 1.6 G. */
  FACENET_NN2("facenet-nn2", 128, 224, 224),
  /** Inception-ResNet-v1 of David Sandberg's facenet: 160 x 160, 23.5 M, 1.42 G. */
  INCEPTION_RESNET_V1("inception-resnet-v1", 512, 160, 160),
  /** SphereFace's network of 20 layers: 96 x 112, 22.7 M, 1.75 G. */
  SPHEREFACE_20("sphereface-20", 512, 96, 112),
  /** Center loss's LeNets++ for digits in gray: 28 x 28, 0.80 M, 81 M. */
  LENET_PLUS_PLUS("lenet-plus-plus", 2, 28, 28, Channels.GRAY, Template.NONE);

  /** Name of the input variable. */
  public static final String INPUT = "data";

  /** Name of the output that is the embedding. */
  public static final String OUTPUT = "fc1_output";

  /** More than any published embedding has. */
  private static final int MAX_DIMENSION = 4096;

  private final String title;
  private final int defaultDimension;
  private final int width;
  private final int height;
  private final Channels channels;
  private final Template template;

  /** For aligned faces in colour. */
  Backbone(String title, int defaultDimension, int width, int height) {
    this(title, defaultDimension, width, height, Channels.RGB, Template.ARCFACE_112);
  }

  Backbone(
      String title,
      int defaultDimension,
      int width,
      int height,
      Channels channels,
      Template template) {
    this.title = title;
    this.defaultDimension = defaultDimension;
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.template = template;
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

  /** Shape of the published input with one face: 1 x C x H x W. */
  public TensorShape oneFace() {
    return TensorShape.of(1, channels.count(), height, width);
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
      case FACENET_NN1 -> FaceNetNn1.build(dimension);
      case FACENET_NN2 -> FaceNetNn2.build(dimension);
      case INCEPTION_RESNET_V1 -> InceptionResNetV1.build(dimension);
      case SPHEREFACE_20 -> SphereFace20.build(dimension);
      case LENET_PLUS_PLUS -> LeNetPlusPlus.build(dimension);
    };
  }

  /**
   * How the network is served, with normalised embeddings; nothing is said of its weights.
   *
   * @param dimension number of values of an embedding
   */
  public Manifest manifest(int dimension) {
    return new Manifest(
        new Manifest.Files("model-symbol.json", "model-0000.params"),
        new Manifest.Input(INPUT, width, height, channels, each(0), each(1)),
        new Manifest.Output(OUTPUT, dimension, true),
        new Manifest.Alignment(template, false),
        new Manifest.About("", Map.of(), Map.of()));
  }

  private List<Float> each(float value) {
    return Collections.nCopies(channels.count(), value);
  }
}
