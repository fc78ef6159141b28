package dev.facet.trainer.data;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * A decoded photo of one face.
 *
 * @param pixels the whole photo where there are landmarks, else a crop of the face
 * @param landmarks the face's five points in pixels of the photo, or null
 * @param aligned whether it is a crop that was aligned to ArcFace's template in its own size, as
 *     those in InsightFace's files are
 */
public record Photo(Pixels pixels, @Nullable Landmarks landmarks, boolean aligned) {

  /** A photo with landmarks, or a crop of a face, of which no more is known. */
  public static Photo of(Pixels pixels, @Nullable Landmarks landmarks) {
    return new Photo(pixels, landmarks, false);
  }

  /** A crop that was aligned. */
  public static Photo ofAligned(Pixels pixels) {
    return new Photo(pixels, null, true);
  }

  /**
   * The face as {@link FacePreprocessor#planes} gives it. A crop that was aligned is so again where
   * the model's input has another shape; any other crop is resized to it.
   *
   * @throws BadImageException if the face cannot be aligned
   */
  public float[] planes(FacePreprocessor preprocessor) throws BadImageException {
    return preprocessor.planes(pixels, landmarks(preprocessor));
  }

  /** The same as {@link FacePreprocessor#tensor} gives it. */
  public float[] tensor(FacePreprocessor preprocessor) throws BadImageException {
    return preprocessor.tensor(pixels, landmarks(preprocessor));
  }

  private @Nullable Landmarks landmarks(FacePreprocessor preprocessor) throws BadImageException {
    return aligned ? preprocessor.landmarksOfAligned(pixels.width(), pixels.height()) : landmarks;
  }
}
