package dev.facet.cli;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.NoFaceException;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoDecoder;
import dev.facet.cli.face.PhotoException;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.face.PhotoSource;
import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.FacePair;
import dev.facet.model.evaluation.PairList;
import dev.facet.model.evaluation.ScoredPair;
import dev.facet.model.evaluation.SimilarityCounts;
import dev.facet.model.similarity.FaceTemplate;
import dev.facet.trainer.data.PeopleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scores pairs of photos or videos by the cosine of their templates: the embedding of a photo, the
 * mean of those of a video's frames. A photo is embedded once, in however many pairs and lists it
 * is. Where faces are sought, a frame without one is left out; a photo without one has no template,
 * and its pairs count as errors at every threshold. Not thread-safe.
 */
final class PairScorer {
  private final Path images;
  private final PhotoSource source;
  private final int frames;

  /** One photo, or the frames of a video, by the name in the list. */
  private final Map<String, List<Photo>> photos = new LinkedHashMap<>();

  private final Map<String, FaceTemplate> templates = new HashMap<>();
  private final EmbeddingCollector embeddings = new EmbeddingCollector();
  private final List<Photo> faceless = new ArrayList<>();

  /**
   * A scorer.
   *
   * @param images where photos and videos are looked for
   * @param source where their faces are
   * @param frames of a video, the most that are taken, at even distances; at least 1
   */
  PairScorer(Path images, PhotoSource source, int frames) {
    this.images = images;
    this.source = source;
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
              name, source.photos(list.ofVideos() ? frames(name) : List.of(images.resolve(name))));
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
   * @throws IOException where one of them cannot be embedded, or no face was found in any
   */
  void embed(Embedder embedder, Runnable step) throws IOException, InterruptedException {
    List<Photo> all = photos.values().stream().flatMap(List::stream).toList();
    PhotoRun.run(embedder::embed, all, new Faces(), step);
    photos.forEach(
        (name, some) ->
            embeddings.template(some).ifPresent(template -> templates.put(name, template)));
    if (templates.isEmpty()) {
      throw new IOException(images + ": no face found in any photo");
    }
  }

  /** Embeddings, and photos without a face. */
  private final class Faces implements PhotoRun.Results<Photo, List<EmbeddedFace>> {
    @Override
    public void done(Photo photo, List<EmbeddedFace> faces) throws IOException {
      embeddings.done(photo, faces);
    }

    @Override
    public void failure(Photo photo, PhotoException failure) throws IOException {
      if (!(failure instanceof NoFaceException)) {
        embeddings.failure(photo, failure);
      }
      faceless.add(photo);
    }
  }

  /** The photos and frames in which no face was found. */
  List<Photo> faceless() {
    return List.copyOf(faceless);
  }

  /** Number of pairs of a list that count as errors, since one of their photos has no face. */
  int facelessPairs(PairList list) {
    return (int) list.pairs().stream().filter(pair -> !isScored(pair)).count();
  }

  private boolean isScored(FacePair pair) {
    return templates.containsKey(pair.first()) && templates.containsKey(pair.second());
  }

  /** The model that embedded the photos. */
  ModelRef model() {
    return embeddings.model();
  }

  /** The scores of a list that was added and embedded, fold by fold. */
  List<List<ScoredPair>> score(PairList list) {
    return list.folds().stream().map(fold -> fold.stream().map(this::score).toList()).toList();
  }

  /**
   * The similarities of all pairs of two people that the photos of the added lists make, however
   * the lists pair them. A person is told by the name before the photo's.
   *
   * @param step called after each photo, by several threads
   */
  SimilarityCounts countTwoPeople(Runnable step) {
    List<String> names = List.copyOf(photos.keySet());
    List<String> people = names.stream().map(name -> name.substring(0, name.indexOf('/'))).toList();
    List<FaceTemplate> faces = names.stream().map(this::template).toList();
    SimilarityCounts counts = new SimilarityCounts();
    IntStream.range(0, faces.size())
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < i; j++) {
                if (!people.get(i).equals(people.get(j))) {
                  counts.add(faces.get(i).cosine(faces.get(j)));
                }
              }
              step.run();
            });
    return counts;
  }

  private ScoredPair score(FacePair pair) {
    if (!isScored(pair)) {
      requireAdded(pair.first());
      requireAdded(pair.second());
      return ScoredPair.wrong(pair.same());
    }
    double similarity = template(pair.first()).cosine(template(pair.second()));
    return new ScoredPair(similarity, pair.same());
  }

  private FaceTemplate template(String name) {
    FaceTemplate template = templates.get(name);
    if (template == null) {
      throw new IllegalArgumentException("photo: " + name + " (expected: one with a face)");
    }
    return template;
  }

  private void requireAdded(String name) {
    if (!photos.containsKey(name)) {
      throw new IllegalArgumentException("photo: " + name + " (expected: one of an added list)");
    }
  }
}
