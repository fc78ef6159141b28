package dev.facet.model.image;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.image.BadImageException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a face the input of one model, as the model's manifest says. Thread-safe.
 *
 * <p>With landmarks, the face is aligned: the least-squares similarity transform brings the five
 * points to the model's template, pixels are interpolated bilinearly, and what lies outside the
 * photo is black. Without, the whole image is resized to the input.
 */
public final class FacePreprocessor {

  private final Manifest.Input input;
  private final Template template;
  private final float[] mean;
  private final float[] std;

  /** For the model with this input and this alignment. */
  public FacePreprocessor(Manifest.Input input, Manifest.Alignment alignment) {
    this.input = input;
    this.template = alignment.template();
    this.mean = toArray(input.mean());
    this.std = toArray(input.std());
  }

  private static float[] toArray(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  /**
   * The model's input for one face.
   *
   * @param image a photo where there are landmarks, else a crop of the face
   * @param landmarks the face's five points in pixels of the image, or null
   * @return C x height x width values {@code (v - mean) / std}, v in 0..255, channels in the
   *     model's order; gray is 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601)
   * @throws BadImageException with {@link Reason#BAD_LANDMARKS} where the model takes no landmarks
   *     or these cannot be aligned
   */
  public float[] tensor(Pixels image, @Nullable Landmarks landmarks) throws BadImageException {
    return tensor(planes(image, landmarks));
  }

  /**
   * The first half of {@link #tensor(Pixels, Landmarks)}: the face in the input's size, before it
   * is brought to the model's channels and range. A trainer changes faces here.
   *
   * @return three planes (red, green, blue) of height x width values, each 0 to 255, not rounded
   * @throws BadImageException as {@link #tensor(Pixels, Landmarks)} does
   */
  public float[] planes(Pixels image, @Nullable Landmarks landmarks) throws BadImageException {
    return landmarks == null
        ? Resize.planes(image, input.width(), input.height())
        : aligned(image, landmarks);
  }

  /**
   * The second half of {@link #tensor(Pixels, Landmarks)}.
   *
   * @param planes what {@link #planes} gives; not changed
   * @return C x height x width values, as the model takes them
   */
  public float[] tensor(float[] planes) {
    return switch (input.channels()) {
      case RGB -> normalized(planes, 0, 1, 2);
      case BGR -> normalized(planes, 2, 1, 0);
      case GRAY -> normalized(luma(planes), 0);
    };
  }

  private float[] aligned(Pixels photo, Landmarks landmarks) throws BadImageException {
    List<Point> target =
        switch (template) {
          case ARCFACE_112 -> AlignmentTemplate.arcFace(input.width(), input.height());
          case NONE ->
              throw new BadImageException(
                  Reason.BAD_LANDMARKS,
                  "landmarks: given (expected: none, since the model takes face crops only)");
        };
    SimilarityTransform toCrop = SimilarityTransform.leastSquares(landmarks.points(), target);
    return Warp.planes(photo, toCrop, input.width(), input.height());
  }

  private static float[] luma(float[] planes) {
    int size = planes.length / 3;
    float[] luma = new float[size];
    for (int i = 0; i < size; i++) {
      luma[i] = 0.299f * planes[i] + 0.587f * planes[size + i] + 0.114f * planes[2 * size + i];
    }
    return luma;
  }

  /** Takes the planes in the given order and brings each to the model's mean and deviation. */
  private float[] normalized(float[] planes, int... order) {
    int size = planes.length / order.length;
    float[] tensor = new float[planes.length];
    for (int channel = 0; channel < order.length; channel++) {
      int from = order[channel] * size;
      int to = channel * size;
      for (int i = 0; i < size; i++) {
        tensor[to + i] = (planes[from + i] - mean[channel]) / std[channel];
      }
    }
    return tensor;
  }
}
