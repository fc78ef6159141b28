package dev.facet.trainer.data.recordio;

import dev.facet.model.image.Pixels;
import dev.facet.trainer.data.BadPhotoException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * What a set of records holds, every photo decoded.
 *
 * @param property what the file {@code property} says
 * @param photos number of photos, broken ones too
 * @param people labels and the number of their photos, at least one person
 * @param sizes how many photos there are of each size, by width and then height
 * @param broken what is wrong with each photo that is broken, in the order of people
 */
public record RecordInspection(
    RecordSetProperty property,
    int photos,
    SortedMap<Integer, Long> people,
    SortedMap<Size, Long> sizes,
    List<String> broken) {

  /**
   * Size of photos.
   *
   * @param width in pixels
   * @param height in pixels
   */
  public record Size(int width, int height) implements Comparable<Size> {

    @Override
    public int compareTo(Size other) {
      return width == other.width
          ? Integer.compare(height, other.height)
          : Integer.compare(width, other.width);
    }

    /** Such as {@code 96x112}: width, then height. */
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  /**
   * Decodes all photos, on all cores.
   *
   * @param step called after each photo, by any thread
   */
  public static RecordInspection of(FaceRecords records, Runnable step) {
    Map<Integer, LongAdder> people = new ConcurrentHashMap<>();
    Map<Size, LongAdder> sizes = new ConcurrentHashMap<>();
    Map<Integer, String> broken = new ConcurrentSkipListMap<>();
    IntStream.range(0, records.size())
        .parallel()
        .forEach(
            index -> {
              count(people, records.label(index));
              try {
                Pixels pixels = records.photo(index).pixels();
                count(sizes, new Size(pixels.width(), pixels.height()));
              } catch (BadPhotoException e) {
                broken.put(index, String.valueOf(e.getMessage()));
              }
              step.run();
            });
    return new RecordInspection(
        records.property(),
        records.size(),
        sums(people),
        sums(sizes),
        List.copyOf(broken.values()));
  }

  private static <T> void count(Map<T, LongAdder> counts, T thing) {
    counts.computeIfAbsent(thing, unseen -> new LongAdder()).increment();
  }

  private static <T extends Comparable<T>> SortedMap<T, Long> sums(Map<T, LongAdder> counts) {
    SortedMap<T, Long> sums = new TreeMap<>();
    counts.forEach((thing, count) -> sums.put(thing, count.sum()));
    return sums;
  }
}
