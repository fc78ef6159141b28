package dev.facet.benchmarks.load;

import com.google.protobuf.ByteString;
import dev.facet.v1.FaceImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** JPEG files to send. */
public final class Photos {

  /** As large as the photos of LFW. */
  private static final int SIDE = 250;

  private Photos() {}

  /**
   * Photos as a request has them.
   *
   * @param folder of JPEG files; by default they are drawn
   * @param count so many, or all of the folder where it has fewer
   * @param seed of drawn ones
   * @throws IOException as {@link #in}
   */
  public static List<FaceImage> images(Optional<Path> folder, int count, long seed)
      throws IOException {
    return files(folder, count, seed).stream().map(Photos::image).toList();
  }

  /**
   * Photos as files.
   *
   * @see #images
   */
  public static List<byte[]> files(Optional<Path> folder, int count, long seed) throws IOException {
    return folder.isPresent() ? in(folder.get(), count) : drawn(count, seed);
  }

  /** A file as a request has it. */
  public static FaceImage image(byte[] file) {
    return FaceImage.newBuilder().setEncoded(ByteString.copyFrom(file)).build();
  }

  /**
   * Some of a folder's JPEG files, those in its folders included.
   *
   * @param count so many at most, spread over all in the order of their names
   * @throws IOException if there is none, or one cannot be read
   */
  public static List<byte[]> in(Path folder, int count) throws IOException {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(folder)) {
      files = paths.filter(Photos::isJpeg).filter(Files::isRegularFile).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException(folder + ": no JPEG files (expected: 1 or more)");
    }
    int taken = Math.min(count, files.size());
    List<byte[]> photos = new ArrayList<>();
    for (int i = 0; i < taken; i++) {
      photos.add(Files.readAllBytes(files.get(i * files.size() / taken)));
    }
    return photos;
  }

  private static boolean isJpeg(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  /** Faces drawn by code: the same seed, the same faces. */
  public static List<byte[]> drawn(int count, long seed) throws IOException {
    Random random = new Random(seed);
    List<byte[]> photos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ImageIO.write(face(random), "jpeg", file);
      photos.add(file.toByteArray());
    }
    return photos;
  }

  private static BufferedImage face(Random random) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, 0x404040 + 0x010101 * random.nextInt(0x40));
      }
    }
    Graphics2D graphics = image.createGraphics();
    int width = 110 + random.nextInt(70);
    int eyes = 90 + random.nextInt(40);
    int apart = 20 + random.nextInt(25);
    int middle = SIDE / 2;
    color(graphics, random);
    graphics.fillOval(middle - width / 2, 20 + random.nextInt(30), width, 190);
    color(graphics, random);
    graphics.fillOval(middle - apart - 12, eyes, 12 + random.nextInt(20), 12);
    graphics.fillOval(middle + apart - 12, eyes, 12 + random.nextInt(20), 12);
    color(graphics, random);
    graphics.fillRect(middle - 4, eyes + 15, 6 + random.nextInt(10), 20 + random.nextInt(30));
    color(graphics, random);
    graphics.fillOval(middle - 30, eyes + 70, 40 + random.nextInt(30), 8 + random.nextInt(14));
    graphics.dispose();
    return image;
  }

  private static void color(Graphics2D graphics, Random random) {
    graphics.setColor(new Color(random.nextInt(1 << 24)));
  }
}
