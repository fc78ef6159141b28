package dev.facet.model.evaluation;

import dev.facet.model.similarity.FaceTemplate;
import java.util.Collections;
import java.util.LinkedHashMap;
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
   * @param templates by the name of the person, in an order that is kept
   * @throws IllegalArgumentException if there are none
   */
  public Gallery(Map<String, FaceTemplate> templates) {
    if (templates.isEmpty()) {
      throw new IllegalArgumentException("templates: none (expected: at least one person)");
    }
    this.templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
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

  /**
   * Someone of the gallery who may be a probe's person.
   *
   * @param person the name
   * @param similarity cosine of the two templates, -1 to 1
   */
  public record Candidate(String person, double similarity) {}

  /**
   * The first candidate: who is most like the probe, and of people who are equally so the first.
   */
  public Candidate nearest(FaceTemplate probe) {
    String person = "";
    double highest = Double.NEGATIVE_INFINITY;
    for (Map.Entry<String, FaceTemplate> known : templates.entrySet()) {
      double similarity = probe.cosine(known.getValue());
      if (similarity > highest) {
        person = known.getKey();
        highest = similarity;
      }
    }
    return new Candidate(person, highest);
  }

  /** The similarity of the first candidate, whoever that is: -1 to 1. */
  public double highest(FaceTemplate probe) {
    return nearest(probe).similarity();
  }
}
