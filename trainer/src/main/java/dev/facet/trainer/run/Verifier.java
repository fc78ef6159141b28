package dev.facet.trainer.run;

import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.VerificationReport;
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
    float[][] embeddings = PhotoEmbeddings.of(set.photos(), model, threads);
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
}
