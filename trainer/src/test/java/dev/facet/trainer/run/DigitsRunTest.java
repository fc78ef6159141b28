package dev.facet.trainer.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.FacePreprocessor;
import dev.facet.model.image.Pixels;
import dev.facet.model.similarity.Similarity;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that takes one channel, from files to a served bundle. */
class DigitsRunTest {

  private static final int DIGITS = 10;
  private static final int DRAWINGS = 20;

  @Test
  void digitsInGray_areTrainedAndServed(@TempDir Path directory) throws Exception {
    DrawnDigits.write(directory.resolve("digits"), DRAWINGS);
    ModelBundle trained =
        TrainingRun.start(
            new RunFiles(directory)
                .config(
                    """
                    output: DIR/run
                    data: {people: DIR/digits}
                    network: {backbone: lenet-plus-plus}
                    head: {kind: softmax, center: {}}
                    schedule: {kind: cosine, rate: 0.05, warm-up: 5}
                    training: {batch-size: 20, steps: 80}
                    """),
            List.of());
    Manifest.Input input = trained.manifest().input();
    assertEquals(Manifest.Channels.GRAY, input.channels());
    assertEquals(28, input.width());
    assertEquals(2, trained.manifest().output().dimension());
    try (EmbeddingModel served = EmbeddingModel.load(trained, ComputeDevice.CPU)) {
      // Guessing gives 0.1; after 150 steps of 50 digits it is above 0.9.
      assertTrue(accuracy(served) > 0.5, "accuracy " + accuracy(served));
    }
  }

  /** Share of new drawings whose nearest of one old drawing each is of the same digit. */
  private static double accuracy(EmbeddingModel model) throws BadImageException {
    float[][] known = embeddings(model, 0);
    int right = 0;
    for (int i = 0; i < DRAWINGS; i++) {
      float[][] asked = embeddings(model, DRAWINGS + i);
      for (int digit = 0; digit < DIGITS; digit++) {
        right += nearest(asked[digit], known) == digit ? 1 : 0;
      }
    }
    return right / (double) (DIGITS * DRAWINGS);
  }

  private static int nearest(float[] asked, float[][] known) {
    int nearest = 0;
    for (int i = 1; i < known.length; i++) {
      if (Similarity.cosine(asked, known[i]) > Similarity.cosine(asked, known[nearest])) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static float[][] embeddings(EmbeddingModel model, int number) throws BadImageException {
    FacePreprocessor preprocessor =
        new FacePreprocessor(model.manifest().input(), model.manifest().alignment());
    float[][] tensors = new float[DIGITS][];
    for (int digit = 0; digit < DIGITS; digit++) {
      tensors[digit] = preprocessor.tensor(pixels(DrawnDigits.image(digit, number)), null);
    }
    return model.embed(tensors);
  }

  private static Pixels pixels(BufferedImage image) throws BadImageException {
    byte[] luma = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    return Pixels.of(image.getWidth(), image.getHeight(), Manifest.Channels.GRAY, luma);
  }
}
