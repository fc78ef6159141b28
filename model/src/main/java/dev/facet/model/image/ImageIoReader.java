package dev.facet.model.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * One named ImageIO reader. It is looked up once, since a search through all providers costs more
 * than decoding a small image, and by its class, since what other plug-ins of the class path make
 * of a file is not known. Thread-safe.
 */
final class ImageIoReader {

  private final ImageReaderSpi provider;

  ImageIoReader(String readerClass) {
    Iterator<ImageReaderSpi> found =
        IIORegistry.getDefaultInstance()
            .getServiceProviders(
                ImageReaderSpi.class,
                spi -> ((ImageReaderSpi) spi).getPluginClassName().equals(readerClass),
                false);
    if (!found.hasNext()) {
      throw new IllegalStateException("image reader: " + readerClass + " is not installed");
    }
    provider = found.next();
  }

  /** A fresh reader on these bytes, which ignores metadata; to be disposed of by the caller. */
  ImageReader open(byte[] file) throws IOException {
    ImageReader reader = provider.createReaderInstance();
    reader.setInput(new MemoryImageStream(file), true, true);
    return reader;
  }

  /** Decodes the first image, once its size is known to be within the limit. */
  BufferedImage read(byte[] file, PixelBudget.Claim claim) throws IOException, BadImageException {
    ImageReader reader = open(file);
    try {
      claim.check(reader.getWidth(0), reader.getHeight(0));
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }
}
