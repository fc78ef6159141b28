package dev.facet.trainer.data.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.evaluation.FacePair;
import dev.facet.model.evaluation.LandmarksFile;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.fixture.SharedData;
import dev.facet.model.image.ImageDecoder;
import dev.facet.trainer.data.BadDataException;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.DrawnFaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationSetTest {

  private static final ImageDecoder DECODER = new ImageDecoder(1 << 20, 1 << 20);

  private final Path directory;

  VerificationSetTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void pairList_hasEachPhotoOnce() throws Exception {
    DrawnFaces.write(directory, 2, 1);
    String a = DrawnFaces.name(0, 1);
    String b = DrawnFaces.name(0, 2);
    String c = DrawnFaces.name(1, 1);
    PairList list =
        new PairList(
            List.of(
                List.of(new FacePair(a, b, true), new FacePair(c, b, false)),
                List.of(new FacePair(b, a, true))),
            false);
    VerificationSet set = VerificationSet.of(list, directory, null, DECODER);
    assertEquals(3, set.photos().size());
    assertEquals(List.of(a, b, c), List.of(0, 1, 2).stream().map(set.photos()::name).toList());
    assertEquals(
        List.of(
            List.of(new VerificationPair(0, 1, true), new VerificationPair(2, 1, false)),
            List.of(new VerificationPair(1, 0, true))),
        set.folds());
    assertEquals(40, set.photos().photo(2).pixels().width());
  }

  @Test
  void viewOneTestPairs_areFoundWithTheirLandmarks() throws Exception {
    Path lfw = SharedData.require("data/lfw");
    VerificationSet set =
        VerificationSet.of(
            PairList.read(lfw.resolve("pairsDevTest.txt")),
            lfw.resolve("images"),
            LandmarksFile.read(lfw.resolve("landmarks.txt")),
            DECODER);
    assertEquals(1000, set.pairs().size());
    assertEquals(1, set.folds().size());
    for (int i = 0; i < set.photos().size(); i += 100) {
      assertEquals(250, set.photos().photo(i).pixels().height());
    }
  }

  @Test
  void binFile_hasItsPairsInTenFolds_withItsImages() throws Exception {
    DrawnFaces.write(directory, 2);
    byte[] first = Files.readAllBytes(directory.resolve(DrawnFaces.name(0, 1)));
    byte[] second = Files.readAllBytes(directory.resolve(DrawnFaces.name(0, 2)));
    List<byte[]> images = new ArrayList<>();
    List<Boolean> same = new ArrayList<>();
    for (int pair = 0; pair < 23; pair++) {
      images.add(first);
      images.add(pair == 22 ? new byte[] {1} : second);
      same.add(pair % 2 == 0);
    }
    VerificationSet set = VerificationSet.ofBin(write(images, same), DECODER);

    assertEquals(46, set.photos().size());
    assertEquals(
        List.of(3, 3, 3, 2, 2, 2, 2, 2, 2, 2), set.folds().stream().map(List::size).toList());
    assertEquals(new VerificationPair(4, 5, true), set.folds().get(0).get(2));
    assertEquals(new VerificationPair(6, 7, false), set.folds().get(1).get(0));
    assertEquals(40, set.photos().photo(7).pixels().width());
    BadPhotoException bad = assertThrows(BadPhotoException.class, () -> set.photos().photo(45));
    assertTrue(String.valueOf(bad.getMessage()).startsWith("image 45: image: "));
  }

  @Test
  void fewPairs_areOneFold() throws Exception {
    byte[] image = {1};
    VerificationSet set =
        VerificationSet.ofBin(write(List.of(image, image), List.of(true)), DECODER);
    assertEquals(List.of(List.of(new VerificationPair(0, 1, true))), set.folds());
  }

  @Test
  void binFileOfAnotherContent_isRefused() throws Exception {
    byte[] image = {1};
    assertRefused(
        write(List.of(image), List.of(true)),
        "1 images for 1 truth values (expected: two for each, and at least one)");
    assertRefused(
        write(List.of(), List.of()),
        "0 images for 0 truth values (expected: two for each, and at least one)");
    assertRefused(
        bytes(0x80, 2, ']', '.'), "no pair (expected: a list of images and one of truths)");
    assertRefused(bytes(0x80, 2, ']', 0x88, 'a', ']', 0x86, '.'), "no list of images");
    assertRefused(bytes(0x80, 2, ']', 0x88, 0x86, '.'), "no list of truth values");
    assertRefused(
        bytes(0x80, 2, 'c'),
        "pickle: opcode 0x63 at byte 2" + " (expected: only lists, pairs, bytes and truth values)");
  }

  private static void assertRefused(Path file, String problem) {
    BadDataException bad =
        assertThrows(BadDataException.class, () -> VerificationSet.ofBin(file, DECODER));
    assertEquals(file + ": " + problem, bad.getMessage());
  }

  private Path bytes(int... values) throws IOException {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Files.write(directory.resolve("set.bin"), bytes);
  }

  /** As Python 3 writes it in protocol 3, without remembering anything. */
  private Path write(List<byte[]> images, List<Boolean> same) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 3, ']', '('});
    for (byte[] image : images) {
      out.write('B');
      out.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(image.length).array());
      out.writeBytes(image);
    }
    out.writeBytes(new byte[] {'e', ']', '('});
    for (boolean truth : same) {
      out.write(truth ? 0x88 : 0x89);
    }
    out.writeBytes(new byte[] {'e', (byte) 0x86, '.'});
    return Files.write(directory.resolve("set.bin"), out.toByteArray());
  }
}
