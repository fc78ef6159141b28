package dev.facet.benchmarks.images;

import dev.facet.benchmarks.load.Photos;
import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Landmarks;
import dev.facet.model.image.Point;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * Photos that are measured together.
 *
 * @param name what they are
 * @param photos at least one
 */
public record PhotoSet(String name, List<FacePhoto> photos) {

  private static final long SEED = 1;

  /**
   * Photos of a folder that have landmarks.
   *
   * @param landmarks a file of {@link LandmarksFile}'s
   * @param count so many at most, spread over all in the order of their names
   * @throws IOException if there is none, or one cannot be read
   */
  public static PhotoSet in(Path folder, Path landmarks, int count) throws IOException {
    Map<String, Landmarks> all = new TreeMap<>(LandmarksFile.read(landmarks));
    all.keySet().removeIf(name -> !Files.isRegularFile(folder.resolve(name)));
    if (all.isEmpty()) {
      throw new IOException(
          "%s: none of the photos of %s (expected: 1 or more)".formatted(folder, landmarks));
    }
    List<String> names = List.copyOf(all.keySet());
    int taken = Math.min(count, names.size());
    List<FacePhoto> photos = new ArrayList<>();
    for (int i = 0; i < taken; i++) {
      String name = names.get(i * names.size() / taken);
      photos.add(new FacePhoto(Files.readAllBytes(folder.resolve(name)), all.get(name)));
    }
    return new PhotoSet("as given", photos);
  }

  /** Photos drawn by code, as large as LFW's, with the face as large as there. */
  public static PhotoSet drawn(int count) throws IOException {
    List<FacePhoto> photos = new ArrayList<>();
    for (byte[] file : Photos.drawn(count, SEED)) {
      photos.add(new FacePhoto(file, scaled(points(), 1)));
    }
    return new PhotoSet("drawn", photos);
  }

  private static List<Point> points() {
    return List.of(
        new Point(105, 112),
        new Point(145, 112),
        new Point(125, 135),
        new Point(108, 157),
        new Point(142, 157));
  }

  /**
   * The same photos larger, as a camera would take them of the same scene.
   *
   * @param width of the new ones, in pixels
   * @param count the first ones, so many at most
   */
  public PhotoSet enlarged(int width, int count) throws IOException {
    List<FacePhoto> larger = new ArrayList<>();
    for (FacePhoto photo : photos.subList(0, Math.min(count, photos.size()))) {
      larger.add(enlarged(photo, width));
    }
    return new PhotoSet(width + " wide", larger);
  }

  private static FacePhoto enlarged(FacePhoto photo, int width) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(photo.file()));
    float scale = (float) width / image.getWidth();
    int height = Math.round(image.getHeight() * scale);
    BufferedImage larger = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = larger.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(larger, "jpeg", file);
    Landmarks face = photo.landmarks();
    return new FacePhoto(file.toByteArray(), face == null ? null : scaled(points(face), scale));
  }

  private static List<Point> points(Landmarks face) {
    return List.of(
        face.leftEye(), face.rightEye(), face.nose(), face.leftMouth(), face.rightMouth());
  }

  private static Landmarks scaled(List<Point> points, float scale) throws IOException {
    List<Point> scaled =
        points.stream().map(point -> new Point(point.x() * scale, point.y() * scale)).toList();
    try {
      return new Landmarks(
          scaled.get(0), scaled.get(1), scaled.get(2), scaled.get(3), scaled.get(4));
    } catch (BadImageException e) {
      throw new IOException(e);
    }
  }

  /** Bytes of a file, on average. */
  double meanBytes() {
    return photos.stream().mapToInt(photo -> photo.file().length).average().orElseThrow();
  }
}
