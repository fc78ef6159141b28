package dev.facet.trainer.run;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.similarity.Similarity;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.verification.VerificationPair;
import dev.facet.trainer.data.verification.VerificationSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Judges models by a verification set, by the cosines of its pairs. Uses the engine on its caller;
 * photos are prepared ahead of it by a thread for each core.
 */
public final class Verifier {

  /** Faces that are embedded together. */
  private static final int CHUNK = 16;

  /** Faces that are prepared meanwhile. */
  private static final int AHEAD = 2 * CHUNK;

  private final VerificationSet set;
  private final int threads;

  /** A verifier by a set, whose photos stay the caller's. */
  public Verifier(VerificationSet set) {
    this(set, Runtime.getRuntime().availableProcessors());
  }

  /** With a number of threads that prepare photos, at least 1. */
  Verifier(VerificationSet set, int threads) {
    this.set = set;
    this.threads = threads;
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
    try (PreparedPhotos prepared = new PreparedPhotos(set.photos(), preprocessor, threads, AHEAD)) {
      for (int from = 0; from < photos; from += CHUNK) {
        float[][] tensors = new float[Math.min(CHUNK, photos - from)][];
        for (int i = 0; i < tensors.length; i++) {
          tensors[i] = prepared.next();
        }
        float[][] embedded = model.embed(tensors);
        System.arraycopy(embedded, 0, embeddings, from, embedded.length);
      }
    }
    return embeddings;
  }
}
