package dev.facet.cli;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.cli.face.EmbeddingCollector;
import dev.facet.cli.face.Photo;
import dev.facet.cli.face.PhotoException;
import dev.facet.cli.face.PhotoRun;
import dev.facet.cli.people.PeoplePhotos;
import dev.facet.model.evaluation.Gallery;
import dev.facet.model.similarity.FaceTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a gallery of photos whose people are known. One that fails is named, and left out. */
final class Enrolment implements PhotoRun.Results<Photo, List<EmbeddedFace>> {
  private final EmbeddingCollector embeddings;
  private final FailedPhotos failed;

  /**
   * An enrolment.
   *
   * @param embeddings gets those of the photos
   */
  Enrolment(EmbeddingCollector embeddings, FailedPhotos failed) {
    this.embeddings = embeddings;
    this.failed = failed;
  }

  @Override
  public void done(Photo photo, List<EmbeddedFace> faces) throws IOException {
    embeddings.done(photo, faces);
  }

  @Override
  public void failure(Photo photo, PhotoException failure) {
    failed.add(photo.name(), failure.reason());
  }

  /**
   * The people of whom photos were embedded.
   *
   * @param directory of the photos, for the message
   * @throws IOException if all photos of someone failed: that person would be nobody
   */
  Gallery gallery(PeoplePhotos people, Path directory) throws IOException {
    Map<String, FaceTemplate> templates = new LinkedHashMap<>();
    for (Map.Entry<String, List<Photo>> person : people.byPerson().entrySet()) {
      FaceTemplate template =
          embeddings
              .template(person.getValue())
              .orElseThrow(() -> faceless(directory.resolve(person.getKey())));
      templates.put(person.getKey(), template);
    }
    return new Gallery(templates);
  }

  private static IOException faceless(Path person) {
    return new IOException(person + ": no face (expected: a photo with one at least)");
  }
}
