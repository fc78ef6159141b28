package dev.facet.trainer.data.loader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.Manifest.Channels;
import dev.facet.model.bundle.Manifest.Template;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.ImageDecoder;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.DrawnFaces;
import dev.facet.trainer.data.FaceSource;
import dev.facet.trainer.data.PeopleFolder;
import dev.facet.trainer.data.Photo;
import dev.facet.trainer.data.augment.Augmentation;
import dev.facet.trainer.data.augment.ColorJitter;
import dev.facet.trainer.data.augment.CropJitter;
import dev.facet.trainer.data.augment.Cutout;
import dev.facet.trainer.data.augment.InOrder;
import dev.facet.trainer.data.augment.Mirror;
import dev.facet.trainer.data.augment.Sometimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLoaderTest {

  private static final Manifest.Input INPUT =
      new Manifest.Input(
          "data", 16, 16, Channels.BGR, List.of(127.5f, 127.5f, 127.5f), List.of(128f, 128f, 128f));
  private static final Manifest.Alignment CROPS = new Manifest.Alignment(Template.NONE, false);
  private static final Augmentation NONE = new InOrder(List.of());
  private static final Augmentation MUCH =
      new InOrder(
          List.of(
              new Sometimes(0.5, new Mirror()),
              new CropJitter(0.1, 0.1),
              new ColorJitter(0.3, 0.3, 0.3),
              new Sometimes(0.5, new Cutout(0.4))));

  private final Path root;
  private final List<String> reported = new ArrayList<>();

  BatchLoaderTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void batches_areTheSame_whateverTheThreads() throws Exception {
    FaceSource faces = folder(4, 3, 5, 2);
    List<Batch> one = batches(faces, MUCH, new LoaderOptions(4, 1, 1, 0), Position.START, 9);
    List<Batch> four = batches(faces, MUCH, new LoaderOptions(4, 4, 5, 0), Position.START, 9);
    assertSame(one, four);
    assertEquals(new Position(2, 2), four.get(8).position());
    assertFalse(Arrays.equals(one.get(0).data(), one.get(1).data()));
  }

  @Test
  void runThatGoesOn_getsTheBatchesThatItWouldHaveGot() throws Exception {
    FaceSource faces = folder(4, 3, 5, 2);
    LoaderOptions options = new LoaderOptions(4, 2, 2, 0);
    List<Batch> whole = batches(faces, MUCH, options, Position.START, 9);
    for (int stop = 0; stop < 8; stop++) {
      Position next = whole.get(stop).next();
      List<Batch> rest = batches(faces, MUCH, options, next, 8 - stop);
      assertSame(whole.subList(stop + 1, 9), rest);
    }
  }

  @Test
  void otherSeed_changesTheFacesOtherwise() throws Exception {
    FaceSource faces = folder(4, 4);
    FacePreparation one = new FacePreparation(faces, INPUT, CROPS, MUCH, 1);
    FacePreparation two = new FacePreparation(faces, INPUT, CROPS, MUCH, 2);
    assertArrayEquals(one.prepare(0, 0, 3, 1).tensor(), one.prepare(0, 0, 3, 1).tensor());
    assertFalse(Arrays.equals(one.prepare(0, 0, 3, 1).tensor(), two.prepare(0, 0, 3, 1).tensor()));
    assertFalse(Arrays.equals(one.prepare(0, 0, 3, 1).tensor(), one.prepare(1, 0, 3, 1).tensor()));
    assertFalse(Arrays.equals(one.prepare(0, 0, 3, 1).tensor(), one.prepare(0, 1, 3, 1).tensor()));
  }

  @Test
  void epoch_hasEachPhotoAtMostOnce_withItsLabelAndTheModelsInput() throws Exception {
    FaceSource faces = folder(4, 3, 5, 2);
    FacePreprocessor preprocessor = new FacePreprocessor(INPUT, CROPS);
    List<Integer> seen = new ArrayList<>();
    for (Batch batch : batches(faces, NONE, new LoaderOptions(4, 2, 2, 0), Position.START, 3)) {
      assertEquals(4, batch.size());
      for (int i = 0; i < 4; i++) {
        int photo = batch.photos()[i];
        seen.add(photo);
        assertEquals(faces.label(photo), batch.labels()[i]);
        assertArrayEquals(
            preprocessor.tensor(faces.photo(photo).pixels(), null),
            Arrays.copyOfRange(batch.data(), i * 768, (i + 1) * 768));
      }
    }
    assertEquals(12, seen.stream().distinct().count());
  }

  @Test
  void badPhoto_isReportedOnce_andTheNextTakesItsPlace() throws Exception {
    folder(4, 4, 2);
    breakPhoto(1, 2);
    breakPhoto(1, 3);
    FaceSource faces = PeopleFolder.open(root, null, new ImageDecoder(99_999, 99_999));
    List<Batch> batches = batches(faces, MUCH, new LoaderOptions(5, 3, 2, 0.2), Position.START, 6);
    assertEquals(2, reported.size());
    assertTrue(reported.stream().anyMatch(text -> text.startsWith(DrawnFaces.name(1, 2) + ": ")));
    assertTrue(reported.stream().anyMatch(text -> text.startsWith(DrawnFaces.name(1, 3) + ": ")));
    int replaced = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] order = new ShuffledOrder(10, 5).order(epoch);
      for (int place = 0; place < 10; place++) {
        int used = batches.get(2 * epoch + place / 5).photos()[place % 5];
        boolean bad = order[place] == 5 || order[place] == 6;
        assertEquals(bad ? 7 : order[place], used);
        replaced += bad ? 1 : 0;
      }
    }
    assertEquals(6, replaced);
  }

  @Test
  void moreBadPhotosThanAccepted_stopTheRun_atTheSameBatch() throws Exception {
    folder(4, 4, 2);
    breakPhoto(0, 4);
    breakPhoto(1, 3);
    FaceSource faces = PeopleFolder.open(root, null, new ImageDecoder(99_999, 99_999));
    int[] order = new ShuffledOrder(10, 5).order(0);
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < 10; place++) {
      if (order[place] == 3 || order[place] == 6) {
        places.add(place);
      }
    }
    for (int threads = 1; threads <= 4; threads++) {
      try (BatchLoader loader =
          loader(faces, MUCH, new LoaderOptions(1, threads, 4, 0.1), Position.START)) {
        for (int batch = 0; batch < places.get(1); batch++) {
          assertEquals(batch, loader.next().position().batch());
        }
        TooManyBadPhotosException bad = assertThrows(TooManyBadPhotosException.class, loader::next);
        assertEquals("bad photos: 2 of 10 (expected: at most 1)", bad.getMessage());
      }
    }
  }

  @Test
  void allPhotosBad_stopTheRun() throws Exception {
    folder(2, 1);
    breakPhoto(0, 1);
    breakPhoto(0, 2);
    breakPhoto(1, 1);
    FaceSource faces = PeopleFolder.open(root, null, new ImageDecoder(99_999, 99_999));
    try (BatchLoader loader =
        loader(faces, MUCH, new LoaderOptions(2, 2, 2, 0.99), Position.START)) {
      assertThrows(TooManyBadPhotosException.class, loader::next);
      assertEquals(3, reported.size());
    }
  }

  @Test
  void faultOfAWorker_isNoBadPhoto() throws Exception {
    Augmentation fault =
        (face, random) -> {
          throw new ArithmeticException("fault");
        };
    try (BatchLoader loader =
        loader(folder(4), fault, new LoaderOptions(2, 2, 2, 0.5), Position.START)) {
      IllegalStateException e = assertThrows(IllegalStateException.class, loader::next);
      assertTrue(e.getCause() instanceof ArithmeticException);
      assertEquals(List.of(), reported);
    }
  }

  @Test
  void photos_areDecodedAhead_inParallel_andNoFurtherThanAsked() throws Exception {
    CountDownLatch twoAtOnce = new CountDownLatch(2);
    CountDownLatch ahead = new CountDownLatch(6);
    AtomicInteger begun = new AtomicInteger();
    FaceSource watched =
        new WatchedFaces(
            folder(8, 8),
            () -> {
              begun.incrementAndGet();
              meet(twoAtOnce);
              ahead.countDown();
            });
    try (BatchLoader loader =
        loader(watched, NONE, new LoaderOptions(2, 2, 3, 0), Position.START)) {
      ahead.await();
      assertEquals(6, begun.get());
      loader.next();
    }
    assertTrue(begun.get() <= 8);
  }

  @Test
  void closedLoader_givesNothing_andLeavesTheSourceOpen() throws Exception {
    FaceSource faces = folder(4);
    BatchLoader loader = loader(faces, NONE, new LoaderOptions(2, 2, 2, 0), Position.START);
    loader.close();
    loader.close();
    assertThrows(IllegalStateException.class, loader::next);
    assertEquals(40, faces.photo(0).pixels().width());
  }

  @Test
  void batchBeyondTheEpoch_isRefused() throws Exception {
    FaceSource faces = folder(4);
    for (Position start : List.of(new Position(0, 2), new Position(3, 9))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> loader(faces, NONE, new LoaderOptions(2, 1, 1, 0), start));
    }
    IllegalArgumentException bad =
        assertThrows(
            IllegalArgumentException.class,
            () -> loader(faces, NONE, new LoaderOptions(5, 1, 1, 0), Position.START));
    assertEquals(
        "batch 0 (expected: below 0, the batches of 5 in 4 places of an epoch)", bad.getMessage());
  }

  @Test
  void optionsOutOfRange_areRefusedByName() {
    assertEquals(
        "threads: 0 (expected: 1 to 1024)",
        assertThrows(IllegalArgumentException.class, () -> new LoaderOptions(1, 0, 1, 0))
            .getMessage());
    assertEquals(
        "bad-share: 1.0 (expected: 0 to below 1)",
        assertThrows(IllegalArgumentException.class, () -> new LoaderOptions(1, 1, 1, 1))
            .getMessage());
  }

  /** A source that says when a photo is asked for. */
  private record WatchedFaces(FaceSource faces, Runnable asked) implements FaceSource {
    @Override
    public int size() {
      return faces.size();
    }

    @Override
    public int people() {
      return faces.people();
    }

    @Override
    public int label(int index) {
      return faces.label(index);
    }

    @Override
    public String name(int index) {
      return faces.name(index);
    }

    @Override
    public Photo photo(int index) throws BadPhotoException {
      asked.run();
      return faces.photo(index);
    }
  }

  /** The first waits for the second; those that come later pass. */
  private static void meet(CountDownLatch others) {
    others.countDown();
    try {
      others.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private FaceSource folder(int... counts) throws Exception {
    return PeopleFolder.open(
        DrawnFaces.write(root, counts), null, new ImageDecoder(99_999, 99_999));
  }

  private void breakPhoto(int person, int photo) throws Exception {
    Files.writeString(root.resolve(DrawnFaces.name(person, photo)), "broken");
  }

  private BatchLoader loader(
      FaceSource faces, Augmentation augmentation, LoaderOptions options, Position start) {
    return new BatchLoader(
        new FacePreparation(faces, INPUT, CROPS, augmentation, 3),
        new ShuffledOrder(faces.size(), 5),
        options,
        start,
        bad -> reported.add(String.valueOf(bad.getMessage())));
  }

  private List<Batch> batches(
      FaceSource faces, Augmentation augmentation, LoaderOptions options, Position start, int count)
      throws Exception {
    List<Batch> batches = new ArrayList<>();
    try (BatchLoader loader = loader(faces, augmentation, options, start)) {
      for (int i = 0; i < count; i++) {
        batches.add(loader.next());
      }
    }
    return batches;
  }

  private static void assertSame(List<Batch> expected, List<Batch> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).position(), actual.get(i).position());
      assertArrayEquals(expected.get(i).photos(), actual.get(i).photos());
      assertArrayEquals(expected.get(i).labels(), actual.get(i).labels());
      assertArrayEquals(expected.get(i).data(), actual.get(i).data());
    }
  }
}
