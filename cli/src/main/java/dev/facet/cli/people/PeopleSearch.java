package dev.facet.cli.people;

import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.Photo;
import dev.facet.model.evaluation.Gallery;
import dev.facet.model.evaluation.IdentificationReport;
import dev.facet.model.evaluation.MatedSearch;
import dev.facet.model.similarity.FaceTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks up the probes of a split in its gallery. */
public final class PeopleSearch {
  private PeopleSearch() {}

  /**
   * Looks up all probes.
   *
   * @param embeddings of all photos of the split
   * @param step called after each probe
   */
  public static IdentificationReport run(
      GallerySplit split, EmbeddingCollector embeddings, Runnable step) {
    Map<String, FaceTemplate> templates = new LinkedHashMap<>();
    split
        .gallery()
        .forEach(
            (person, photos) ->
                templates.put(
                    person,
                    FaceTemplate.mean(
                        photos.stream().map(photo -> embeddings.of(photo).values()).toList())));
    Gallery gallery = new Gallery(templates);
    List<MatedSearch> mated = new ArrayList<>();
    split
        .probes()
        .forEach(
            (person, photos) -> {
              for (Photo photo : photos) {
                mated.add(gallery.search(template(photo, embeddings), person));
                step.run();
              }
            });
    double[] strangers = new double[split.strangers().size()];
    for (int i = 0; i < strangers.length; i++) {
      strangers[i] = gallery.highest(template(split.strangers().get(i), embeddings));
      step.run();
    }
    return IdentificationReport.of(gallery.size(), mated, strangers);
  }

  private static FaceTemplate template(Photo photo, EmbeddingCollector embeddings) {
    return FaceTemplate.of(embeddings.of(photo).values());
  }
}
