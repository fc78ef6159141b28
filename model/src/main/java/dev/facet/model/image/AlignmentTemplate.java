package dev.facet.model.image;

import java.util.List;

/** Where the five landmarks of an aligned face lie in a model's input. */
final class AlignmentTemplate {

  private static final float SIDE = 112;

  /** The five points of ArcFace (Deng et al., 2019) for a crop of 112 x 112. */
  private static final List<Point> ARCFACE_112 =
      List.of(
          new Point(38.2946f, 51.6963f),
          new Point(73.5318f, 51.5014f),
          new Point(56.0252f, 71.7366f),
          new Point(41.5493f, 92.3655f),
          new Point(70.7299f, 92.2041f));

  private AlignmentTemplate() {}

  /**
   * ArcFace's points for an input of another size: scaled to its height, then centred across. The
   * usual 96 x 112 crop so gets the points of 112 x 112 moved 8 pixels to the left.
   */
  static List<Point> arcFace(int width, int height) {
    float scale = height / SIDE;
    float shift = (width - SIDE * scale) / 2;
    return ARCFACE_112.stream()
        .map(point -> new Point(point.x() * scale + shift, point.y() * scale))
        .toList();
  }

  /**
   * A crop of which the template's points are those of a face.
   *
   * @param width in pixels
   * @param height in pixels
   * @throws BadImageException where the points cannot be brought to the template
   */
  static Crop crop(Landmarks landmarks, int width, int height) throws BadImageException {
    SimilarityTransform toCrop =
        SimilarityTransform.leastSquares(landmarks.points(), arcFace(width, height));
    return new Crop(toCrop.inverse(), width, height);
  }
}
