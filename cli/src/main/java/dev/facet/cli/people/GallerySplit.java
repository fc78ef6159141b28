package dev.facet.cli.people;

import dev.facet.cli.face.Photo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Photos of people as a gallery and probes. Some people are enrolled: their first photos are the
 * gallery, their others are probes. All photos of everyone else are probes of strangers.
 *
 * @param gallery photos of each who is enrolled
 * @param probes the other photos of those of them who have more
 * @param strangers the photos of everyone else
 */
public record GallerySplit(
    Map<String, List<Photo>> gallery, Map<String, List<Photo>> probes, List<Photo> strangers) {

  /**
   * Splits photos.
   *
   * @param galleryPhotos how many of a person go to the gallery, at least 1; all of one who has no
   *     more
   * @param enrolled share of people who are enrolled, above 0 to 1; chosen by the seed
   * @throws IOException if nobody who is enrolled has a photo to probe with
   */
  public static GallerySplit choose(
      PeoplePhotos people, int galleryPhotos, double enrolled, long seed) throws IOException {
    List<String> names = new ArrayList<>(people.byPerson().keySet());
    Collections.shuffle(names, new Random(seed));
    long known = Math.max(1, Math.round(enrolled * names.size()));
    Map<String, List<Photo>> gallery = new LinkedHashMap<>();
    Map<String, List<Photo>> probes = new LinkedHashMap<>();
    List<Photo> strangers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<Photo> photos = people.byPerson().getOrDefault(names.get(i), List.of());
      if (i >= known) {
        strangers.addAll(photos);
        continue;
      }
      int first = Math.min(galleryPhotos, photos.size());
      gallery.put(names.get(i), photos.subList(0, first));
      if (photos.size() > first) {
        probes.put(names.get(i), photos.subList(first, photos.size()));
      }
    }
    if (probes.isEmpty()) {
      throw new IOException(
          "nobody to look for: of %d people in the gallery none has more than %d photos"
                  .formatted(gallery.size(), galleryPhotos)
              + " (expected: at least one who has)");
    }
    return new GallerySplit(gallery, probes, strangers);
  }

  /** Number of probes of people in the gallery, and of strangers. */
  public int probeCount() {
    return probes.values().stream().mapToInt(List::size).sum() + strangers.size();
  }
}
