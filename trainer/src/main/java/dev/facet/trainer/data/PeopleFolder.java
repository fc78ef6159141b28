package dev.facet.trainer.data;

import dev.facet.model.image.ImageDecoder;
import dev.facet.model.image.Landmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory with a directory of photos for each person: {@code Name/Name_0001.jpg}. Photos are
 * the files whose names end as an image's do; hidden files are none. Thread-safe.
 */
public final class PeopleFolder implements FaceSource {

  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "webp", "bmp", "gif");

  private final PhotoFiles photos;
  private final int[] labels;
  private final int people;

  private PeopleFolder(PhotoFiles photos, int[] labels, int people) {
    this.photos = photos;
    this.labels = labels;
    this.people = people;
  }

  /**
   * Lists the photos of everyone in a directory; labels follow the order of the names.
   *
   * @param root the directory
   * @param landmarks five points by path below the directory, or null where all are crops of faces
   * @param decoder reads the files
   * @throws BadDataException if there are no people, or someone without photos
   * @throws IOException if a directory cannot be read
   */
  public static PeopleFolder open(
      Path root, @Nullable Map<String, Landmarks> landmarks, ImageDecoder decoder)
      throws IOException {
    return open(root, people(root), landmarks, decoder);
  }

  /**
   * The names of everyone in a directory, in their order.
   *
   * @throws IOException if it cannot be read
   */
  public static List<String> people(Path root) throws IOException {
    return sorted(root, Files::isDirectory);
  }

  /**
   * Lists the photos of some people in a directory; labels follow the order of the list.
   *
   * @param people names of directories, such as {@link PeopleList} reads
   * @throws BadDataException if there are no people, or someone without photos
   * @throws IOException if a directory cannot be read
   */
  public static PeopleFolder open(
      Path root,
      List<String> people,
      @Nullable Map<String, Landmarks> landmarks,
      ImageDecoder decoder)
      throws IOException {
    if (people.isEmpty()) {
      throw new BadDataException(root, "no people (expected: a directory of photos for each)");
    }
    List<String> names = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < people.size(); label++) {
      String person = people.get(label);
      Path directory = root.resolve(person);
      List<String> files =
          Files.isDirectory(directory) ? sorted(directory, PeopleFolder::isImage) : List.of();
      if (files.isEmpty()) {
        throw new BadDataException(
            directory, "no photos (expected: a directory with at least one)");
      }
      for (String file : files) {
        names.add(person + "/" + file);
        labels.add(label);
      }
    }
    return new PeopleFolder(
        new PhotoFiles(root, names, landmarks, decoder),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        people.size());
  }

  private static List<String> sorted(Path directory, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(wanted)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(extension) && Files.isRegularFile(file);
  }

  @Override
  public int size() {
    return photos.size();
  }

  @Override
  public int people() {
    return people;
  }

  @Override
  public int label(int index) {
    return labels[index];
  }

  @Override
  public String name(int index) {
    return photos.name(index);
  }

  @Override
  public Photo photo(int index) throws BadPhotoException {
    return photos.photo(index);
  }
}
