package dev.facet.trainer.data.loader;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.Photo;
import dev.facet.trainer.data.SeededRandom;
import dev.facet.trainer.data.augment.Augmentation;
import dev.facet.trainer.data.augment.Planes;
import java.util.LinkedHashMap;
import java.util.Map;

/** From a photo to the model's input: decoded, aligned, changed at random. Thread-safe. */
public final class FacePreparation {

  private final FaceSource faces;
  private final Manifest.Input input;
  private final FacePreprocessor preprocessor;
  private final Augmentation augmentation;
  private final long seed;

  /**
   * How faces of a source are prepared.
   *
   * @param faces the photos
   * @param input what the model takes
   * @param alignment how faces are brought to it
   * @param augmentation how they are changed
   * @param seed fixes what the augmentation draws
   */
  public FacePreparation(
      FaceSource faces,
      Manifest.Input input,
      Manifest.Alignment alignment,
      Augmentation augmentation,
      long seed) {
    this.faces = faces;
    this.input = input;
    this.preprocessor = new FacePreprocessor(input, alignment);
    this.augmentation = augmentation;
    this.seed = seed;
  }

  FaceSource faces() {
    return faces;
  }

  /**
   * Prepares a photo, or the next one of the source that is not bad: mostly another of the same
   * person.
   *
   * @param epoch with the place it fixes what is drawn
   * @param place in the epoch
   * @param photo the one that is wanted
   * @param attempts most photos to try
   */
  PreparedFace prepare(int epoch, int place, int photo, int attempts) {
    Map<Integer, BadPhotoException> bad = new LinkedHashMap<>();
    int tried = photo;
    while (bad.size() < attempts) {
      try {
        return new PreparedFace(tried, tensor(epoch, place, tried), bad);
      } catch (BadPhotoException e) {
        bad.put(tried, e);
      } catch (BadImageException e) {
        bad.put(tried, new BadPhotoException(faces.name(tried), e));
      }
      tried = (tried + 1) % faces.size();
    }
    return new PreparedFace(photo, null, bad);
  }

  private float[] tensor(int epoch, int place, int index)
      throws BadPhotoException, BadImageException {
    Photo photo = faces.photo(index);
    float[] planes = photo.planes(preprocessor);
    Planes face = new Planes(input.width(), input.height(), planes);
    Planes changed = augmentation.apply(face, SeededRandom.at(seed, epoch, place));
    return preprocessor.tensor(changed.values());
  }
}
