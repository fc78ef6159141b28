package dev.facet.client;

/** How a pixel is laid out in memory: channels interleaved, eight bits each. */
public enum PixelFormat {
  /** Three bytes: red, green, blue. */
  RGB(3),
  /** Three bytes: blue, green, red (OpenCV's order). */
  BGR(3),
  /** One byte: luma. */
  GRAY(1);

  private final int channels;

  PixelFormat(int channels) {
    this.channels = channels;
  }

  /** Returns the number of bytes a pixel. */
  public int channels() {
    return channels;
  }
}
