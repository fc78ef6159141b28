package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {

  /** Takes pixels as they are. */
  private static final Manifest.Input PLAIN =
      new Manifest.Input("data", 1, 1, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  /** Red is the column and green the row, so that interpolation is exact. */
  private static Pixels slope(int width, int height) throws BadImageException {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      rgb[3 * i] = (byte) (i % width);
      rgb[3 * i + 1] = (byte) (i / width);
    }
    return Pixels.of(width, height, Channels.RGB, rgb);
  }

  @Test
  void pixels_showThePhotoWhereTheWindowSaysTheyDo() throws Exception {
    Window window = new Window(20.25, 10.5, 1.75, 24, 16);

    float[] tensor = window.tensor(slope(120, 80), PLAIN);

    assertEquals(3 * 24 * 16, tensor.length);
    for (int v = 0; v < 16; v++) {
      for (int u = 0; u < 24; u++) {
        // By the corners of the pixel: 20.25 from the photo's edge, and 1.75 wide.
        double x = 20.25 + 1.75 * u + 1.75 / 2 - 0.5;
        double y = 10.5 + 1.75 * v + 1.75 / 2 - 0.5;
        assertEquals(x, window.photoX(u), 1e-9);
        assertEquals(y, window.photoY(v), 1e-9);
        assertEquals(x, tensor[24 * v + u], 1e-3);
        assertEquals(y, tensor[24 * 16 + 24 * v + u], 1e-3);
      }
    }
  }

  @Test
  void whatLiesOutsideThePhoto_isBlack_inTheChannelsOfTheInput() throws Exception {
    Pixels white = Pixels.of(8, 8, Channels.GRAY, filled(64, 255));
    Manifest.Input input =
        new Manifest.Input("data", 1, 1, Channels.GRAY, List.of(55f), List.of(100f));

    float[] tensor = new Window(-8, 0, 1, 24, 8).tensor(white, input);

    assertEquals(-0.55f, tensor[0], 1e-6f);
    assertEquals(2, tensor[8], 1e-6f);
    assertEquals(2, tensor[15], 1e-6f);
    assertEquals(-0.55f, tensor[16], 1e-6f);
  }

  @Test
  void wholePhoto_isShrunkUntilItFits_andEnlargedTwiceAtMost() throws Exception {
    assertEquals(new Window(0, 0, 2, 64, 64), Window.whole(slope(128, 50), 64, 64));
    assertEquals(new Window(0, 0, 2, 64, 32), Window.whole(slope(100, 64), 64, 32));
    assertEquals(new Window(0, 0, 0.75, 64, 64), Window.whole(slope(48, 10), 64, 64));
    assertEquals(new Window(0, 0, 0.5, 64, 64), Window.whole(slope(10, 10), 64, 64));
  }

  @Test
  void windowOfNothing_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Window(0, 0, 0, 8, 8));
    assertThrows(IllegalArgumentException.class, () -> new Window(0, 0, Double.NaN, 8, 8));
    assertThrows(IllegalArgumentException.class, () -> new Window(0, 0, 1, 0, 8));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
