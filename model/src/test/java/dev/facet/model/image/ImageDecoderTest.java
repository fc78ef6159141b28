package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.facet.model.image.BadImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private final ImageDecoder decoder = new ImageDecoder(1 << 20, 1 << 20);

  @ParameterizedTest
  @FieldSource("dev.facet.model.image.TestImages#EXACT")
  void image_hasThePixelsThatAnotherDecoderReads(String name) throws BadImageException {
    Pixels expected = TestImages.expected(name);
    Pixels decoded = decoder.decode(TestImages.bytes(name));
    assertEquals(expected.width(), decoded.width());
    assertEquals(expected.height(), decoded.height());
    assertArrayEquals(expected.rgb(), decoded.rgb());
  }

  @ParameterizedTest
  @FieldSource("dev.facet.model.image.TestImages#CLOSE")
  void lossyImage_isCloseToWhatAnotherDecoderReads(String name) throws BadImageException {
    Pixels expected = TestImages.expected(name);
    Pixels decoded = decoder.decode(TestImages.bytes(name));
    long difference = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      difference += Math.abs((expected.rgb()[i] & 0xff) - (decoded.rgb()[i] & 0xff));
    }
    double mean = (double) difference / expected.rgb().length;
    assertTrue(mean < 4, () -> "mean difference " + mean);
  }

  @Test
  void losslessImage_hasThePixelsThatWereDrawn() throws BadImageException {
    byte[] rgb = decoder.decode(TestImages.bytes("rgb.png")).rgb();
    int at = 0;
    for (int y = 0; y < TestImages.HEIGHT; y++) {
      for (int x = 0; x < TestImages.WIDTH; x++) {
        assertEquals(x * 255 / 32, rgb[at++] & 0xff);
        assertEquals(y * 255 / 20, rgb[at++] & 0xff);
        assertEquals((3 * x + 5 * y) % 256, rgb[at++] & 0xff);
      }
    }
  }

  @Test
  void noBytes_areEmpty() {
    assertReason(Reason.EMPTY, new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "BM", "a text, not an image", "<svg xmlns='http://www.w3.org/2000/svg'/>"})
  void text_isRefused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertReason(text.equals("BM") ? Reason.CORRUPT : Reason.UNKNOWN_FORMAT, bytes);
  }

  @Test
  void fileOverTheLimit_isTooManyBytes() {
    byte[] file = TestImages.bytes("rgb.png");
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> new ImageDecoder(file.length - 1, 1000).decode(file));
    assertEquals(Reason.TOO_MANY_BYTES, e.reason());
    assertEquals(
        "image: %d bytes (expected: at most %d)".formatted(file.length, file.length - 1),
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png",
        "baseline.jpg",
        "lossy.webp",
        "lossless.webp",
        "rgb.bmp",
        "palette.gif"
      })
  void imageAtThePixelLimit_isDecoded_andOneOverIsNot(String name) throws BadImageException {
    byte[] file = TestImages.bytes(name);
    int pixels = TestImages.WIDTH * TestImages.HEIGHT;
    assertEquals(TestImages.WIDTH, new ImageDecoder(file.length, pixels).decode(file).width());
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> new ImageDecoder(file.length, pixels - 1).decode(file));
    assertEquals(Reason.TOO_MANY_PIXELS, e.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.png",
        "baseline.jpg",
        "lossy.webp",
        "lossless.webp",
        "lossy-alpha.webp",
        "rgb.bmp",
        "palette.gif"
      })
  void enormousImage_isRefusedFromItsHeader(String name) {
    byte[] file = withSize(name, 30_000);
    BadImageException e =
        assertTimeout(
            Duration.ofSeconds(1),
            () -> assertThrows(BadImageException.class, () -> decoder.decode(file)));
    assertEquals(Reason.TOO_MANY_PIXELS, e.reason());
  }

  /** Declares another size where the format keeps it. */
  private static byte[] withSize(String name, int side) {
    byte[] file = TestImages.bytes(name);
    ByteBuffer big = ByteBuffer.wrap(file);
    ByteBuffer little = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    switch (name) {
      case "rgb.png" -> {
        big.putInt(16, side).putInt(20, side);
        CRC32 sum = new CRC32();
        sum.update(file, 12, 17);
        big.putInt(29, (int) sum.getValue());
      }
      case "baseline.jpg" -> {
        int frame = indexOf(file, 0xff, 0xc0);
        big.putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);
      }
      case "lossy.webp" -> little.putShort(26, (short) 0x3fff).putShort(28, (short) 0x3fff);
      case "lossless.webp" -> little.putInt(21, -1);
      case "lossy-alpha.webp" -> {
        int bitstream = indexOf(file, 'V', 'P', '8', ' ');
        little.putShort(bitstream + 14, (short) 0x3fff).putShort(bitstream + 16, (short) 0x3fff);
      }
      case "rgb.bmp" -> little.putInt(18, side).putInt(22, side);
      default -> little.putShort(6, (short) side).putShort(8, (short) side);
    }
    return file;
  }

  private static int indexOf(byte[] file, int... pattern) {
    int at = 0;
    for (int found = 0; found < pattern.length; at++) {
      found = (file[at] & 0xff) == pattern[found] ? found + 1 : 0;
    }
    return at - pattern.length;
  }

  @ParameterizedTest
  @FieldSource("dev.facet.model.image.TestImages#EXACT")
  void fileCutShort_isCorrupt(String name) {
    assumeFalse(name.equals("animated.gif"), "its first frame is whole");
    byte[] file = TestImages.bytes(name);
    assertReason(Reason.CORRUPT, Arrays.copyOf(file, file.length * 2 / 3));
  }

  @Test
  void jpegThatOnlyLacksItsEndMarker_isDecoded() throws BadImageException {
    byte[] file = TestImages.bytes("baseline.jpg");
    Pixels decoded = decoder.decode(Arrays.copyOf(file, file.length - 2));
    assertArrayEquals(TestImages.expected("baseline.jpg").rgb(), decoded.rgb());
  }

  @Test
  void jpegWithBytesAfterItsEnd_isDecoded() throws BadImageException {
    byte[] file = TestImages.bytes("baseline.jpg");
    Pixels decoded = decoder.decode(Arrays.copyOf(file, file.length + 100));
    assertArrayEquals(TestImages.expected("baseline.jpg").rgb(), decoded.rgb());
  }

  @Test
  void jpegOfManyScans_isRefusedBeforeItIsDecoded() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    byte[] progressive = TestImages.bytes("progressive.jpg");
    file.write(progressive, 0, progressive.length - 2);
    for (int i = 0; i < 100; i++) {
      file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0});
    }
    file.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd9});
    BadImageException e =
        assertThrows(BadImageException.class, () -> decoder.decode(file.toByteArray()));
    assertTrue(String.valueOf(e.getCause()).contains("expected: at most 100"));
  }

  @Test
  void jpegOfAnotherProcess_isOfUnknownFormat() {
    byte[] file = TestImages.bytes("baseline.jpg");
    file[indexOf(file, 0xff, 0xc0) + 1] = (byte) 0xc9;
    assertReason(Reason.UNKNOWN_FORMAT, file);
  }

  @Test
  void bmpAroundAnotherFile_isOfUnknownFormat() {
    byte[] file = TestImages.bytes("rgb.bmp");
    file[30] = 5;
    assertReason(Reason.UNKNOWN_FORMAT, file);
  }

  @Test
  void pngWhosePaletteWasChanged_isCorrupt() {
    byte[] file = TestImages.bytes("palette.png");
    file[indexOf(file, 'P', 'L', 'T', 'E') + 6] ^= 1;
    assertReason(Reason.CORRUPT, file);
  }

  @Test
  void pngWithACompressedTextOfAGigabyte_isDecodedWithoutIt() throws BadImageException {
    byte[] png = TestImages.bytes("palette.png");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int afterHeader = 33;
    file.write(png, 0, afterHeader);
    file.writeBytes(chunk("zTXt", zeros(1 << 30)));
    file.write(png, afterHeader, png.length - afterHeader);
    Pixels decoded = new ImageDecoder(8 << 20, 1 << 20).decode(file.toByteArray());
    assertArrayEquals(TestImages.expected("palette.png").rgb(), decoded.rgb());
  }

  /** A text chunk's content: a keyword, and zeros, compressed. */
  private static byte[] zeros(int count) {
    Deflater deflater = new Deflater();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {'a', 0, 0});
    byte[] block = new byte[1 << 20];
    byte[] compressed = new byte[1 << 16];
    for (int i = 0; i < count / block.length; i++) {
      deflater.setInput(block);
      while (!deflater.needsInput()) {
        content.write(compressed, 0, deflater.deflate(compressed));
      }
    }
    deflater.finish();
    while (!deflater.finished()) {
      content.write(compressed, 0, deflater.deflate(compressed));
    }
    deflater.end();
    return content.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] named = new byte[4 + content.length];
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, named, 0, 4);
    System.arraycopy(content, 0, named, 4, content.length);
    CRC32 sum = new CRC32();
    sum.update(named);
    return ByteBuffer.allocate(named.length + 8)
        .putInt(content.length)
        .put(named)
        .putInt((int) sum.getValue())
        .array();
  }

  @Test
  void messages_holdNothingOfTheImage() {
    byte[] file = TestImages.bytes("rgb.png");
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> decoder.decode(Arrays.copyOf(file, file.length - 5)));
    assertEquals("image: broken PNG file", e.getMessage());
  }

  private void assertReason(Reason expected, byte[] file) {
    BadImageException e = assertThrows(BadImageException.class, () -> decoder.decode(file));
    assertEquals(expected, e.reason());
  }
}
