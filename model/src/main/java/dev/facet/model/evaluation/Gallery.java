package dev.facet.model.evaluation;

import dev.facet.model.similarity.FaceTemplate;
import java.util.Map;

/**
 * The people that a system knows, with one template each, in which others are looked up. What NIST
 * calls a consolidated gallery (FRVT part 2, NISTIR 8271). Immutable.
 */
public final class Gallery {

  private final Map<String, FaceTemplate> templates;

  /**
   * A gallery.
   *
   * @param templates by the name of the person
   * @throws IllegalArgumentException if there are none
   */
  public Gallery(Map<String, FaceTemplate> templates) {
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("templates: none (expected: at least one person)");
    }
    this.templates = Map.copyOf(templates);
  }

  /** Number of people. */
  public int size() {
    return templates.size();
  }

  /**
   * Looks up a probe of somebody who is in the gallery.
   *
   * @throws IllegalArgumentException if the person is not
   */
  public MatedSearch search(FaceTemplate probe, String person) {
    FaceTemplate mate = templates.get(person);
    if (mate == null) {
      throw new IllegalArgumentException(
          "person: " + person + " (expected: one of the gallery's " + templates.size() + ")");
    }
    double similarity = probe.cosine(mate);
    int rank = 0;
    for (FaceTemplate template : templates.values()) {
      if (probe.cosine(template) >= similarity) {
        rank++;
      }
    }
    return new MatedSearch(rank, similarity);
  }

  /** The similarity of the first candidate, whoever that is: -1 to 1. */
  public double highest(FaceTemplate probe) {
    double highest = -1;
    for (FaceTemplate template : templates.values()) {
      highest = Math.max(highest, probe.cosine(template));
    }
    return highest;
  }
}
