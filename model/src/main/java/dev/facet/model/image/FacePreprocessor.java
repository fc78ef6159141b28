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

  /** For the model with this input and this alignment. */
  public FacePreprocessor(Manifest.Input input, Manifest.Alignment alignment) {
    this.input = input;
    this.template = alignment.template();
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
  public float[] tensor(Image image, @Nullable Landmarks landmarks) throws BadImageException {
    return write(image, landmarks, ofTensor()).values();
  }

  /**
   * The first half of {@link #tensor(Image, Landmarks)}: the face in the input's size, before it is
   * brought to the model's channels and range. A trainer changes faces here.
   *
   * @return three planes (red, green, blue) of height x width values, each 0 to 255, not rounded
   * @throws BadImageException as {@link #tensor(Image, Landmarks)} does
   */
  public float[] planes(Image image, @Nullable Landmarks landmarks) throws BadImageException {
    return write(image, landmarks, ChannelWriter.ofPlanes(input.width() * input.height())).values();
  }

  /**
   * The second half of {@link #tensor(Image, Landmarks)}.
   *
   * @param planes what {@link #planes} gives; not changed
   * @return C x height x width values, as the model takes them
   */
  public float[] tensor(float[] planes) {
    ChannelWriter out = ofTensor();
    int size = planes.length / 3;
    float[] pixels = new float[planes.length];
    for (int i = 0; i < size; i++) {
      pixels[3 * i] = planes[i];
      pixels[3 * i + 1] = planes[size + i];
      pixels[3 * i + 2] = planes[2 * size + i];
    }
    out.put(0, pixels);
    return out.values();
  }

  /**
   * Where the face is in a crop that was aligned before, to the same template in the crop's own
   * size. With these points a crop of another shape than the input's is cut or given black borders,
   * as alignment would have done; without, it would be squeezed.
   *
   * @param width of the crop, in pixels
   * @param height of the crop, in pixels
   * @return null where resizing is right: the crop has the input's shape, or the model no template
   * @throws BadImageException with {@link Reason#BAD_LANDMARKS} if the crop has hardly a pixel
   */
  public @Nullable Landmarks landmarksOfAligned(int width, int height) throws BadImageException {
    if (template == Template.NONE
        || (long) width * input.height() == (long) height * input.width()) {
      return null;
    }
    List<Point> points = AlignmentTemplate.arcFace(width, height);
    return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
  }

  private ChannelWriter ofTensor() {
    return new ChannelWriter(
        input.channels(), input.width() * input.height(), input.mean(), input.std());
  }

  private ChannelWriter write(Image image, @Nullable Landmarks landmarks, ChannelWriter out)
      throws BadImageException {
    if (landmarks == null) {
      Resize.write(image.pixels(), input.width(), input.height(), out);
    } else {
      Warp.write(image.excerpt(crop(landmarks)), out);
    }
    return out;
  }

  private Crop crop(Landmarks landmarks) throws BadImageException {
    return switch (template) {
      case ARCFACE_112 -> AlignmentTemplate.crop(landmarks, input.width(), input.height());
      case NONE ->
          throw new BadImageException(
              Reason.BAD_LANDMARKS,
              "landmarks: given (expected: none, since the model takes face crops only)");
    };
  }
}
