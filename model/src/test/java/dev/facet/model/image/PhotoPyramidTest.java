package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Input;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoPyramidTest {

  private static final Input RAW =
      new Input("data", 1, 1, Channels.RGB, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1, 2, 2.1, 5, 9.7, 40, 500})
  void window_isThatOfThePhoto_butForRounding(double scale) {
    int width = 203;
    int height = 141;
    byte[] noise = new byte[3 * width * height];
    new Random(3).nextBytes(noise);
    Pixels photo = new Pixels(width, height, noise);
    PhotoPyramid pyramid = new PhotoPyramid(photo);

    for (double corner : new double[] {-30.3, 0, 20.7, 130}) {
      Window window = new Window(corner, corner / 2, scale, 20, 24);

      // Each halving rounds by half a value, of which the next ones average much away.
      assertArrayEquals(window.tensor(photo, RAW), window.tensor(pyramid, RAW), 1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3, 30})
  void halvings_areMadeOnce(double scale) {
    PhotoPyramid pyramid = new PhotoPyramid(Faces.photo(100, 90));
    Crop crop = new Crop(new SimilarityTransform(scale, 0, 0, 0), 3, 3);

    assertSame(pyramid.excerpt(crop).pixels(), pyramid.excerpt(crop).pixels());
  }
}
