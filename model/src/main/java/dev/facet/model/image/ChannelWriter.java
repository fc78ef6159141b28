package dev.facet.model.image;

import dev.facet.model.bundle.Manifest.Channels;
import java.util.List;

/** Writes rows of a face where a model wants them, in its range. Used by one thread. */
final class ChannelWriter {

  private final Channels channels;
  private final int size;
  private final float[] values;
  private final float[] mean = new float[3];
  private final float[] gain = new float[3];

  /**
   * A writer of values {@code (v - mean) / std}.
   *
   * @param size pixels of the face
   * @param mean of each channel
   * @param std of each channel
   */
  ChannelWriter(Channels channels, int size, List<Float> mean, List<Float> std) {
    this.channels = channels;
    this.size = size;
    this.values = new float[channels.count() * size];
    for (int channel = 0; channel < channels.count(); channel++) {
      this.mean[channel] = mean.get(channel);
      this.gain[channel] = 1 / std.get(channel);
    }
  }

  /** A writer of planes of red, green and blue, 0 to 255. */
  static ChannelWriter ofPlanes(int size) {
    return new ChannelWriter(Channels.RGB, size, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
  }

  /**
   * Writes pixels beside each other.
   *
   * @param first place of the first
   * @param pixels red, green and blue of each
   */
  void put(int first, float[] pixels) {
    switch (channels) {
      case RGB -> {
        put(first, pixels, 0, 0);
        put(first, pixels, 1, 1);
        put(first, pixels, 2, 2);
      }
      case BGR -> {
        put(first, pixels, 2, 0);
        put(first, pixels, 1, 1);
        put(first, pixels, 0, 2);
      }
      case GRAY -> {
        int at = first;
        for (int i = 0; i < pixels.length; i += 3) {
          values[at++] = scaled(luma(pixels[i], pixels[i + 1], pixels[i + 2]), 0);
        }
      }
    }
  }

  /**
   * Writes all pixels of the face as they are.
   *
   * @param rgb red, green and blue of each
   */
  void put(byte[] rgb) {
    switch (channels) {
      case RGB -> {
        put(rgb, 0, 0);
        put(rgb, 1, 1);
        put(rgb, 2, 2);
      }
      case BGR -> {
        put(rgb, 2, 0);
        put(rgb, 1, 1);
        put(rgb, 0, 2);
      }
      case GRAY -> {
        for (int i = 0; i < size; i++) {
          int at = 3 * i;
          values[i] = scaled(luma(rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff), 0);
        }
      }
    }
  }

  private void put(byte[] rgb, int from, int plane) {
    float[] scaled = new float[256];
    for (int value = 0; value < scaled.length; value++) {
      scaled[value] = scaled(value, plane);
    }
    int at = plane * size;
    for (int i = from; i < rgb.length; i += 3) {
      values[at++] = scaled[rgb[i] & 0xff];
    }
  }

  private void put(int first, float[] pixels, int from, int plane) {
    int at = plane * size + first;
    for (int i = from; i < pixels.length; i += 3) {
      values[at++] = scaled(pixels[i], plane);
    }
  }

  private static float luma(float red, float green, float blue) {
    return 0.299f * red + 0.587f * green + 0.114f * blue;
  }

  private float scaled(float value, int plane) {
    return (value - mean[plane]) * gain[plane];
  }

  /** All that was written, plane by plane: the array itself. */
  float[] values() {
    return values;
  }
}
