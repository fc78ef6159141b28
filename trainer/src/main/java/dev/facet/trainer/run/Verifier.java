package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.similarity.Similarity;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.Photo;
import dev.facet.trainer.data.PhotoSource;
import dev.facet.trainer.data.verification.VerificationPair;
import dev.facet.trainer.data.verification.VerificationSet;
import java.util.List;
import java.util.OptionalDouble;

/** Judges models by a verification set, by the cosines of its pairs. Computes on its caller. */
public final class Verifier {

  /** Faces that are embedded together; at most as many are in memory. */
  private static final int CHUNK = 16;

  private final VerificationSet set;

  /** A verifier by a set, whose photos stay the caller's. */
  public Verifier(VerificationSet set) {
    this.set = set;
  }

  /**
   * Judges a model.
   *
   * @return without a given threshold
   * @throws BadPhotoException if a photo of the set cannot be read or aligned
   * @throws dev.facet.model.engine.NonFiniteEmbeddingException if the model fails on a photo
   * @throws IllegalArgumentException unless each fold has pairs of both kinds
   */
  public VerificationReport judge(EmbeddingModel model) throws BadPhotoException {
    float[][] embeddings = embeddings(model);
    List<List<ScoredPair>> folds =
        set.folds().stream()
            .map(fold -> fold.stream().map(pair -> scored(pair, embeddings)).toList())
            .toList();
    return VerificationReport.of(folds, OptionalDouble.empty());
  }

  private static ScoredPair scored(VerificationPair pair, float[][] embeddings) {
    double cosine = Similarity.cosine(embeddings[pair.first()], embeddings[pair.second()]);
    return new ScoredPair(cosine, pair.same());
  }

  private float[][] embeddings(EmbeddingModel model) throws BadPhotoException {
    Manifest manifest = model.manifest();
    FacePreprocessor preprocessor = new FacePreprocessor(manifest.input(), manifest.alignment());
    int photos = set.photos().size();
    float[][] embeddings = new float[photos][];
    for (int from = 0; from < photos; from += CHUNK) {
      float[][] tensors = new float[Math.min(CHUNK, photos - from)][];
      for (int i = 0; i < tensors.length; i++) {
        tensors[i] = tensor(preprocessor, set.photos(), from + i);
      }
      float[][] embedded = model.embed(tensors);
      System.arraycopy(embedded, 0, embeddings, from, embedded.length);
    }
    return embeddings;
  }

  private static float[] tensor(FacePreprocessor preprocessor, PhotoSource photos, int index)
      throws BadPhotoException {
    Photo photo = photos.photo(index);
    try {
      return preprocessor.tensor(photo.pixels(), photo.landmarks());
    } catch (BadImageException e) {
      throw new BadPhotoException(photos.name(index), e);
    }
  }
}
