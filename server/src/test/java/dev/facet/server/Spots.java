package dev.facet.server;

import com.google.protobuf.ByteString;
import dev.facet.model.fixture.SpotPhoto;
import dev.facet.v1.FaceImage;
import dev.facet.v1.PixelFormat;
import dev.facet.v1.RawImage;

/** Photos of which {@link dev.facet.model.fixture.SpotDetector} takes parts for faces. */
final class Spots {

  /** Width and height of the photos, and of the detector's input. */
  static final int SIDE = 320;

  private Spots() {}

  /** Without a face. */
  static SpotPhoto photo() {
    return new SpotPhoto(SIDE, SIDE);
  }

  /** With two faces, of which the second is nearer to the middle. */
  static SpotPhoto twoFaces() {
    return photo().with(40, 72, 64).with(120, 136, 64);
  }

  /** As a request has it. */
  static FaceImage image(SpotPhoto photo) {
    return FaceImage.newBuilder()
        .setRaw(
            RawImage.newBuilder()
                .setWidth(photo.pixels().width())
                .setHeight(photo.pixels().height())
                .setFormat(PixelFormat.PIXEL_FORMAT_RGB)
                .setPixels(ByteString.copyFrom(photo.rgb())))
        .build();
  }
}
