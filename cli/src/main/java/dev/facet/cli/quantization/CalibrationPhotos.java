package dev.facet.cli.quantization;

import dev.facet.model.evaluation.FacePair;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.model.quantization.Calibration;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.PeopleFolder;
import dev.facet.trainer.data.Photo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Photos that a model is calibrated on, none of anybody in the pairs that it is then judged by: of
 * all photos in a directory, in the order of their names, as many as wanted at even distances.
 *
 * @param photos all photos to choose from
 * @param chosen which of them are taken
 * @param leftOut how many people were left out, since they are in the pairs
 */
public record CalibrationPhotos(PeopleFolder photos, List<Integer> chosen, int leftOut) {

  /** Copies the list. */
  public CalibrationPhotos {
    chosen = List.copyOf(chosen);
  }

  /**
   * Chooses photos.
   *
   * @param root holds a directory of photos for each person
   * @param landmarks five points by path below it, or null where all are crops of faces
   * @param decoder reads the files
   * @param judged the pairs that the model is judged by, whose photos are NAME/FILE
   * @param count how many, at least 1; all there are if that is fewer
   * @throws IOException if there is nobody who is not in the pairs, or someone without photos, or
   *     if a directory cannot be read
   */
  public static CalibrationPhotos choose(
      Path root,
      @Nullable Map<String, Landmarks> landmarks,
      ImageDecoder decoder,
      PairList judged,
      int count)
      throws IOException {
    Set<String> people = new HashSet<>();
    for (FacePair pair : judged.pairs()) {
      people.add(person(pair.first()));
      people.add(person(pair.second()));
    }
    List<String> all = PeopleFolder.people(root);
    List<String> others = all.stream().filter(name -> !people.contains(name)).toList();
    if (others.isEmpty()) {
      throw new IOException(
          "%s: nobody to calibrate on (expected: a directory of photos for each person; of %d"
                  .formatted(root, all.size())
              + " people all are in the pairs)");
    }
    PeopleFolder photos = PeopleFolder.open(root, others, landmarks, decoder);
    int taken = Math.min(count, photos.size());
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < taken; i++) {
      chosen.add((int) ((long) i * photos.size() / taken));
    }
    return new CalibrationPhotos(photos, chosen, all.size() - others.size());
  }

  private static String person(String photo) {
    return photo.substring(0, Math.max(0, photo.indexOf('/')));
  }

  /**
   * Calibrates on the photos, one at a time.
   *
   * @param preprocessor the model's own
   * @param skipped is told of each photo that cannot be read, which does not end the run
   * @param step runs after each photo
   */
  public void calibrate(
      Calibration calibration,
      FacePreprocessor preprocessor,
      Consumer<BadPhotoException> skipped,
      Runnable step) {
    for (int index : chosen) {
      try {
        Photo photo = photos.photo(index);
        calibration.add(new float[][] {photo.tensor(preprocessor)});
      } catch (BadPhotoException e) {
        skipped.accept(e);
      } catch (BadImageException e) {
        skipped.accept(new BadPhotoException(photos.name(index), e));
      }
      step.run();
    }
  }
}
