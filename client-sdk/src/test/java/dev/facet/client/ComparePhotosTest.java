package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.client.fixture.FakeServer;
import io.grpc.Status;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Photos that are compared, and what is decided; each word of a fake photo is a face. */
@Timeout(30)
class ComparePhotosTest {
  private static final CompareOptions PHOTOS =
      CompareOptions.DEFAULT.withDetect(DetectOptions.DEFAULT);

  private FakeServer server;
  private FacetClient client;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.start();
    client = FacetClient.builder(server.address()).plaintext().build();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void largestFacesOfTwoPhotos_areCompared() {
    FaceImage photo = Faces.image("ann bobby cy");

    Comparison comparison = client.compare(photo, Faces.image("x yyy"), PHOTOS);

    Comparison ofCrops = client.compare(Faces.image("bobby"), Faces.image("yyy"));
    assertEquals(ofCrops.cosineSimilarity(), comparison.cosineSimilarity());
    assertEquals(client.detect(photo).faces().get(1), comparison.firstFace().orElseThrow());
    assertEquals(100, comparison.secondFace().orElseThrow().box().left());
    assertEquals(Optional.empty(), comparison.decision());
    assertEquals(1 - comparison.cosineSimilarity(), comparison.far().orElseThrow(), 1e-6);
    assertEquals(Optional.empty(), ofCrops.firstFace());
    assertEquals(Optional.empty(), ofCrops.secondFace());
  }

  @Test
  void selectedFace_isCompared() {
    CompareOptions central =
        PHOTOS.withDetect(DetectOptions.DEFAULT.withSelect(FaceSelection.CENTRAL));

    Comparison comparison = client.compare(Faces.image("ann bobby cy"), Faces.image("cy"), central);

    assertEquals(200, comparison.firstFace().orElseThrow().box().left());
    assertEquals(1, comparison.cosineSimilarity(), 1e-6);
  }

  @Test
  void photoAndEmbedding_areComparedWithOneFaceFound() {
    FaceEmbedding bobby = client.embed(Faces.image("bobby"));

    Comparison comparison = client.compare(bobby, Faces.image("ann bobby"), PHOTOS);

    assertEquals(1, comparison.cosineSimilarity(), 1e-6);
    assertEquals(Optional.empty(), comparison.firstFace());
    assertEquals(100, comparison.secondFace().orElseThrow().box().left());
  }

  @Test
  void threshold_decides() {
    FaceImage ann = Faces.image("ann");
    FaceImage bob = Faces.image("bob");

    assertEquals(
        Optional.of(new Decision(true, 0.5f, OptionalDouble.empty())),
        client.compare(ann, bob, CompareOptions.DEFAULT.withThreshold(0.5)).decision());
    assertEquals(
        Optional.of(new Decision(false, 1, OptionalDouble.empty())),
        client.compare(ann, bob, CompareOptions.DEFAULT.withThreshold(1)).decision());
  }

  @Test
  void rateOfFalseAccepts_decidesAtTheThresholdThatItNeeds() {
    Comparison comparison =
        client.compare(
            Faces.image("ann"), Faces.image("ann"), CompareOptions.DEFAULT.withMaxFar(0.25));

    assertEquals(
        Optional.of(new Decision(true, 0.75f, OptionalDouble.of(0.25))), comparison.decision());
  }

  @Test
  void embeddings_haveNoRate() {
    FaceEmbedding ann = client.embed(Faces.image("ann"));

    assertEquals(OptionalDouble.empty(), client.compare(ann, ann).far());
  }

  @Test
  void optionsOfTheFaces_reachTheServer() {
    client.compare(
        Faces.image("ann"),
        Faces.image("bob"),
        CompareOptions.of(client.options().withRoutingKey("gallery 7")));

    assertEquals("gallery 7", server.service().routingKeys().get(0));
  }

  @Test
  void serverThatIsTooOld_isSaid() {
    server.service().forgetDetection();
    FaceEmbedding ann = client.embed(Faces.image("ann"));
    FaceImage bob = Faces.image("bob");

    assertTooOld(bob, ann, PHOTOS);
    assertTooOld(ann, bob, PHOTOS);
    assertTooOld(bob, bob, CompareOptions.DEFAULT.withThreshold(0.5));
    assertTooOld(bob, bob, CompareOptions.DEFAULT.withMaxFar(0.5));
  }

  private void assertTooOld(Face first, Face second, CompareOptions options) {
    FacetException error =
        assertThrows(FacetException.class, () -> client.compare(first, second, options));
    assertEquals(Status.Code.UNIMPLEMENTED, error.code());
  }

  @Test
  void laterDecision_takesThePlaceOfTheEarlier() {
    CompareOptions options = CompareOptions.DEFAULT.withThreshold(0.5).withMaxFar(0.001);
    assertEquals(OptionalDouble.empty(), options.threshold());
    assertEquals(OptionalDouble.empty(), options.withThreshold(0.5).maxFar());
  }

  @Test
  void optionsThatNoServerTakes_areRefusedWhereTheyAreGiven() {
    CompareOptions options = CompareOptions.DEFAULT;
    assertRefused(
        "select: ALL (expected: DEFAULT, LARGEST or CENTRAL)",
        () -> options.withDetect(DetectOptions.DEFAULT.withSelect(FaceSelection.ALL)));
    assertRefused("threshold: 1.1 (expected: -1 to 1)", () -> options.withThreshold(1.1));
    assertRefused("threshold: NaN (expected: -1 to 1)", () -> options.withThreshold(Double.NaN));
    assertRefused("maxFar: 0.0 (expected: above 0, below 1)", () -> options.withMaxFar(0));
    assertRefused("maxFar: 1.0 (expected: above 0, below 1)", () -> options.withMaxFar(1));
    assertRefused(
        "threshold and maxFar: both (expected: one of them)",
        () ->
            new CompareOptions(
                EmbedOptions.DEFAULT,
                Optional.empty(),
                OptionalDouble.of(0.5),
                OptionalDouble.of(0.5)));
  }

  private static void assertRefused(String message, Runnable options) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, options::run);
    assertEquals(message, error.getMessage());
  }
}
