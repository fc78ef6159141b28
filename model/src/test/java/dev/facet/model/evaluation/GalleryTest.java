package dev.facet.model.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.similarity.FaceTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GalleryTest {

  private static final Gallery GALLERY =
      new Gallery(Map.of("ann", direction(0), "bob", direction(60), "cas", direction(100)));

  /** A template at an angle in degrees. */
  private static FaceTemplate direction(double degrees) {
    double angle = Math.toRadians(degrees);
    return FaceTemplate.of(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
  }

  private static void requireSearch(int rank, double degrees, MatedSearch search) {
    assertEquals(rank, search.rank());
    assertEquals(Math.cos(Math.toRadians(degrees)), search.similarity(), 1e-6);
  }

  @Test
  void probe_findsItsPersonAtTheRankOfTheAngle() {
    assertEquals(3, GALLERY.size());
    requireSearch(1, 10, GALLERY.search(direction(10), "ann"));
    requireSearch(2, 50, GALLERY.search(direction(10), "bob"));
    requireSearch(3, 90, GALLERY.search(direction(10), "cas"));
  }

  @Test
  void stranger_getsTheNearestOfAll() {
    assertEquals(Math.cos(Math.toRadians(5)), GALLERY.highest(direction(95)), 1e-6);
    assertEquals(-1, new Gallery(Map.of("ann", direction(0))).highest(direction(180)), 1e-6);
  }

  @Test
  void nearest_isWhoIsMostLikeTheProbe() {
    Gallery.Candidate nearest = GALLERY.nearest(direction(75));
    assertEquals("bob", nearest.person());
    assertEquals(Math.cos(Math.toRadians(15)), nearest.similarity(), 1e-6);
  }

  @Test
  void nearestOfPeopleWhoAreEquallySimilar_isTheFirst() {
    Map<String, FaceTemplate> people = new LinkedHashMap<>();
    for (String name : List.of("zoe", "ann", "max", "bob", "kim")) {
      people.put(name, direction(30));
    }
    assertEquals("zoe", new Gallery(people).nearest(direction(0)).person());
  }

  @Test
  void personWhoIsJustAsSimilarAsAnother_ranksBehind() {
    Gallery twins = new Gallery(Map.of("ann", direction(20), "amy", direction(20)));
    assertEquals(2, twins.search(direction(0), "ann").rank());
    assertEquals(2, twins.search(direction(0), "amy").rank());
  }

  @Test
  void unknownPersonAndEmptyGallery_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> GALLERY.search(direction(0), "nobody"));
    assertThrows(IllegalArgumentException.class, () -> new Gallery(Map.of()));
  }
}
