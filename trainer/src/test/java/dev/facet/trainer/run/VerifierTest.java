package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.VerificationReport;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.similarity.Similarity;
import dev.facet.trainer.config.VerificationConfig;
import dev.facet.trainer.data.BadPhotoException;
import dev.facet.trainer.data.Photo;
import dev.facet.trainer.data.PhotoSource;
import dev.facet.trainer.data.verification.VerificationPair;
import dev.facet.trainer.data.verification.VerificationSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {

  private final RunFiles files;
  private final EmbeddingModel model;

  VerifierTest(@TempDir Path directory) throws IOException {
    files = new RunFiles(directory);
    ModelBundle bundle = files.publish("face", 1);
    model = EmbeddingModel.load(bundle, ComputeDevice.CPU);
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void photosPreparedAhead_giveTheReportOfPhotoAfterPhoto() throws Exception {
    VerificationSet set = set();
    assertTrue(set.photos().size() % 16 != 0, "the last chunk is a smaller one");
    FacePreprocessor preprocessor =
        new FacePreprocessor(model.manifest().input(), model.manifest().alignment());
    List<float[]> embeddings = new ArrayList<>();
    for (int i = 0; i < set.photos().size(); i++) {
      Photo photo = set.photos().photo(i);
      float[][] face = {photo.tensor(preprocessor)};
      embeddings.add(model.embed(face)[0]);
    }
    List<ScoredPair> scored = new ArrayList<>();
    for (VerificationPair pair : set.pairs()) {
      double cosine =
          Similarity.cosine(embeddings.get(pair.first()), embeddings.get(pair.second()));
      scored.add(new ScoredPair(cosine, pair.same()));
    }
    VerificationReport expected = VerificationReport.of(List.of(scored), OptionalDouble.empty());
    for (int threads : new int[] {1, 4}) {
      VerificationReport report = new Verifier(set, threads).judge(model);
      assertEquals(expected.auc(), report.auc(), 1e-9);
      assertEquals(expected.best().accuracy(), report.best().accuracy(), 1e-9);
      // Batches of other sizes round differently.
      assertEquals(expected.best().threshold(), report.best().threshold(), 1e-5);
    }
  }

  @Test
  void photos_areReadByThreadsBesideEachOther() throws Exception {
    VerificationSet set = set();
    CountDownLatch second = new CountDownLatch(1);
    PhotoSource waiting =
        new PhotoSource() {
          @Override
          public int size() {
            return set.photos().size();
          }

          @Override
          public String name(int index) {
            return set.photos().name(index);
          }

          @Override
          public Photo photo(int index) throws BadPhotoException {
            if (index == 1) {
              second.countDown();
            }
            if (index == 0 && !await(second)) {
              throw new BadPhotoException(name(index), "waits for the next in vain");
            }
            return set.photos().photo(index);
          }
        };
    VerificationReport report =
        new Verifier(new VerificationSet(waiting, set.folds()), 2).judge(model);
    assertEquals(new Verifier(set, 1).judge(model).auc(), report.auc());
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void firstBadPhoto_isNamed_andNoThreadIsLeft() throws Exception {
    VerificationSet set = set();
    for (int bad : new int[] {19, 5}) {
      Path photo = files.people().root().resolve(set.photos().name(bad));
      Files.writeString(photo, "no photo");
      BadPhotoException refused =
          assertThrows(BadPhotoException.class, () -> new Verifier(set, 4).judge(model));
      String said = String.valueOf(refused.getMessage());
      assertTrue(said.startsWith(set.photos().name(bad)), said);
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("facet-photos")) {
        thread.join(TimeUnit.SECONDS.toMillis(20));
        assertTrue(!thread.isAlive(), "a worker lives on");
      }
    }
  }

  private VerificationSet set() throws IOException {
    return Sources.pairs(
        new VerificationConfig.Pairs(
            files.directory().resolve("pairs.txt"), files.people().root(), Optional.empty()));
  }
}
