package dev.facet.model.bundle;

import dev.facet.model.bundle.Manifest.About;
import dev.facet.model.bundle.Manifest.Files;
import dev.facet.model.bundle.Manifest.Input;
import java.util.List;

/**
 * What must be known of a detector to serve it: the content of a {@code model.yaml} of {@code kind:
 * detector}. Immutable.
 *
 * @param layout what its networks give, and so how faces are made of it
 * @param networks the files of its networks, in the order in which they run
 * @param input what its first network takes; the others take the same channels and range, in sizes
 *     that the layout says
 * @param about for people; nothing of it changes what is found
 */
public record DetectorManifest(Layout layout, List<Files> networks, Input input, About about) {

  /** Copies the list. */
  public DetectorManifest {
    networks = List.copyOf(networks);
  }

  /** What the networks of a detector give. */
  public enum Layout {
    /**
     * RetinaFace (Deng et al. 2020) as InsightFace publishes it (mnet.25, R50): one network, whose
     * input sides are multiples of 32, and whose nine outputs are the scores, boxes and landmarks
     * of the strides 32, 16 and 8.
     */
    RETINAFACE(1),
    /**
     * MTCNN (Zhang et al. 2016): three networks, of which the first proposes squares of 12 x 12,
     * the second refines them at 24 x 24 and the third at 48 x 48, where it also finds landmarks.
     */
    MTCNN(3);

    private final int networks;

    Layout(int networks) {
      this.networks = networks;
    }

    /** How many networks there are. */
    public int networks() {
      return networks;
    }
  }
}
