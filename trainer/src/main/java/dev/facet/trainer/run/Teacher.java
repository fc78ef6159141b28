package dev.facet.trainer.run;

import dev.facet.model.bundle.BadBundleException;
import dev.facet.model.bundle.Manifest;
import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.trainer.config.ObjectiveConfig.Distillation;
import java.util.Arrays;

/**
 * A model that a network learns from. It sees the very tensors that the network sees, changed at
 * random as they are, so that its answers are right for them; they are computed anew each time, by
 * the thread of the run, before a micro-batch begins.
 */
final class Teacher implements AutoCloseable {

  private final EmbeddingModel model;

  private Teacher(EmbeddingModel model) {
    this.model = model;
  }

  /**
   * Loads a teacher.
   *
   * @param student what it is to teach
   * @throws BadBundleException if it is damaged, takes other tensors than the student, or has
   *     another dimension though cosines with it are to be learned
   */
  static Teacher load(Distillation config, Manifest student, ComputeDevice device)
      throws BadBundleException {
    ModelBundle bundle = ModelBundle.open(config.teacher());
    Manifest manifest = bundle.manifest();
    require("input", describe(manifest), describe(student));
    if (config.cosine() > 0) {
      require("output.dimension", manifest.output().dimension(), student.output().dimension());
    }
    return new Teacher(EmbeddingModel.load(bundle, device));
  }

  private static void require(String key, Object teachers, Object students)
      throws BadBundleException {
    if (!teachers.equals(students)) {
      throw new BadBundleException(
          "teacher's " + key, teachers, "that of the network, " + students);
    }
  }

  /** What decides the tensor of a face: all but the input's name. */
  private static String describe(Manifest manifest) {
    Manifest.Input input = manifest.input();
    return "%d x %d, %s, mean %s, std %s, %s"
        .formatted(
            input.width(),
            input.height(),
            input.channels(),
            input.mean(),
            input.std(),
            manifest.alignment().template());
  }

  /** Names the teacher's embedding space. */
  String digest() {
    return model.digest();
  }

  /**
   * Embeds a batch.
   *
   * @param data n tensors, one after the other
   * @return n x dimension values
   */
  float[][] embed(float[] data, int n) {
    int size = data.length / n;
    float[][] faces = new float[n][];
    Arrays.setAll(faces, i -> Arrays.copyOfRange(data, i * size, (i + 1) * size));
    return model.embed(faces);
  }

  @Override
  public void close() {
    model.close();
  }
}
