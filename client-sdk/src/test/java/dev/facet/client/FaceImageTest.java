package dev.facet.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FaceImageTest {
  @Test
  void rawPixelsOfAnotherSize_areRefused() {
    refused(
        "pixels: 11 bytes (expected: 12 for 2 x 2 RGB)",
        () -> FaceImage.raw(2, 2, PixelFormat.RGB, new byte[11]));
    refused(
        "width: 0 (expected: 1 to 65535)",
        () -> FaceImage.raw(0, 2, PixelFormat.GRAY, new byte[0]));
    refused(
        "height: 65536 (expected: 1 to 65535)",
        () -> FaceImage.raw(1, 65_536, PixelFormat.GRAY, new byte[65_536]));
    refused(
        "pixels: 0 bytes (expected: 12884508675 for 65535 x 65535 BGR)",
        () -> FaceImage.raw(65_535, 65_535, PixelFormat.BGR, new byte[0]));
  }

  @Test
  void bytesChangedLater_doNotChangeTheImage() {
    byte[] pixels = {1};
    FaceImage image = FaceImage.raw(1, 1, PixelFormat.GRAY, pixels);
    pixels[0] = 2;
    assertEquals(1, image.message().getRaw().getPixels().byteAt(0));
  }

  @Test
  void buffer_isTakenFromItsPositionToItsLimit_andLeftAsItIs() {
    ByteBuffer direct = ByteBuffer.allocateDirect(5);
    direct.put("abcde".getBytes(UTF_8)).flip();
    for (ByteBuffer buffer :
        List.of(
            ByteBuffer.wrap("abcde".getBytes(UTF_8)),
            ByteBuffer.wrap("-abcde-".getBytes(UTF_8), 1, 5).slice(),
            ByteBuffer.wrap("abcde".getBytes(UTF_8)).asReadOnlyBuffer(),
            direct,
            direct.asReadOnlyBuffer())) {
      buffer.position(1).limit(4);

      assertEquals("bcd", encoded(FaceImage.of(buffer)), buffer::toString);

      assertEquals(1, buffer.position());
      assertEquals(4, buffer.limit());
    }
  }

  @Test
  void bufferChangedLater_doesNotChangeTheImage() {
    ByteBuffer buffer = ByteBuffer.wrap("abc".getBytes(UTF_8));
    FaceImage image = FaceImage.of(buffer);
    buffer.put(0, (byte) 'x');
    assertEquals("abc", encoded(image));
  }

  @Test
  void stream_isReadToItsEndAndLeftOpen() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream in =
        new FilterInputStream(new ByteArrayInputStream("abc".getBytes(UTF_8))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            // As a socket does: less than was asked for.
            return super.read(bytes, offset, Math.min(length, 1));
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };

    assertEquals("abc", encoded(FaceImage.read(in)));

    assertEquals(-1, in.read());
    assertFalse(closed.get());
  }

  @Test
  void streamOverTheBound_isRefusedAtTheFirstByteBeyond() throws IOException {
    InputStream fits = new ByteArrayInputStream("abc".getBytes(UTF_8));
    assertEquals("abc", encoded(FaceImage.read(fits, 3)));

    InputStream over = new ByteArrayInputStream("abcdef".getBytes(UTF_8));
    IOException error = assertThrows(IOException.class, () -> FaceImage.read(over, 3));

    assertEquals("image: over 3 bytes (expected: at most that)", error.getMessage());
    assertEquals('e', over.read());
    refused("maxBytes: 0 (expected: 1 or more)", () -> FaceImage.read(over, 0));
  }

  @Test
  void streamWithoutABoundOfItsOwn_mayHaveEightMebibytes() throws IOException {
    byte[] most = new byte[8 << 20];
    assertEquals(
        most.length, FaceImage.read(new ByteArrayInputStream(most)).message().getEncoded().size());

    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    assertThrows(IOException.class, () -> FaceImage.read(endless));
  }

  /** What loads {@code java.desktop} fails to, in a Java that does not have it. */
  @Test
  void withoutTheDesktopModule_filesAndRawPixelsAreTaken() throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base,java.logging,jdk.unsupported",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutDesktop.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(program.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, program.waitFor(), output);
    assertEquals("no desktop, 3 bytes, 1 pixel", output);
  }

  /** The program of that test. */
  static final class WithoutDesktop {
    public static void main(String[] arguments) {
      boolean desktop = ModuleLayer.boot().findModule("java.desktop").isPresent();
      FaceImage file = FaceImage.of("abc".getBytes(UTF_8));
      FaceImage raw = FaceImage.raw(1, 1, PixelFormat.GRAY, new byte[1]);
      System.out.printf(
          "%s desktop, %d bytes, %d pixel",
          desktop ? "a" : "no",
          file.message().getEncoded().size(),
          raw.message().getRaw().getPixels().size());
    }
  }

  @Test
  void malformedLandmarks_areRefused() {
    refused("landmarks: 9 numbers (expected: 10)", () -> Landmarks.of(new float[9]));
    refused("y: NaN (expected: a finite number)", () -> new Point(1, Float.NaN));
    refused("x: Infinity (expected: a finite number)", () -> new Point(Float.POSITIVE_INFINITY, 1));
  }

  @Test
  void malformedOptions_areRefused() {
    refused("version: -1 (expected: 0 or more)", () -> EmbedOptions.DEFAULT.withModel("face", -1));
    refused(
        "deadline: PT0S (expected: more than zero)",
        () -> EmbedOptions.DEFAULT.withDeadline(Duration.ZERO));
  }

  private static String encoded(FaceImage image) {
    return image.message().getEncoded().toStringUtf8();
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
