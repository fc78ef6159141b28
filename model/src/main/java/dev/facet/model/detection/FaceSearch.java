package dev.facet.model.detection;

import java.util.List;

/**
 * The search for the faces of one photo. It asks for a network of the detector to be run on parts
 * of the photo, takes what came out, and asks again until it {@linkplain #isDone is done}. So the
 * same search runs in one thread or by batches that many photos share. Used by one thread at a
 * time.
 */
public interface FaceSearch {

  /** Whether nothing is to be run any more. */
  boolean isDone();

  /** Which of the detector's networks is to run next, from 0. To be called before it is done. */
  int network();

  /**
   * What that network is to be run on. To be called before it is done, once a step.
   *
   * @return one input or more, each C x H x W values
   */
  List<float[]> inputs();

  /**
   * Goes on.
   *
   * @param outputs for each input what the network gave: its outputs one after the other, in the
   *     order of the layout
   */
  void take(List<float[]> outputs);

  /** The faces, by falling score, in pixels of the photo. To be called once it is done. */
  List<FaceCandidate> faces();
}
