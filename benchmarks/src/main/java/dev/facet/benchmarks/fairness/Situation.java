package dev.facet.benchmarks.fairness;

import dev.facet.benchmarks.load.Connections;
import dev.facet.v1.EmbeddingServiceGrpc.EmbeddingServiceStub;
import dev.facet.v1.FaceImage;
import java.util.List;

/** Who is beside the polite caller. */
enum Situation {
  /** Nobody. */
  ALONE("alone") {
    @Override
    List<Neighbour> begin(Connections connections, List<FaceImage> images, int batchImages) {
      return List.of();
    }
  },
  /** A stream that sends as fast as flow control lets it. */
  ONE_FLOOD("one stream floods") {
    @Override
    List<Neighbour> begin(Connections connections, List<FaceImage> images, int batchImages) {
      return List.of(Flood.start(connections.streams().get(0), images, true));
    }
  },
  /** Many such streams. */
  MANY_FLOODS("many streams flood") {
    @Override
    List<Neighbour> begin(Connections connections, List<FaceImage> images, int batchImages) {
      return connections.streams().stream()
          .map(stub -> (Neighbour) Flood.start(stub, images, true))
          .toList();
    }
  },
  /** Calls with many faces, one after the other. */
  BATCHES("large batches") {
    @Override
    List<Neighbour> begin(Connections connections, List<FaceImage> images, int batchImages) {
      EmbeddingServiceStub stub = connections.streams().get(0);
      return List.of(BatchCaller.start(stub, images, batchImages));
    }
  },
  /** A stream that sends and takes no reply. */
  SLOW_READER("one never reads") {
    @Override
    List<Neighbour> begin(Connections connections, List<FaceImage> images, int batchImages) {
      return List.of(Flood.start(connections.streams().get(0), images, false));
    }
  };

  private final String title;

  Situation(String title) {
    this.title = title;
  }

  /** For people. */
  String title() {
    return title;
  }

  /**
   * Lets the neighbours begin.
   *
   * @param connections with a stream each for as many as there may be
   * @param images that they send
   * @param batchImages images of a batch
   */
  abstract List<Neighbour> begin(Connections connections, List<FaceImage> images, int batchImages);
}
