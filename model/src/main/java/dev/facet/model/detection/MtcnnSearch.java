package dev.facet.model.detection;

import dev.facet.model.bundle.DetectorManifest;
import dev.facet.model.bundle.Manifest.Input;
import dev.facet.model.image.BadImageException;
import dev.facet.model.image.BadImageException.Reason;
import dev.facet.model.image.PhotoPyramid;
import dev.facet.model.image.Pixels;
import dev.facet.model.image.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds faces by an MTCNN (Zhang et al. 2016), as its authors' code does: the first network looks
 * at every window of 12 x 12 pixels of the photo in many sizes, the second looks at what the first
 * proposes at 24 x 24, and the third at what is left at 48 x 48, where it also finds landmarks.
 * After each, edges are moved to where the network says that they are, and of boxes that overlap
 * the best stays. Unlike there, a face at last is the {@linkplain BoxVoting mean} of all that the
 * third network took for it, which places its landmarks a little better.
 *
 * <p>The sizes of a photo are cut up and packed into tiles of one size, that of the manifest, so
 * that tiles of many photos run as one batch. At most {@value #MOST_PROPOSALS} squares go on to the
 * second network and {@value #MOST_REFINED} to the third: those of the highest scores.
 *
 * <p>The scores that the first two networks must give are the authors', 0.6 and 0.7; the lowest of
 * the third, for which they have 0.7, is that of the options. A least size of 0 is a fortieth of
 * the photo's longer side, at least 12 pixels.
 *
 * <p>The networks take crops as they are, C x H x W; ports whose networks take them transposed are
 * of another layout. The ones published for MXNet (det1, det2, det3) take BGR, {@code (v - 127.5) /
 * 128}. For one input they give, by the names of these outputs in their symbols:
 *
 * <ul>
 *   <li>the first: scores, 2 x h x w ({@code prob1}), and moves of the edges, 4 x h x w ({@code
 *       conv4_2}), with {@code h = (H - 12) / 2 + 1} for a tile H pixels high;
 *   <li>the second: scores, 2 ({@code prob1}), and moves, 4 ({@code conv5_2});
 *   <li>the third: scores, 2 ({@code prob1}), moves, 4 ({@code conv6_2}), and landmarks, 10, five x
 *       and then five y ({@code conv6_3}).
 * </ul>
 */
final class MtcnnSearch implements FaceSearch {

  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int THIRD = 2;
  private static final int NONE = 3;

  private static final double PROPOSED_SCORE = 0.6;
  private static final double REFINED_SCORE = 0.7;

  /** Of two proposals of one part of a tile, by union. */
  private static final double OVERLAP_IN_A_PART = 0.5;

  /** Of two boxes of a photo, by union, and at last by the smaller. */
  private static final double OVERLAP = 0.7;

  /** Intersection over union of boxes that show the same face as closely. */
  private static final double LEAST_AGREEMENT = 0.6;

  private static final int MOST_PROPOSALS = 2000;
  private static final int MOST_REFINED = 600;

  /** What a step holds in memory: tiles of 160 x 160 take 0.3 MB each, crops 7 and 28 kB. */
  private static final int TILES_A_STEP = 16;

  private static final int CROPS_A_STEP = 64;

  private final DetectorManifest manifest;
  private final Input input;
  private final PhotoPyramid photo;
  private final SearchOptions options;
  private final List<PackedTile> tiles;

  private int network;

  /** What the network runs on, but for the first; and how far it has come. */
  private List<FaceBox> squares = List.of();

  private int next;

  private List<Proposal> proposals = new ArrayList<>();
  private List<FaceCandidate> faces = new ArrayList<>();

  /**
   * Begins a search.
   *
   * @param manifest of three networks; its input has even sides of at least 12 pixels
   * @throws BadImageException with {@link Reason#TOO_MANY_TILES} if faces of the least size take
   *     more tiles than the options allow
   */
  MtcnnSearch(DetectorManifest manifest, Pixels photo, SearchOptions options)
      throws BadImageException {
    this.manifest = manifest;
    this.input = manifest.input();
    this.photo = new PhotoPyramid(photo);
    this.options = options;
    tiles =
        new PyramidTiling(
                photo.width(), photo.height(), input.width(), input.height(), options.mostTiles())
            .tiles(options.leastSize());
    network = tiles.isEmpty() ? NONE : FIRST;
  }

  @Override
  public boolean isDone() {
    return network == NONE;
  }

  @Override
  public int network() {
    return network;
  }

  @Override
  public List<float[]> inputs() {
    return network == FIRST
        ? tiles.subList(next, stepEnd()).stream().map(tile -> tile.tensor(photo, input)).toList()
        : squares.subList(next, stepEnd()).stream().map(this::crop).toList();
  }

  private int stepEnd() {
    return network == FIRST
        ? Math.min(tiles.size(), next + TILES_A_STEP)
        : Math.min(squares.size(), next + CROPS_A_STEP);
  }

  private float[] crop(FaceBox square) {
    int side = DetectorLayout.input(manifest, network).width();
    return new Window(square.left(), square.top(), square.width() / side, side, side)
        .tensor(photo, input);
  }

  @Override
  public void take(List<float[]> outputs) {
    int end = stepEnd();
    if (outputs.size() != end - next) {
      throw new IllegalArgumentException(
          "outputs: of %d inputs (expected: of %d)".formatted(outputs.size(), end - next));
    }
    for (float[] each : outputs) {
      take(next++, each);
    }
    if (next == (network == FIRST ? tiles.size() : squares.size())) {
      goOn();
    }
  }

  private void take(int item, float[] outputs) {
    switch (network) {
      case FIRST -> {
        ProposalMap map = new ProposalMap(input.width(), input.height(), outputs);
        proposals.addAll(tiles.get(item).proposals(map, PROPOSED_SCORE, OVERLAP_IN_A_PART));
      }
      case SECOND -> {
        Proposal proposal = CropOutputs.ofSecond(squares.get(item), outputs).proposal();
        if (proposal.score() >= REFINED_SCORE) {
          proposals.add(proposal);
        }
      }
      default ->
          CropOutputs.ofThird(squares.get(item), outputs)
              .face()
              .filter(face -> face.score() >= options.leastScore())
              .ifPresent(faces::add);
    }
  }

  /** To the next network, or to the end if there is nothing for it. */
  private void goOn() {
    if (network == THIRD) {
      BoxVoting voting = new BoxVoting(faces, LEAST_AGREEMENT);
      faces =
          NonMaximumSuppression.apply(
                  faces, FaceBox::intersectionOverSmaller, OVERLAP, faces.size())
              .stream()
              .map(voting::mean)
              .filter(face -> face.box().shorterSide() >= options.leastSize())
              .toList();
      network = NONE;
      return;
    }
    int most = network == FIRST ? MOST_PROPOSALS : MOST_REFINED;
    squares =
        NonMaximumSuppression.apply(proposals, FaceBox::intersectionOverUnion, OVERLAP, most)
            .stream()
            .flatMap(proposal -> proposal.moved().stream())
            .map(FaceBox::squared)
            .toList();
    proposals = new ArrayList<>();
    next = 0;
    network = squares.isEmpty() ? NONE : network + 1;
  }

  @Override
  public List<FaceCandidate> faces() {
    return List.copyOf(faces);
  }
}
