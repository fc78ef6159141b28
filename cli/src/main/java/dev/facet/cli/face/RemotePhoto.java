package dev.facet.cli.face;

import dev.facet.client.FaceImage;
import java.io.IOException;

/** A photo as it is sent to a server. */
final class RemotePhoto {
  private RemotePhoto() {}

  /**
   * Reads it, with its landmarks where they are known.
   *
   * @throws PhotoException where the file cannot be read
   */
  static FaceImage read(Photo photo) throws PhotoException {
    try {
      FaceImage image = FaceImage.read(photo.file());
      return photo.place() instanceof FacePlace.Known known
          ? image.withLandmarks(WireFaces.onTheWire(known.landmarks()))
          : image;
    } catch (IOException e) {
      throw new PhotoException(FileFailure.reason(e), e);
    }
  }
}
