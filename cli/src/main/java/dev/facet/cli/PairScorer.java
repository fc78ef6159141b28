package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.EmbeddingRun;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoLandmarks;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.FacePair;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.evaluation.ScoredPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores pairs of photos by the cosine of their embeddings. A photo is embedded once, in however
 * many pairs and lists it is. Not thread-safe.
 */
final class PairScorer {
  private final Path images;
  private final PhotoLandmarks landmarks;
  private final Map<String, Photo> photos = new LinkedHashMap<>();
  private final EmbeddingCollector embeddings = new EmbeddingCollector();

  /** Photos are looked for under {@code images}. */
  PairScorer(Path images, PhotoLandmarks landmarks) {
    this.images = images;
    this.landmarks = landmarks;
  }

  /**
   * Takes the photos of a list.
   *
   * @throws IOException where there are landmarks, and they lack a photo
   */
  void add(PairList list) throws IOException {
    for (FacePair pair : list.pairs()) {
      add(pair.first());
      add(pair.second());
    }
  }

  private void add(String name) throws IOException {
    if (!photos.containsKey(name)) {
      photos.put(name, landmarks.photo(images.resolve(name)));
    }
  }

  /** Number of different photos that were taken. */
  int photoCount() {
    return photos.size();
  }

  /**
   * Embeds all photos that were taken.
   *
   * @param step called after each
   * @throws IOException where one of them has no embedding
   */
  void embed(Embedder embedder, Runnable step) throws IOException, InterruptedException {
    EmbeddingRun.embed(embedder, List.copyOf(photos.values()), embeddings, step);
  }

  /** The model that embedded the photos. */
  ModelRef model() {
    return embeddings.model();
  }

  /** The scores of a list that was added and embedded, fold by fold. */
  List<List<ScoredPair>> score(PairList list) {
    return list.folds().stream().map(fold -> fold.stream().map(this::score).toList()).toList();
  }

  private ScoredPair score(FacePair pair) {
    double similarity = embedding(pair.first()).cosineSimilarity(embedding(pair.second()));
    return new ScoredPair(similarity, pair.same());
  }

  private FaceEmbedding embedding(String name) {
    Photo photo = photos.get(name);
    if (photo == null) {
      throw new IllegalArgumentException("photo: " + name + " (expected: one of an added list)");
    }
    return embeddings.of(photo);
  }
}
