package dev.facet.benchmarks.swap;

import dev.facet.benchmarks.load.Reply;
import dev.facet.v1.ModelRef;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds every reply against what the version that it names makes of its image. Thread-safe.
 *
 * <p>An embedding's last bits depend on the batch in which its face was: that is the tolerance.
 * Embeddings of different images or versions must be far apart, else a mix-up would pass.
 */
public final class ReplyCheck implements Consumer<Reply> {

  /** Euclidean distance up to which two embeddings are the same. */
  static final double TOLERANCE = 1e-5;

  private static final double LEAST_DISTANCE = 100 * TOLERANCE;

  private final List<Reference> references;
  private Findings findings = Findings.NONE;

  /**
   * What was found.
   *
   * @param wrongVersions replies that name a version that is not there, another version than the
   *     one that made the embedding, or a digest that is not the version's
   * @param wrongEmbeddings replies whose embedding neither version makes of the image
   * @param greatestDistance of an embedding to that of the version that its reply names, wrong
   *     versions left out
   */
  public record Findings(long wrongVersions, long wrongEmbeddings, double greatestDistance) {

    static final Findings NONE = new Findings(0, 0, 0);

    Findings plus(Findings other) {
      return new Findings(
          wrongVersions + other.wrongVersions,
          wrongEmbeddings + other.wrongEmbeddings,
          Math.max(greatestDistance, other.greatestDistance));
    }
  }

  /**
   * A check.
   *
   * @throws IllegalArgumentException if embeddings of different images or versions are too close
   */
  public ReplyCheck(List<Reference> references) {
    this.references = references;
    for (Reference reference : references) {
      for (int image = 0; image < reference.embeddings().size(); image++) {
        requireFarFromOthers(reference, image);
      }
    }
  }

  private void requireFarFromOthers(Reference reference, int image) {
    float[] embedding = reference.embeddings().get(image);
    for (Reference other : references) {
      for (int i = 0; i < other.embeddings().size(); i++) {
        double distance = other.distance(i, embedding);
        if ((other.version() != reference.version() || i != image) && distance < LEAST_DISTANCE) {
          throw new IllegalArgumentException(
              "images %d and %d, versions %d and %d: %.1e apart (expected: at least %.0e)"
                  .formatted(
                      image + 1,
                      i + 1,
                      reference.version(),
                      other.version(),
                      distance,
                      LEAST_DISTANCE));
        }
      }
    }
  }

  @Override
  public void accept(Reply reply) {
    Findings found = find(reply);
    synchronized (this) {
      findings = findings.plus(found);
    }
  }

  private Findings find(Reply reply) {
    float[] embedding = values(reply);
    Optional<Reference> named = named(reply.model());
    if (named.isEmpty()) {
      return new Findings(1, 0, 0);
    }
    double distance = named.get().distance(reply.image(), embedding);
    if (distance <= TOLERANCE) {
      return new Findings(0, 0, distance);
    }
    boolean madeByAnother =
        references.stream()
            .anyMatch(other -> other.distance(reply.image(), embedding) <= TOLERANCE);
    return madeByAnother ? new Findings(1, 0, 0) : new Findings(0, 1, distance);
  }

  private Optional<Reference> named(ModelRef model) {
    return references.stream()
        .filter(each -> each.version() == model.getVersion())
        .filter(each -> each.digest().equals(model.getDigest()))
        .findFirst();
  }

  private static float[] values(Reply reply) {
    float[] values = new float[reply.embedding().getValuesCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = reply.embedding().getValues(i);
    }
    return values;
  }

  /** What was found up to now. */
  public synchronized Findings findings() {
    return findings;
  }
}
