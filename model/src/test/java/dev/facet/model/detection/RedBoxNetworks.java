package dev.facet.model.detection;

import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.bundle.Manifest.About;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Three networks, made by hand, for which a face is a red rectangle on black. Its points are the
 * rectangle's corners and its middle, and its box is half as large again. They see it if all that
 * is red is inside of what they look at, and the better the nearer the box is to it in size. They
 * take BGR.
 */
final class RedBoxNetworks {

  private static final int RED = 2;

  private final int width;
  private final int height;

  /**
   * Networks of which the first takes tiles.
   *
   * @param width of a tile, in pixels
   * @param height of a tile, in pixels
   */
  RedBoxNetworks(int width, int height) {
    this.width = width;
    this.height = height;
  }

  DetectorManifest manifest() {
    List<Float> middle = List.of(127.5f, 127.5f, 127.5f);
    List<Float> range = List.of(128f, 128f, 128f);
    return new DetectorManifest(
        DetectorManifest.Layout.MTCNN,
        List.of(),
        new Input("data", width, height, Channels.BGR, middle, range),
        new About("", Map.of(), Map.of()));
  }

  /** A black photo with red rectangles. */
  static Pixels photo(int width, int height, List<FaceBox> faces) throws BadImageException {
    byte[] rgb = new byte[3 * width * height];
    for (FaceBox face : faces) {
      for (int y = (int) face.top(); y <= face.bottom(); y++) {
        for (int x = (int) face.left(); x <= face.right(); x++) {
          rgb[3 * (y * width + x)] = (byte) 255;
        }
      }
    }
    return Pixels.of(width, height, Channels.RGB, rgb);
  }

  /** What a network gives for an input. */
  float[] run(int network, float[] input) {
    return switch (network) {
      case 0 -> map(input);
      case 1 -> Arrays.copyOf(look(input, 24, 24, 0, 0, 24), 6);
      default -> look(input, 48, 48, 0, 0, 48);
    };
  }

  private float[] map(float[] tile) {
    int columns = (width - 12) / 2 + 1;
    int plane = columns * ((height - 12) / 2 + 1);
    float[] map = new float[6 * plane];
    for (int place = 0; place < plane; place++) {
      float[] seen = look(tile, width, height, place % columns * 2, place / columns * 2, 12);
      for (int value = 0; value < 6; value++) {
        map[value * plane + place] = seen[value];
      }
    }
    return map;
  }

  /** Scores, moves and points for a square of a tensor. */
  private static float[] look(float[] tensor, int width, int height, int x, int y, int side) {
    int left = side;
    int top = side;
    int right = 0;
    int bottom = 0;
    for (int v = 0; v < side; v++) {
      for (int u = 0; u < side; u++) {
        if (tensor[(RED * height + y + v) * width + x + u] > 0) {
          left = Math.min(left, u);
          top = Math.min(top, v);
          right = Math.max(right, u + 1);
          bottom = Math.max(bottom, v + 1);
        }
      }
    }
    if (left == 0 || top == 0 || right == side || bottom == side || left > right) {
      return parts(side, 0, 0, 0, 0, 0);
    }
    return parts(side, 1.5f * Math.max(right - left, bottom - top), left, top, right, bottom);
  }

  private static float[] parts(
      float side, float size, float left, float top, float right, float bottom) {
    float score = 1 - Math.abs(1 - size / side);
    float more = (right - left) / 4;
    float higher = (bottom - top) / 4;
    return new float[] {
      1 - score,
      score,
      (left - more) / side,
      (top - higher) / side,
      (right + more) / side - 1,
      (bottom + higher) / side - 1,
      left / side,
      right / side,
      (left + right) / 2 / side,
      left / side,
      right / side,
      top / side,
      top / side,
      (top + bottom) / 2 / side,
      bottom / side,
      bottom / side,
    };
  }
}
