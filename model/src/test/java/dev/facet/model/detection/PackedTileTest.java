package dev.facet.model.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.PhotoPyramid;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedTileTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 32;
  private static final Input INPUT =
      new Input(
          "data",
          WIDTH,
          HEIGHT,
          Channels.BGR,
          List.of(127.5f, 127.5f, 127.5f),
          List.of(128f, 128f, 128f));

  private static final PackedTile.Placed FIRST =
      new PackedTile.Placed(new LevelPart(new PyramidLevel(1.5, 60, 50), 18, 4, 20, 30), 0, 2);
  private static final PackedTile.Placed SECOND =
      new PackedTile.Placed(new LevelPart(new PyramidLevel(3, 30, 26), 0, 0, 16, 20), 22, 6);

  @Test
  void parts_areTheirWindowsAtTheirPlaces() throws BadImageException {
    byte[] noise = new byte[3 * 90 * 75];
    new Random(1).nextBytes(noise);
    PhotoPyramid photo = new PhotoPyramid(Pixels.of(90, 75, Channels.RGB, noise));

    float[] tensor = new PackedTile(List.of(FIRST, SECOND)).tensor(photo, INPUT);

    assertEquals(3 * HEIGHT * WIDTH, tensor.length);
    for (PackedTile.Placed placed : List.of(FIRST, SECOND)) {
      LevelPart part = placed.part();
      float[] window = part.window().tensor(photo, INPUT);
      for (int channel = 0; channel < 3; channel++) {
        for (int y = 0; y < part.height(); y++) {
          for (int x = 0; x < part.width(); x++) {
            int at = (channel * HEIGHT + placed.y() + y) * WIDTH + placed.x() + x;
            assertEquals(window[(channel * part.height() + y) * part.width() + x], tensor[at]);
            tensor[at] = 0;
          }
        }
      }
    }
    for (float value : tensor) {
      assertEquals(0, value);
    }
  }

  @Test
  void boxOfAWindow_isWhatItShowsOfThePhoto() {
    Window part = SECOND.part().window();

    FaceBox box = SECOND.part().box(4, 8);
    FaceBox last = FIRST.part().box(8, 18);

    // From the edge of the window's first pixel to that of its last.
    assertEquals(part.photoX(4 - 0.5) + 0.5, box.left());
    assertEquals(part.photoY(8 - 0.5) + 0.5, box.top());
    assertEquals(part.photoX(16 - 0.5) - 0.5, box.right());
    assertEquals(part.photoY(20 - 0.5) - 0.5, box.bottom());
    assertEquals(FIRST.part().window().photoX(20 - 0.5) - 0.5, last.right());
    assertEquals(FIRST.part().window().photoY(30 - 0.5) - 0.5, last.bottom());
  }

  @Test
  void windowsOfAPart_leaveOneWhereTheyOverlap_butPartsAreApart() {
    float[] outputs = new float[6 * 15 * 11];
    Arrays.fill(outputs, 15 * 11, 2 * 15 * 11, 0.9f);
    ProposalMap map = new ProposalMap(WIDTH, HEIGHT, outputs);

    List<Proposal> alone = new PackedTile(List.of(FIRST)).proposals(map, 0.6, 0.5);
    List<Proposal> both = new PackedTile(List.of(FIRST, SECOND)).proposals(map, 0.6, 0.5);

    assertEquals(alone, both.subList(0, alone.size()));
    assertTrue(both.size() > alone.size(), both::toString);
    for (Proposal one : alone) {
      for (Proposal other : alone) {
        assertTrue(one.equals(other) || one.box().intersectionOverUnion(other.box()) <= 0.5);
      }
    }
    assertTrue(alone.size() > 1 && alone.size() < 5 * 10, alone::toString);
  }
}
