package dev.facet.benchmarks.soak;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Photos in the sizes and formats that clients send. */
final class Pictures {

  private static final List<Form> FORMS =
      List.of(
          new Form("jpeg", 250),
          new Form("jpeg", 1024),
          new Form("png", 112),
          new Form("bmp", 160),
          new Form("jpeg", 64),
          new Form("gif", 250),
          new Form("png", 400),
          new Form("jpeg", 640));

  private record Form(String format, int side) {}

  private Pictures() {}

  /**
   * Gives each photo one of eight forms, in turn.
   *
   * @param photos image files
   * @return as many files
   */
  static List<byte[]> of(List<byte[]> photos) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < photos.size(); i++) {
      pictures.add(write(photos.get(i), FORMS.get(i % FORMS.size())));
    }
    return pictures;
  }

  private static byte[] write(byte[] photo, Form form) throws IOException {
    BufferedImage image = new BufferedImage(form.side(), form.side(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(photo));
    graphics.drawImage(decoded, 0, 0, form.side(), form.side(), null);
    graphics.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    if (!ImageIO.write(image, form.format(), file)) {
      throw new IOException("format: " + form.format() + " (expected: one that Java writes)");
    }
    return file.toByteArray();
  }
}
