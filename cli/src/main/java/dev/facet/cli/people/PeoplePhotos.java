package dev.facet.cli.people;

import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoDecoder;
import dev.facet.cli.face.PhotoSource;
import dev.facet.trainer.data.PeopleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A directory with a directory of photos for each person.
 *
 * @param byPerson at least one photo each, in the order of the names of people and files
 */
public record PeoplePhotos(Map<String, List<Photo>> byPerson) {

  /**
   * Lists the photos.
   *
   * @param root the directory
   * @param without people to leave out
   * @param source where the photos' faces are
   * @throws IOException if nobody is left, or someone has no photos, or it should be known where
   *     the face of a photo is, and is not
   */
  public static PeoplePhotos open(Path root, Set<String> without, PhotoSource source)
      throws IOException {
    List<String> names =
        PeopleFolder.people(root).stream().filter(name -> !without.contains(name)).toList();
    Map<String, List<Photo>> byPerson = new LinkedHashMap<>();
    try (PeopleFolder folder = PeopleFolder.open(root, names, null, PhotoDecoder.create())) {
      for (int i = 0; i < folder.size(); i++) {
        byPerson
            .computeIfAbsent(names.get(folder.label(i)), name -> new ArrayList<>())
            .add(source.photo(root.resolve(folder.name(i))));
      }
    }
    return new PeoplePhotos(byPerson);
  }

  /** All photos, person by person. */
  public List<Photo> all() {
    return byPerson.values().stream().flatMap(List::stream).toList();
  }

  /** The number of the person on each of all photos, from 0. */
  public int[] labels() {
    List<Integer> labels = new ArrayList<>();
    int label = 0;
    for (List<Photo> photos : byPerson.values()) {
      for (int i = 0; i < photos.size(); i++) {
        labels.add(label);
      }
      label++;
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }
}
