package dev.facet.client;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_4BYTE_ABGR;
import static java.awt.image.BufferedImage.TYPE_4BYTE_ABGR_PRE;
import static java.awt.image.BufferedImage.TYPE_BYTE_BINARY;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB_PRE;
import static java.awt.image.BufferedImage.TYPE_INT_BGR;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;
import static java.awt.image.BufferedImage.TYPE_USHORT_565_RGB;
import static java.awt.image.BufferedImage.TYPE_USHORT_GRAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.facet.v1.RawImage;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of every type as the raw pixels that a server gets. */
class PictureSamplesTest {
  @ParameterizedTest
  @ValueSource(ints = {TYPE_INT_RGB, TYPE_INT_BGR, TYPE_INT_ARGB, TYPE_3BYTE_BGR, TYPE_4BYTE_ABGR})
  void colours_areTakenAsTheyAre_rowByRow(int type) {
    BufferedImage image = new BufferedImage(2, 3, type);
    int[] colours = {0xff010203, 0xfffe8000, 0xff7f00ff, 0xff000000, 0xffffffff, 0xffc0a090};
    image.setRGB(0, 0, 2, 3, colours, 0, 2);

    RawImage raw = raw(image);

    assertEquals(2, raw.getWidth());
    assertEquals(3, raw.getHeight());
    assertEquals(dev.facet.v1.PixelFormat.PIXEL_FORMAT_RGB, raw.getFormat());
    assertEquals(
        bytes(1, 2, 3, 254, 128, 0, 127, 0, 255, 0, 0, 0, 255, 255, 255, 192, 160, 144),
        raw.getPixels());
  }

  @ParameterizedTest
  @ValueSource(ints = {TYPE_INT_RGB, TYPE_3BYTE_BGR, TYPE_BYTE_GRAY})
  void partOfAPicture_isTakenFromItsOwnCorner(int type) {
    BufferedImage whole = new BufferedImage(4, 4, type);
    WritableRaster samples = whole.getRaster();
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        for (int band = 0; band < samples.getNumBands(); band++) {
          samples.setSample(x, y, band, 40 * y + 10 * x + band);
        }
      }
    }

    RawImage part = raw(whole.getSubimage(1, 2, 2, 2));

    assertEquals(2, part.getWidth());
    assertEquals(
        samples.getNumBands() == 1
            ? bytes(90, 100, 130, 140)
            : bytes(90, 91, 92, 100, 101, 102, 130, 131, 132, 140, 141, 142),
        part.getPixels());
  }

  @ParameterizedTest
  @ValueSource(ints = {TYPE_INT_ARGB, TYPE_4BYTE_ABGR, TYPE_INT_ARGB_PRE, TYPE_4BYTE_ABGR_PRE})
  void transparentParts_areLaidOverWhite(int type) {
    BufferedImage image = new BufferedImage(3, 1, type);
    image.setRGB(0, 0, 3, 1, new int[] {0x00000000, 0x33ff0000, 0xff0000ff}, 0, 3);

    assertEquals(bytes(255, 255, 255, 255, 204, 204, 0, 0, 255), raw(image).getPixels());
  }

  /** Java itself would make 128 a 188. */
  @Test
  void gray_staysGrayAsItIsStored() {
    BufferedImage image = new BufferedImage(3, 1, TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 128, 255});

    RawImage raw = raw(image);

    assertEquals(dev.facet.v1.PixelFormat.PIXEL_FORMAT_GRAY, raw.getFormat());
    assertEquals(bytes(0, 128, 255), raw.getPixels());
  }

  @Test
  void sixteenBits_areRoundedToEight() {
    BufferedImage image = new BufferedImage(4, 1, TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 4, 1, new int[] {0, 128, 129, 65_535});

    assertEquals(bytes(0, 0, 1, 255), raw(image).getPixels());
  }

  @Test
  void grayWithAlpha_isLaidOverWhite() {
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster samples = colors.createCompatibleWritableRaster(2, 1);
    samples.setPixels(0, 0, 2, 1, new int[] {100, 51, 100, 255});

    RawImage raw = raw(new BufferedImage(colors, samples, false, null));

    assertEquals(dev.facet.v1.PixelFormat.PIXEL_FORMAT_GRAY, raw.getFormat());
    assertEquals(bytes(224, 100), raw.getPixels());
  }

  @Test
  void colourProfile_isNotApplied() {
    ComponentColorModel linear =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    WritableRaster samples = linear.createCompatibleWritableRaster(1, 1);
    samples.setPixel(0, 0, new int[] {10, 100, 200});

    assertEquals(
        bytes(10, 100, 200), raw(new BufferedImage(linear, samples, false, null)).getPixels());
  }

  @Test
  void indices_areLookedUpInThePalette() {
    byte[] red = {10, (byte) 200};
    byte[] green = {20, (byte) 210};
    byte[] blue = {30, (byte) 220};
    for (int type : new int[] {TYPE_BYTE_INDEXED, TYPE_BYTE_BINARY}) {
      int bits = type == TYPE_BYTE_BINARY ? 1 : 8;
      BufferedImage image =
          new BufferedImage(3, 1, type, new IndexColorModel(bits, 2, red, green, blue));
      image.getRaster().setPixels(0, 0, 3, 1, new int[] {1, 0, 1});

      assertEquals(bytes(200, 210, 220, 10, 20, 30, 200, 210, 220), raw(image).getPixels());
    }
  }

  @Test
  void transparentIndex_isWhite() {
    byte[] colour = {10, 20};
    IndexColorModel palette = new IndexColorModel(8, 2, colour, colour, colour, 1);
    BufferedImage image = new BufferedImage(2, 1, TYPE_BYTE_INDEXED, palette);
    image.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});

    assertEquals(bytes(10, 10, 10, 255, 255, 255), raw(image).getPixels());
  }

  @Test
  void fewerBits_areWidened() {
    BufferedImage image = new BufferedImage(2, 1, TYPE_USHORT_565_RGB);
    image.getRaster().setPixels(0, 0, 2, 1, new int[] {31, 63, 31, 0, 32, 0});

    assertEquals(bytes(255, 255, 255, 0, 130, 0), raw(image).getPixels());
  }

  @Test
  void floatingPoint_isConvertedByJava() {
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    WritableRaster samples = colors.createCompatibleWritableRaster(1, 1);
    samples.setPixel(0, 0, new float[] {1, 0, 0.2f});

    assertEquals(
        bytes(255, 0, 51), raw(new BufferedImage(colors, samples, false, null)).getPixels());
  }

  @Test
  void pictureTooLarge_isRefusedBeforeItIsConverted() {
    IllegalArgumentException wide =
        assertThrows(
            IllegalArgumentException.class,
            () -> FaceImage.of(new BufferedImage(65_536, 1, TYPE_BYTE_GRAY)));
    assertEquals("width: 65536 (expected: 1 to 65535)", wide.getMessage());

    IllegalArgumentException large =
        assertThrows(
            IllegalArgumentException.class, () -> FaceImage.of(ofOneSample(40_000, 40_000)));
    assertEquals(
        "image: 40000 x 40000 pixels (expected: at most 715827882 of RGB)", large.getMessage());
  }

  /** A picture of any size in one byte, which is all of its samples. */
  private static BufferedImage ofOneSample(int width, int height) {
    ComponentColorModel colors =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_BYTE);
    PixelInterleavedSampleModel layout =
        new PixelInterleavedSampleModel(
            DataBuffer.TYPE_BYTE, width, height, 0, 0, new int[] {0, 0, 0});
    WritableRaster samples =
        Raster.createWritableRaster(layout, new DataBufferByte(new byte[1], 1), null);
    return new BufferedImage(colors, samples, false, null);
  }

  private static RawImage raw(BufferedImage image) {
    return FaceImage.of(image).message().getRaw();
  }

  private static ByteString bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteString.copyFrom(bytes);
  }
}
