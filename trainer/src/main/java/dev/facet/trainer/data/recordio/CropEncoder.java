package dev.facet.trainer.data.recordio;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.trainer.data.Photo;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Turns photos into image files of one size that show the aligned face. Thread-safe. */
public final class CropEncoder {

  private static final float JPEG_QUALITY = 0.95f;

  private final int width;
  private final int height;
  private final CropFormat format;
  private final FacePreprocessor preprocessor;
  private final ImageWriterSpi writers;

  /**
   * An encoder.
   *
   * @param width of the crops, in pixels
   * @param height of the crops, in pixels
   * @param template where the landmarks of a photo go; a photo without any is resized
   * @param format of the files
   */
  public CropEncoder(int width, int height, Template template, CropFormat format) {
    this.width = width;
    this.height = height;
    this.format = format;
    this.preprocessor =
        new FacePreprocessor(
            new Manifest.Input(
                "data", width, height, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)),
            new Manifest.Alignment(template, false));
    this.writers =
        writers(
            switch (format) {
              case JPEG -> "com.sun.imageio.plugins.jpeg.JPEGImageWriter";
              case PNG -> "com.sun.imageio.plugins.png.PNGImageWriter";
            });
  }

  /** The JDK's own: which one of the class path comes first by its format is left to chance. */
  private static ImageWriterSpi writers(String writerClass) {
    Iterator<ImageWriterSpi> found =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                ImageWriterSpi.class,
                spi -> ((ImageWriterSpi) spi).getPluginClassName().equals(writerClass),
                false);
    if (!found.hasNext()) {
      throw new IllegalStateException("image writer: " + writerClass + " is not installed");
    }
    return found.next();
  }

  /** Width of the crops, in pixels. */
  public int width() {
    return width;
  }

  /** Height of the crops, in pixels. */
  public int height() {
    return height;
  }

  /**
   * Makes the image file of a photo's face.
   *
   * @throws BadImageException if the face cannot be aligned
   */
  public byte[] encode(Photo photo) throws BadImageException, IOException {
    BufferedImage crop = image(photo.planes(preprocessor));
    ImageWriter writer = writers.createWriterInstance();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      if (format == CropFormat.JPEG) {
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(JPEG_QUALITY);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(crop, null, null), options);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  private BufferedImage image(float[] planes) {
    int size = width * height;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size; i++) {
      int red = Math.round(planes[i]);
      int green = Math.round(planes[size + i]);
      int blue = Math.round(planes[2 * size + i]);
      image.setRGB(i % width, i / width, red << 16 | green << 8 | blue);
    }
    return image;
  }
}
