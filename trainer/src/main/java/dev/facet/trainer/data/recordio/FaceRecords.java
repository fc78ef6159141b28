package dev.facet.trainer.data.recordio;

import dev.facet.model.image.BadImageException;
import dev.facet.model.image.ImageDecoder;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.Photo;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A directory in InsightFace's layout: crops of faces in {@code train.rec}, {@code train.idx} and
 * {@code property}. Thread-safe; as with {@link RecordReader}, interrupting a thread that reads
 * closes it for all.
 */
public final class FaceRecords implements FaceSource {

  static final String RECORDS = "train.rec";
  static final String INDEX = "train.idx";
  static final String PROPERTY = "property";

  private final RecordReader records;
  private final RecordSetProperty property;
  private final LabelledKeys faces;
  private final ImageDecoder decoder;

  private FaceRecords(
      RecordReader records, RecordSetProperty property, LabelledKeys faces, ImageDecoder decoder) {
    this.records = records;
    this.property = property;
    this.faces = faces;
    this.decoder = decoder;
  }

  /**
   * Opens a directory, and finds out who is on each photo.
   *
   * @param directory has the three files
   * @param decoder reads the crops
   * @throws dev.facet.trainer.data.BadDataException if a file is not of its format, or they do not
   *     fit together
   * @throws IOException if a file cannot be read
   */
  public static FaceRecords open(Path directory, ImageDecoder decoder) throws IOException {
    RecordSetProperty property = RecordSetProperty.read(directory.resolve(PROPERTY));
    Path file = directory.resolve(RECORDS);
    RecordReader records = RecordReader.open(file, directory.resolve(INDEX));
    try {
      LabelledKeys faces = LabelledKeys.find(file, records, property.classes());
      return new FaceRecords(records, property, faces, decoder);
    } catch (IOException | RuntimeException e) {
      records.close();
      throw e;
    }
  }

  /** What the file {@code property} says. */
  public RecordSetProperty property() {
    return property;
  }

  @Override
  public int size() {
    return faces.size();
  }

  @Override
  public int people() {
    return property.classes();
  }

  @Override
  public int label(int index) {
    return faces.label(index);
  }

  @Override
  public String name(int index) {
    return "record " + faces.key(index);
  }

  @Override
  public Photo photo(int index) throws BadPhotoException {
    try {
      ImageRecord record = ImageRecord.parse(records.read(faces.key(index)));
      return Photo.ofAligned(decoder.decode(record.data()));
    } catch (IOException | BadImageException | IllegalArgumentException e) {
      throw new BadPhotoException(name(index), e);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
