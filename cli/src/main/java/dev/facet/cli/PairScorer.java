package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.EmbeddingRun;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoDecoder;
import dev.facet.cli.face.PhotoLandmarks;
import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.FacePair;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.similarity.FaceTemplate;
import dev.facet.trainer.data.PeopleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scores pairs of photos or videos by the cosine of their templates: the embedding of a photo, the
 * mean of those of a video's frames. A photo is embedded once, in however many pairs and lists it
 * is. Not thread-safe.
 */
final class PairScorer {
  private final Path images;
  private final PhotoLandmarks landmarks;
  private final int frames;

  /** One photo, or the frames of a video, by the name in the list. */
  private final Map<String, List<Photo>> photos = new LinkedHashMap<>();

  private final Map<String, FaceTemplate> templates = new HashMap<>();
  private final EmbeddingCollector embeddings = new EmbeddingCollector();

  /**
   * A scorer.
   *
   * @param images where photos and videos are looked for
   * @param frames of a video, the most that are taken, at even distances; at least 1
   */
  PairScorer(Path images, PhotoLandmarks landmarks, int frames) {
    this.images = images;
    this.landmarks = landmarks;
    this.frames = frames;
  }

  /**
   * Takes the photos of a list.
   *
   * @throws IOException where there are landmarks, and they lack a photo; or where a video has no
   *     frames
   */
  void add(PairList list) throws IOException {
    for (FacePair pair : list.pairs()) {
      for (String name : List.of(pair.first(), pair.second())) {
        if (!photos.containsKey(name)) {
          photos.put(
              name,
              landmarks.photos(list.ofVideos() ? frames(name) : List.of(images.resolve(name))));
        }
      }
    }
  }

  private List<Path> frames(String video) throws IOException {
    try (PeopleFolder all =
        PeopleFolder.open(images, List.of(video), null, PhotoDecoder.create())) {
      int count = Math.min(frames, all.size());
      return IntStream.range(0, count)
          .mapToObj(i -> images.resolve(all.name((int) ((long) i * all.size() / count))))
          .toList();
    }
  }

  /** Number of different photos and frames that were taken. */
  int photoCount() {
    return photos.values().stream().mapToInt(List::size).sum();
  }

  /**
   * Embeds all photos that were taken.
   *
   * @param step called after each
   * @throws IOException where one of them has no embedding
   */
  void embed(Embedder embedder, Runnable step) throws IOException, InterruptedException {
    List<Photo> all = photos.values().stream().flatMap(List::stream).toList();
    EmbeddingRun.embed(embedder, all, embeddings, step);
    photos.forEach(
        (name, some) ->
            templates.put(
                name,
                FaceTemplate.mean(
                    some.stream().map(photo -> embeddings.of(photo).values()).toList())));
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
    double similarity = template(pair.first()).cosine(template(pair.second()));
    return new ScoredPair(similarity, pair.same());
  }

  private FaceTemplate template(String name) {
    FaceTemplate template = templates.get(name);
    if (template == null) {
      throw new IllegalArgumentException("photo: " + name + " (expected: one of an added list)");
    }
    return template;
  }
}
