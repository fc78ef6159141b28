package dev.facet.trainer.data.augment;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One change after the other.
 *
 * @param changes may be empty
 */
public record InOrder(List<Augmentation> changes) implements Augmentation {

  /** Copies the list. */
  public InOrder {
    changes = List.copyOf(changes);
  }

  @Override
  public Planes apply(Planes face, RandomGenerator random) {
    Planes changed = face;
    for (Augmentation change : changes) {
      changed = change.apply(changed, random);
    }
    return changed;
  }
}
