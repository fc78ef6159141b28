package dev.facet.trainer.data.verification;

import dev.facet.model.evaluation.FacePair;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.trainer.data.PhotoFiles;
import dev.facet.trainer.data.PhotoSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Photos, and pairs of them by which a model is judged. Each photo is there once, however many
 * pairs it is in. Immutable.
 *
 * @param photos all the photos of the pairs
 * @param folds the pairs fold by fold, for cross-validation; one fold where the set has none
 */
public record VerificationSet(PhotoSource photos, List<List<VerificationPair>> folds) {

  /** InsightFace judges its sets by ten folds, as LFW's View 2 does. */
  private static final int BIN_FOLDS = 10;

  /** Copies the lists. */
  public VerificationSet {
    folds = folds.stream().map(List::copyOf).toList();
  }

  /** The pairs of all folds, in order. */
  public List<VerificationPair> pairs() {
    return folds.stream().flatMap(List::stream).toList();
  }

  /**
   * A set by a list of pairs.
   *
   * @param list the pairs
   * @param root the directory of photos
   * @param landmarks five points by path below the directory, or null where all are crops of faces
   * @param decoder reads the files
   */
  public static VerificationSet of(
      PairList list, Path root, @Nullable Map<String, Landmarks> landmarks, ImageDecoder decoder) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    List<List<VerificationPair>> folds = new ArrayList<>();
    for (List<FacePair> fold : list.folds()) {
      List<VerificationPair> pairs = new ArrayList<>();
      for (FacePair pair : fold) {
        pairs.add(
            new VerificationPair(
                number(numbers, pair.first()), number(numbers, pair.second()), pair.same()));
      }
      folds.add(pairs);
    }
    List<String> names = List.copyOf(numbers.keySet());
    return new VerificationSet(new PhotoFiles(root, names, landmarks, decoder), folds);
  }

  private static int number(Map<String, Integer> numbers, String name) {
    Integer next = numbers.size();
    Integer known = numbers.putIfAbsent(name, next);
    return known == null ? next : known;
  }

  /**
   * A set by one of InsightFace's {@code .bin} files ({@code lfw}, {@code cfp_fp}, {@code
   * agedb_30}): a pickled pair of a list of image files, two for each pair, and a list of truth
   * values. Its photos are crops of faces; its pairs are in ten folds of neighbours, the first of
   * which take one more where they do not come out even, or in one fold where there are fewer than
   * ten.
   *
   * @param file read whole, and held in memory
   * @param decoder reads the images
   * @throws dev.facet.trainer.data.BadDataException if the file is not of the format
   * @throws IOException if it cannot be read
   */
  public static VerificationSet ofBin(Path file, ImageDecoder decoder) throws IOException {
    VerificationBin bin = VerificationBin.read(file, decoder);
    List<Boolean> same = bin.same();
    int folds = same.size() < BIN_FOLDS ? 1 : BIN_FOLDS;
    List<List<VerificationPair>> all = new ArrayList<>();
    int next = 0;
    for (int fold = 0; fold < folds; fold++) {
      int end = next + same.size() / folds + (fold < same.size() % folds ? 1 : 0);
      List<VerificationPair> pairs = new ArrayList<>();
      for (; next < end; next++) {
        pairs.add(new VerificationPair(2 * next, 2 * next + 1, same.get(next)));
      }
      all.add(pairs);
    }
    return new VerificationSet(bin, all);
  }
}
