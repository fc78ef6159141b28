package dev.facet.model.detection;

import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import java.util.ArrayList;
import java.util.List;

/** What the networks of a detector take and give, by the layout that its manifest states. */
public final class DetectorLayout {

  private static final int SCORES = 2;
  private static final int BOXES = 4;
  private static final int LANDMARKS = 10;

  /** Sides of what MTCNN's second and third network take. */
  private static final List<Integer> MTCNN_SIDES = List.of(24, 48);

  private DetectorLayout() {}

  /**
   * One output of a network, by its shape for one image.
   *
   * @param channels length of its second axis
   * @param height length of its third axis; 0: any, or that there is none
   * @param width length of its fourth axis; 0: any, or that there is none
   */
  public record Head(int channels, int height, int width) {

    /** Whether an output of this shape, 1 x C or 1 x C x H x W, is it. */
    public boolean matches(List<Integer> shape) {
      boolean same = shape.size() >= 2 && shape.get(0) == 1 && shape.get(1) == channels;
      return same
          && (height == 0
              || (shape.size() == 4 && shape.get(2) == height && shape.get(3) == width));
    }

    @Override
    public String toString() {
      return "1x" + channels + (height == 0 ? "" : "x" + height + "x" + width);
    }
  }

  /** What a network takes. */
  public static Input input(DetectorManifest manifest, int network) {
    Input first = manifest.input();
    if (network == 0) {
      return first;
    }
    int side = MTCNN_SIDES.get(network - 1);
    return new Input(first.name(), side, side, first.channels(), first.mean(), first.std());
  }

  /** The outputs that a network has, in the order in which a {@link FaceSearch} takes them. */
  public static List<Head> heads(DetectorManifest manifest, int network) {
    return switch (manifest.layout()) {
      case RETINAFACE -> retinaFace(manifest.input());
      case MTCNN ->
          network < 2
              ? List.of(new Head(SCORES, 0, 0), new Head(BOXES, 0, 0))
              : List.of(new Head(SCORES, 0, 0), new Head(BOXES, 0, 0), new Head(LANDMARKS, 0, 0));
    };
  }

  private static List<Head> retinaFace(Input input) {
    List<Head> heads = new ArrayList<>();
    for (AnchorLevel level : AnchorLevel.RETINA_FACE) {
      int height = level.places(input.height());
      int width = level.places(input.width());
      for (int values : List.of(SCORES, BOXES, LANDMARKS)) {
        heads.add(new Head(values * level.sizes().size(), height, width));
      }
    }
    return heads;
  }

  /**
   * Begins to search a photo.
   *
   * @throws BadImageException if it would have to be looked at in more parts than are allowed
   */
  public static FaceSearch search(DetectorManifest manifest, Pixels photo, SearchOptions options)
      throws BadImageException {
    return switch (manifest.layout()) {
      case RETINAFACE -> new RetinaFaceSearch(manifest.input(), photo, options);
      case MTCNN -> new MtcnnSearch(manifest, photo, options);
    };
  }
}
