package dev.facet.cli.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** How pictures are written. The names are those of the command line. */
public enum PictureFormat {
  /** Lossless. */
  png(".png"),
  /** At quality 95 of 100. */
  jpeg(".jpg");

  private static final float JPEG_QUALITY = 0.95f;

  private final String ending;

  PictureFormat(String ending) {
    this.ending = ending;
  }

  /** What the names of files end in. */
  public String ending() {
    return ending;
  }

  /** Writes a file, in place of any that is there. */
  public void write(BufferedImage picture, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(name()).next();
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      if (out == null) {
        throw new IOException(file + ": cannot be written");
      }
      ImageWriteParam options = writer.getDefaultWriteParam();
      if (this == jpeg) {
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(JPEG_QUALITY);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), options);
    } finally {
      writer.dispose();
    }
  }
}
