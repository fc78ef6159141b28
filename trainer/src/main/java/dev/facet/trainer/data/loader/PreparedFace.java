package dev.facet.trainer.data.loader;

import dev.facet.trainer.data.BadPhotoException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one place of a batch holds. */
final class PreparedFace {

  private final int photo;
  private final float @Nullable [] tensor;
  private final Map<Integer, BadPhotoException> bad;

  PreparedFace(int photo, float @Nullable [] tensor, Map<Integer, BadPhotoException> bad) {
    this.photo = photo;
    this.tensor = tensor;
    this.bad = bad;
  }

  /** The photo that was used. */
  int photo() {
    return photo;
  }

  /** The model's input, or null where every photo that was tried is bad. */
  float @Nullable [] tensor() {
    return tensor;
  }

  /** The bad photos that were tried before, in that order. */
  Map<Integer, BadPhotoException> bad() {
    return bad;
  }
}
