package dev.facet.cli.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.cli.face.PhotoException;
import dev.facet.cli.face.PhotoRun;
import dev.facet.client.BoundingBox;
import dev.facet.client.DetectedFace;
import dev.facet.client.EmbeddedFace;
import dev.facet.client.EmbeddedFaces;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.FaceQuality;
import dev.facet.client.Landmarks;
import dev.facet.client.ModelRef;
import dev.facet.client.Point;
import dev.facet.model.evaluation.Gallery;
import dev.facet.model.similarity.FaceTemplate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaceNamerTest {
  private static final ModelRef MODEL = new ModelRef("face", 1, "a".repeat(64));
  private static final ModelRef NEXT = new ModelRef("face", 2, "b".repeat(64));
  private static final ModelRef DETECTOR = new ModelRef("spots", 1, "c".repeat(64));
  private static final Point ORIGIN = new Point(0, 0);
  private static final DetectedFace FACE =
      new DetectedFace(
          new BoundingBox(0, 0, 8, 8),
          0.9f,
          new Landmarks(ORIGIN, ORIGIN, ORIGIN, ORIGIN, ORIGIN),
          new FaceQuality(4, 1, 1, 0, 0, 0));

  private final List<NamedFaces> named = new ArrayList<>();
  private final PhotoRun.Results<String, EmbeddedFaces> namer =
      new FaceNamer(new Gallery(Map.of("ann", FaceTemplate.of(new float[] {3, 4}))), MODEL, 0.6f)
          .before(
              new PhotoRun.Results<>() {
                @Override
                public void done(String photo, NamedFaces faces) {
                  named.add(faces);
                }

                @Override
                public void failure(String photo, PhotoException failure) {}
              });

  private static EmbeddedFaces photo(ModelRef model, float... embedding) {
    EmbeddedFace face = new EmbeddedFace(FACE, FaceEmbedding.of(embedding, model));
    return new EmbeddedFaces(List.of(face), 3, 20, 10, DETECTOR, model);
  }

  @Test
  void faceAtTheThreshold_hasTheName() throws IOException {
    namer.done("at", photo(MODEL, 1, 0));
    namer.done("below", photo(MODEL, 1, -0.001f));

    Gallery.Candidate ann = named.get(0).faces().get(0).person().orElseThrow();
    assertEquals("ann", ann.person());
    assertEquals(0.6, ann.similarity(), 1e-7);
    assertTrue(named.get(1).faces().get(0).person().isEmpty());
  }

  @Test
  void whatIsKnownOfThePhoto_stays() throws IOException {
    namer.done("photo", photo(MODEL, 1, 0));

    NamedFaces photo = named.get(0);
    assertEquals(FACE, photo.faces().get(0).face());
    assertEquals(3, photo.found());
    assertEquals(20, photo.imageWidth());
    assertEquals(10, photo.imageHeight());
    assertEquals(DETECTOR, photo.detector());
  }

  @Test
  void modelThatIsNotTheGallerys_endsTheRun() {
    IOException e = assertThrows(IOException.class, () -> namer.done("late", photo(NEXT, 1, 0)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("embeddings of two models: "));
  }
}
