package dev.facet.trainer.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.image.ImageDecoder;
import dev.facet.trainer.data.DrawnFaces;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.PeopleFolder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTest {

  private final FaceSource faces;

  OrderTest(@TempDir Path root) throws Exception {
    faces =
        PeopleFolder.open(
            DrawnFaces.write(root, 1, 5, 3, 7, 2, 9, 4), null, new ImageDecoder(9_999, 9_999));
  }

  @Test
  void shuffledOrder_hasEveryPhotoOnce_andDependsOnSeedAndEpochAlone() {
    ShuffledOrder order = new ShuffledOrder(100, 1);
    int[] first = order.order(0);
    assertArrayEquals(first, new ShuffledOrder(100, 1).order(0));
    assertFalse(Arrays.equals(first, order.order(1)));
    assertFalse(Arrays.equals(first, new ShuffledOrder(100, 2).order(0)));
    assertArrayEquals(IntStream.range(0, 100).toArray(), Arrays.stream(first).sorted().toArray());
  }

  @ParameterizedTest
  @CsvSource({"3, 4, 24", "3, 2, 30", "7, 1, 28", "1, 5, 30"})
  void balancedBatch_hasPeopleWithAsManyPhotosEach(int people, int photos, int length) {
    BalancedOrder order = new BalancedOrder(faces, people, photos, 1);
    assertEquals(length, order.length());
    for (int epoch = 0; epoch < 50; epoch++) {
      int[] places = order.order(epoch);
      assertArrayEquals(places, new BalancedOrder(faces, people, photos, 1).order(epoch));
      for (int batch = 0; batch < length; batch += people * photos) {
        int end = batch + people * photos;
        assertEquals(
            people, Arrays.stream(places, batch, end).map(faces::label).distinct().count());
        for (int person = batch; person < end; person += photos) {
          assertShowsOnePerson(Arrays.copyOfRange(places, person, person + photos));
        }
      }
    }
  }

  private void assertShowsOnePerson(int[] photos) {
    int label = faces.label(photos[0]);
    assertTrue(Arrays.stream(photos).allMatch(photo -> faces.label(photo) == label));
    long has = IntStream.range(0, faces.size()).filter(i -> faces.label(i) == label).count();
    assertEquals(Math.min(photos.length, has), Arrays.stream(photos).distinct().count());
  }

  @Test
  void balancedOrder_showsPeopleEquallyOften_andTheirPhotosToo() {
    BalancedOrder order = new BalancedOrder(faces, 7, 2, 1);
    int[] counts = new int[faces.size()];
    for (int epoch = 0; epoch < 1000; epoch++) {
      for (int photo : order.order(epoch)) {
        counts[photo]++;
      }
    }
    // 2 batches an epoch, each with 2 photos of all 7: a person with 9 shows each 4000 / 9 times.
    int[] has = {1, 5, 3, 7, 2, 9, 4};
    for (int photo = 0; photo < counts.length; photo++) {
      assertEquals(4000.0 / has[faces.label(photo)], counts[photo], 110, "photo " + photo);
    }
  }

  @Test
  void epochOfFewerPhotosThanABatch_isOneBatch() {
    assertEquals(7 * 9, new BalancedOrder(faces, 7, 9, 1).length());
  }

  @Test
  void morePeopleThanThereAre_areRefused() {
    IllegalArgumentException bad =
        assertThrows(IllegalArgumentException.class, () -> new BalancedOrder(faces, 8, 2, 1));
    assertEquals("people: 8 (expected: 1 to 7, those with photos)", bad.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new BalancedOrder(faces, 7, 0, 1));
  }
}
