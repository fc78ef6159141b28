package dev.facet.cli.people;

import dev.facet.cli.face.EmbeddingSpace;
import dev.facet.cli.face.PhotoException;
import dev.facet.cli.face.PhotoRun;
import dev.facet.client.EmbeddedFace;
import dev.facet.client.EmbeddedFaces;
import dev.facet.client.ModelRef;
import dev.facet.model.evaluation.Gallery;
import dev.facet.model.similarity.FaceTemplate;
import java.io.IOException;
import java.util.Optional;

/**
 * Names faces: each is that of the person of a gallery who is most like it, if that is like enough.
 * Not thread-safe.
 */
public final class FaceNamer {
  private final Gallery gallery;
  private final EmbeddingSpace space;
  private final double threshold;

  /**
   * A namer.
   *
   * @param model of the gallery's templates
   * @param threshold least cosine similarity of a face that gets a name, -1 to 1
   */
  public FaceNamer(Gallery gallery, ModelRef model, double threshold) {
    this.gallery = gallery;
    this.space = new EmbeddingSpace(model);
    this.threshold = threshold;
  }

  /** Hands the photos of a run on with the names of their faces. */
  public <P> PhotoRun.Results<P, EmbeddedFaces> before(PhotoRun.Results<P, NamedFaces> results) {
    return new PhotoRun.Results<>() {
      @Override
      public void done(P photo, EmbeddedFaces faces) throws IOException {
        results.done(photo, named(faces));
      }

      @Override
      public void failure(P photo, PhotoException failure) throws IOException {
        results.failure(photo, failure);
      }
    };
  }

  private NamedFaces named(EmbeddedFaces photo) throws IOException {
    space.require(photo.model());
    return new NamedFaces(
        photo.faces().stream().map(this::named).toList(),
        photo.found(),
        photo.imageWidth(),
        photo.imageHeight(),
        photo.detector());
  }

  private NamedFace named(EmbeddedFace face) {
    Gallery.Candidate nearest = gallery.nearest(FaceTemplate.of(face.embedding().values()));
    return new NamedFace(
        face.detected(), Optional.of(nearest).filter(known -> known.similarity() >= threshold));
  }
}
