package dev.facet.cli;

import dev.facet.cli.face.Embedder;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.face.PhotoSource;
import dev.facet.cli.people.FaceNamer;
import dev.facet.cli.people.PeoplePhotos;
import dev.facet.client.DetectOptions;
import dev.facet.client.FaceSelection;
import dev.facet.model.evaluation.Gallery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** That faces get names: by whose photos, which model, and how alike they must be. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NamingOptions {
  private static final DetectOptions REFERENCE =
      DetectOptions.DEFAULT.withSelect(FaceSelection.LARGEST);

  /** Rate of false accepts where nothing is said. */
  private static final double USUAL_FAR = 0.001;

  @Option(
      names = "--gallery",
      paramLabel = "DIR",
      required = true,
      description =
          "Give the faces names: a directory of photos for each person, as NAME/NAME_0001.jpg.")
  private Path gallery;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Version of a model that embeds the faces in this process; with --detector.")
  private @Nullable Path model;

  @ArgGroup private @Nullable SimilarityRule rule;

  /** The model of this process; null where a server embeds. */
  @Nullable Path model() {
    return model;
  }

  /**
   * Embeds the photos of the gallery, of each the largest face.
   *
   * @param failed gets those that fail
   * @throws IOException where one has no photos that do not, or no threshold is known
   */
  FaceNamer enrol(Embedder embedder, FailedPhotos failed, Console console)
      throws IOException, InterruptedException {
    PeoplePhotos people = PeoplePhotos.open(gallery, Set.of(), PhotoSource.seeking(REFERENCE));
    List<Photo> photos = people.all();
    EmbeddingCollector embeddings = new EmbeddingCollector();
    Enrolment enrolment = new Enrolment(embeddings, failed);
    try (Progress progress = Progress.start(console, "gallery", photos.size())) {
      PhotoRun.run(embedder::embed, photos, enrolment, progress::step);
    }
    Gallery known = enrolment.gallery(people, gallery);
    return new FaceNamer(known, embeddings.model(), threshold(embedder, embeddings));
  }

  private double threshold(Embedder embedder, EmbeddingCollector embeddings) throws IOException {
    OptionalDouble threshold = rule == null ? OptionalDouble.empty() : rule.threshold();
    OptionalDouble maxFar = rule == null ? OptionalDouble.empty() : rule.maxFar();
    return threshold.isPresent()
        ? threshold.getAsDouble()
        : embedder.threshold(embeddings.any(), maxFar.orElse(USUAL_FAR));
  }
}
