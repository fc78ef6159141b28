package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.image.BadImageException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected numbers are Umeyama's solution by singular values, from make_geometry.py. */
class SimilarityTransformTest {

  private static final List<Point> TEMPLATE = AlignmentTemplate.arcFace(112, 112);

  @Test
  void uprightFace_hasTheTransformOfUmeyama() throws BadImageException {
    assertTransform(0.8934764810, -0.0300311908, -59.3191828614, -43.9044867950, Faces.upright());
  }

  @Test
  void turnedFace_hasTheTransformOfUmeyama() throws BadImageException {
    assertTransform(0.3833977440, -1.0014413360, -5.1401553546, 107.5021980688, Faces.turned(1));
  }

  @Test
  void mirroredFace_hasTheBestTransformWithoutReflection() throws BadImageException {
    assertTransform(0.2097574085, -0.0011788415, 29.6496980183, 44.1503998476, Faces.mirrored());
  }

  private static void assertTransform(double a, double b, double tx, double ty, Landmarks face)
      throws BadImageException {
    SimilarityTransform fit = SimilarityTransform.leastSquares(face.points(), TEMPLATE);
    assertEquals(a, fit.a(), 1e-7);
    assertEquals(b, fit.b(), 1e-7);
    assertEquals(tx, fit.tx(), 1e-5);
    assertEquals(ty, fit.ty(), 1e-5);
  }

  @Test
  void facePlacedByATransform_givesItsInverse() throws BadImageException {
    SimilarityTransform place = new SimilarityTransform(1.5, 0.75, 40, -20);
    List<Point> photo =
        TEMPLATE.stream()
            .map(p -> new Point((float) place.x(p.x(), p.y()), (float) place.y(p.x(), p.y())))
            .toList();
    SimilarityTransform fit = SimilarityTransform.leastSquares(photo, TEMPLATE);
    assertEquals(place.inverse().a(), fit.a(), 1e-6);
    assertEquals(place.inverse().b(), fit.b(), 1e-6);
    assertEquals(place.inverse().tx(), fit.tx(), 1e-4);
    assertEquals(place.inverse().ty(), fit.ty(), 1e-4);
    assertEquals(1 / place.scale(), fit.scale(), 1e-6);
  }

  @Test
  void pointsThatNoRotationBringsNearer_areRefused() {
    List<Point> square =
        List.of(new Point(1, 0), new Point(0, 1), new Point(-1, 0), new Point(0, -1));
    List<Point> reflected =
        List.of(new Point(1, 0), new Point(0, -1), new Point(-1, 0), new Point(0, 1));
    BadImageException e =
        assertThrows(
            BadImageException.class, () -> SimilarityTransform.leastSquares(square, reflected));
    assertEquals(Reason.BAD_LANDMARKS, e.reason());
  }

  @Test
  void template_isScaledToTheHeight_andCentredAcross() {
    assertEquals(new Point(38.2946f - 8, 51.6963f), AlignmentTemplate.arcFace(96, 112).get(0));
    assertEquals(new Point(2 * 56.0252f, 2 * 71.7366f), AlignmentTemplate.arcFace(224, 224).get(2));
  }
}
