package dev.facet.trainer.data.recordio;

import dev.facet.model.image.BadImageException;
import dev.facet.model.staging.StagedDirectory;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.FaceSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes faces as crops in InsightFace's layout, which {@link FaceRecords} reads: photos from
 * record 1 on, one person after the other; then record 0 and the people's records.
 *
 * <p>A photo that is broken is left out, and so is a person of whom nothing is left: the labels of
 * those that follow move up.
 */
public final class RecordPacker {

  /** With record 0 they are as many as a label can count. */
  private static final int MOST_RECORDS = LabelledKeys.LARGEST_LABEL - 1;

  private final CropEncoder encoder;
  private final Consumer<BadPhotoException> skipped;

  /**
   * A packer.
   *
   * @param encoder makes the crops
   * @param skipped is told each photo that is left out
   */
  public RecordPacker(CropEncoder encoder, Consumer<BadPhotoException> skipped) {
    this.encoder = encoder;
    this.skipped = skipped;
  }

  /**
   * Writes all faces of a source. The directory appears once it is whole: a failure leaves nothing,
   * and a process that is killed a hidden directory beside it.
   *
   * @param directory must not exist
   * @param step called after each photo, whether it is used or left out
   * @throws BadPhotoException if no photo can be used
   * @throws BadDataException for more photos and people than InsightFace's labels, which are
   *     float32, can count: 16,777,215
   * @throws FileAlreadyExistsException if the directory exists
   * @throws IOException if it cannot be written
   */
  public void pack(FaceSource faces, Path directory, Runnable step) throws IOException {
    long records = (long) faces.size() + faces.people();
    if (records > MOST_RECORDS) {
      throw new BadDataException(
          directory,
          "%d photos and people (expected: at most %d)".formatted(records, MOST_RECORDS));
    }
    requireNew(directory, Files.exists(directory));
    try (StagedDirectory staged = StagedDirectory.in(parent(directory))) {
      write(faces, staged.path(), step);
      requireNew(directory, !staged.moveTo(directory));
    }
  }

  private static Path parent(Path directory) {
    Path parent = directory.toAbsolutePath().getParent();
    return parent == null ? directory : parent;
  }

  private static void requireNew(Path directory, boolean exists) throws IOException {
    if (exists) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "exists (expected: a directory that does not)");
    }
  }

  private void write(FaceSource faces, Path directory, Runnable step) throws IOException {
    List<Integer> begins;
    try (RecordWriter writer =
        RecordWriter.create(
            directory.resolve(FaceRecords.RECORDS), directory.resolve(FaceRecords.INDEX))) {
      begins = writePhotos(faces, writer, step);
      writePeople(begins, writer);
    }
    new RecordSetProperty(begins.size() - 1, encoder.height(), encoder.width())
        .write(directory.resolve(FaceRecords.PROPERTY));
  }

  /** Gives the first record of each person, and at last the one behind all photos. */
  private List<Integer> writePhotos(FaceSource faces, RecordWriter writer, Runnable step)
      throws IOException {
    List<Integer> begins = new ArrayList<>();
    int next = 1;
    int person = -1;
    for (int i = 0; i < faces.size(); i++) {
      Optional<byte[]> crop = crop(faces, i);
      if (crop.isPresent()) {
        if (faces.label(i) != person) {
          person = faces.label(i);
          begins.add(next);
        }
        write(writer, next, new float[] {begins.size() - 1}, crop.get());
        next++;
      }
      step.run();
    }
    if (begins.isEmpty()) {
      throw new BadPhotoException("all " + faces.size() + " photos", "broken");
    }
    begins.add(next);
    return begins;
  }

  private Optional<byte[]> crop(FaceSource faces, int index) throws IOException {
    try {
      return Optional.of(encoder.encode(faces.photo(index)));
    } catch (BadPhotoException e) {
      skipped.accept(e);
    } catch (BadImageException e) {
      skipped.accept(new BadPhotoException(faces.name(index), e));
    }
    return Optional.empty();
  }

  private static void writePeople(List<Integer> begins, RecordWriter writer) throws IOException {
    int people = begins.size() - 1;
    int first = begins.get(people);
    write(writer, 0, new float[] {first, first + people}, new byte[0]);
    for (int i = 0; i < people; i++) {
      write(writer, first + i, new float[] {begins.get(i), begins.get(i + 1)}, new byte[0]);
    }
  }

  private static void write(RecordWriter writer, int key, float[] labels, byte[] data)
      throws IOException {
    writer.write(key, new ImageRecord(labels, key, data).bytes());
  }
}
