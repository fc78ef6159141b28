package dev.facet.cli.people;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoLandmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Eight people: P1 with one photo, P2 with two, and so on. */
class GallerySplitTest {
  private final Path root;

  GallerySplitTest(@TempDir Path root) throws IOException {
    this.root = root;
    for (int person = 1; person <= 8; person++) {
      Path directory = Files.createDirectory(root.resolve("P" + person));
      for (int photo = 1; photo <= person; photo++) {
        Files.createFile(directory.resolve("%d.jpg".formatted(photo)));
      }
    }
  }

  private PeoplePhotos people(String... without) throws IOException {
    return PeoplePhotos.open(root, Set.of(without), PhotoLandmarks.readOrNone(null));
  }

  private List<String> names(List<Photo> photos) {
    return photos.stream().map(photo -> root.relativize(photo.file()).toString()).toList();
  }

  @Test
  void people_haveTheirPhotosInOrder() throws IOException {
    PeoplePhotos people = people("P3", "P4", "P5", "P6", "P7", "P8", "nobody");
    assertEquals(List.of("P1", "P2"), List.copyOf(people.byPerson().keySet()));
    assertEquals(List.of("P1/1.jpg", "P2/1.jpg", "P2/2.jpg"), names(people.all()));
    assertArrayEquals(new int[] {0, 1, 1}, people.labels());
  }

  @Test
  void everybodyLeftOut_isAnError() {
    assertThrows(IOException.class, () -> people("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"));
  }

  @Test
  void firstPhotos_areTheGallery_andEveryPhotoIsSomewhereOnce() throws IOException {
    PeoplePhotos people = people();
    GallerySplit split = GallerySplit.choose(people, 2, 0.5, 1);

    assertEquals(4, split.gallery().size());
    List<Photo> all = new ArrayList<>(split.strangers());
    split
        .gallery()
        .forEach(
            (person, photos) -> {
              List<Photo> own = people.byPerson().getOrDefault(person, List.of());
              int first = Math.min(2, own.size());
              assertEquals(own.subList(0, first), photos);
              assertEquals(
                  own.subList(first, own.size()), split.probes().getOrDefault(person, List.of()));
              all.addAll(own);
            });
    assertEquals(Set.copyOf(people.all()), Set.copyOf(all));
    assertEquals(people.all().size(), all.size());
    for (Photo stranger : split.strangers()) {
      assertFalse(
          split.gallery().containsKey(root.relativize(stranger.file()).getName(0).toString()));
    }
    int probes = split.probes().values().stream().mapToInt(List::size).sum();
    assertEquals(probes + split.strangers().size(), split.probeCount());
  }

  @Test
  void seed_decidesWhoIsEnrolled() throws IOException {
    Map<String, List<Photo>> first = GallerySplit.choose(people(), 1, 0.5, 1).gallery();
    assertEquals(first, GallerySplit.choose(people(), 1, 0.5, 1).gallery());
    assertNotEquals(first, GallerySplit.choose(people(), 1, 0.5, 2).gallery());
  }

  @Test
  void all_mayBeEnrolled() throws IOException {
    GallerySplit split = GallerySplit.choose(people(), 1, 1, 0);
    assertEquals(8, split.gallery().size());
    assertEquals(List.of(), split.strangers());
    assertEquals(28, split.probeCount());
  }

  @Test
  void galleryThatTakesEveryPhoto_isAnError() {
    IOException e = assertThrows(IOException.class, () -> GallerySplit.choose(people(), 8, 1, 0));
    assertEquals(
        "nobody to look for: of 8 people in the gallery none has more than 8 photos"
            + " (expected: at least one who has)",
        e.getMessage());
  }
}
