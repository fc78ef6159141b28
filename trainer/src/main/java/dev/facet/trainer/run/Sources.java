package dev.facet.trainer.run;

import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import dev.facet.trainer.config.DataConfig;
import dev.facet.trainer.config.TrainingConfig;
import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.PeopleFolder;
import dev.facet.trainer.data.PeopleList;
import dev.facet.trainer.data.idx.LabelledImages;
import dev.facet.trainer.data.loader.BalancedOrder;
import dev.facet.trainer.data.loader.EpochOrder;
import dev.facet.trainer.data.loader.ShuffledOrder;
import dev.facet.trainer.data.recordio.FaceRecords;
import dev.facet.trainer.data.verification.VerificationSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the photos that a configuration names. */
public final class Sources {

  /** Of one photo; larger ones count as bad. */
  private static final long MAX_BYTES = 64L << 20;

  private static final long MAX_PIXELS = 50_000_000;

  private static final ImageDecoder DECODER = new ImageDecoder(MAX_BYTES, MAX_PIXELS);

  private Sources() {}

  /** The photos to learn from; the caller closes them. */
  public static FaceSource faces(DataConfig.Source source) throws IOException {
    if (source instanceof DataConfig.People people) {
      Path root = people.directory();
      Map<String, Landmarks> landmarks = landmarks(people.landmarks());
      if (people.list().isEmpty()) {
        return PeopleFolder.open(root, landmarks, DECODER);
      }
      List<String> names = PeopleList.read(people.list().get());
      return PeopleFolder.open(root, names, landmarks, DECODER);
    }
    if (source instanceof DataConfig.Images images) {
      return LabelledImages.read(images.file(), images.labels(), images.most());
    }
    return FaceRecords.open(((DataConfig.Records) source).directory(), DECODER);
  }

  /**
   * The order of the photos.
   *
   * @throws BadDataException if they do not fill a batch
   */
  static EpochOrder order(TrainingConfig config, FaceSource faces) throws BadDataException {
    Optional<DataConfig.Balanced> balanced = config.data().balanced();
    int batchSize = config.steps().batchSize();
    if (balanced.isPresent()) {
      return new BalancedOrder(
          faces, balanced.get().people(), balanced.get().photos(), config.seed());
    }
    if (faces.size() < batchSize) {
      throw new BadDataException(
          config.data().source().directory(),
          faces.size() + " photos (expected: at least a batch, " + batchSize + ")");
    }
    return new ShuffledOrder(faces.size(), config.seed());
  }

  /** The pairs to be judged by, and their photos; the caller closes these. */
  static VerificationSet pairs(VerificationConfig.Set config) throws IOException {
    if (config instanceof VerificationConfig.Pairs pairs) {
      Map<String, Landmarks> landmarks = landmarks(pairs.landmarks());
      PairList list = PairList.read(pairs.file());
      if (list.ofVideos()) {
        throw new BadDataException(pairs.file(), "pairs of videos (expected: pairs of photos)");
      }
      return VerificationSet.of(list, pairs.images(), landmarks, DECODER);
    }
    return VerificationSet.ofBin(((VerificationConfig.Bin) config).file(), DECODER);
  }

  private static @Nullable Map<String, Landmarks> landmarks(Optional<Path> file)
      throws IOException {
    return file.isPresent() ? LandmarksFile.read(file.get()) : null;
  }
}
