package dev.facet.model.image;

import java.awt.Rectangle;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * A JPEG file whose segments are read and whose size is claimed. The JDK's reader gives the
 * components of the part that is asked for, as they are stored; no colour profile changes a pixel.
 * Thread-safe.
 */
final class JpegImage extends Image {

  private static final ImageIoReader CODEC =
      new ImageIoReader("com.sun.imageio.plugins.jpeg.JPEGImageReader");

  /** A camera's sloppiness, after which all pixels are there. */
  private static final String HARMLESS_WARNING = "extraneous bytes before marker";

  private final JpegFile file;
  private final int width;
  private final int height;

  private JpegImage(JpegFile file) {
    this.file = file;
    boolean turned = file.orientation().transposed();
    this.width = turned ? file.height() : file.width();
    this.height = turned ? file.width() : file.height();
  }

  /**
   * Reads the segments.
   *
   * @param claim to be open as long as this is used
   * @throws IOException where they are malformed
   * @throws BadImageException for too many pixels, and for a kind of JPEG that is not decoded
   */
  static JpegImage read(byte[] bytes, PixelBudget.Claim claim)
      throws IOException, BadImageException {
    JpegFile file = JpegFile.parse(bytes);
    claim.check(file.width(), file.height());
    return new JpegImage(file);
  }

  @Override
  public Pixels pixels() throws BadImageException {
    Box all = new Box(0, 0, file.width(), file.height());
    byte[] rgb = JpegColors.rgb(file.colors(), components(all));
    return file.orientation().apply(new Pixels(file.width(), file.height(), rgb));
  }

  @Override
  Excerpt excerpt(Crop crop) throws BadImageException {
    int block = crop.block();
    Orientation orientation = file.orientation();
    Box needed = orientation.stored(crop.box(width, height), file.width(), file.height());
    Box blocks = needed.blocks(block);
    Box box = blocks.times(block);
    Pixels averages = new Pixels(blocks.width(), blocks.height(), averages(box, block));
    Box shown = orientation.shown(box, file.width(), file.height());
    return new Excerpt(
        orientation.apply(averages), crop.inBlocks(block, shown.left(), shown.top()));
  }

  /**
   * Red, green and blue of blocks. Colours are converted of their averages only; but not of inks,
   * which are multiplied.
   */
  private byte[] averages(Box box, int block) throws BadImageException {
    Box inside = box.within(file.width(), file.height());
    byte[] samples = components(inside);
    JpegFile.Colors colors = file.colors();
    if (block == 1) {
      return JpegColors.rgb(colors, samples);
    }
    byte[] rgb =
        colors.areInks()
            ? Reduction.averages(JpegColors.rgb(colors, samples), 3, inside, block)
            : JpegColors.rgb(colors, Reduction.averages(samples, colors.bands(), inside, block));
    Reduction.darkenEdges(rgb, inside, block);
    return rgb;
  }

  private byte[] components(Box box) throws BadImageException {
    try {
      return readComponents(box);
    } catch (IOException e) {
      throw BadImageException.broken(ImageFormat.JPEG, e);
    }
  }

  /**
   * Decodes as far as the box needs; a file without its end marker, which may have been cut short,
   * to its end. The first warning ends it: the decoder would fill what is missing with gray.
   */
  private byte[] readComponents(Box box) throws IOException {
    ImageReader reader = CODEC.open(file.bare());
    try {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (!warning.contains(HARMLESS_WARNING)) {
              warnings.add(warning);
              source.abort();
            }
          });
      int rows = file.ends() ? box.height() : file.height() - box.top();
      ImageReadParam part = reader.getDefaultReadParam();
      part.setSourceRegion(new Rectangle(box.left(), box.top(), box.width(), rows));
      Raster raster = reader.readRaster(0, part);
      if (!warnings.isEmpty()) {
        throw new IOException("JPEG: " + warnings.get(0));
      }
      byte[] components = ((DataBufferByte) raster.getDataBuffer()).getData();
      int length = components.length / raster.getHeight() * box.height();
      return length == components.length ? components : Arrays.copyOf(components, length);
    } finally {
      reader.dispose();
    }
  }
}
