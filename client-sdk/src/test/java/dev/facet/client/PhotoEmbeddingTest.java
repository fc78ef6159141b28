package dev.facet.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.facet.client.fixture.FakeDetections;
import dev.facet.client.fixture.FakeEmbeddingService.HeldAnswer;
import dev.facet.client.fixture.FakeEmbeddings;
import dev.facet.client.fixture.FakeServer;
import dev.facet.client.fixture.RecordingSubscriber;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Photos whose faces are found and embedded; each word of a fake photo is a face. */
@Timeout(30)
class PhotoEmbeddingTest {
  private static final ModelRef FAKE = new ModelRef("fake", 3, "ab".repeat(32));
  private static final ModelRef FINDER = new ModelRef("finder", 2, "cd".repeat(32));
  private static final DetectOptions ALL = DetectOptions.DEFAULT;
  private static final StreamOptions PHOTOS = StreamOptions.DEFAULT.withDetect(ALL);

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
  void facesOfAPhoto_haveDetectionEmbeddingAndModels() {
    FaceImage photo = Faces.image("ann bobby");

    EmbeddedFaces embedded = client.embedFaces(photo);

    Detections detections = client.detect(photo);
    assertEquals(
        detections.faces(), embedded.faces().stream().map(EmbeddedFace::detected).toList());
    assertFaces(embedded, "ann", "bobby");
    assertEquals(2, embedded.found());
    assertEquals(640, embedded.imageWidth());
    assertEquals(480, embedded.imageHeight());
    assertEquals(FINDER, embedded.detector());
    assertEquals(FAKE, embedded.model());
    assertEquals(FAKE, embedded.faces().get(1).embedding().model());
    assertEquals(Timing.NONE, embedded.faces().get(1).embedding().timing());
  }

  @Test
  void photoWithoutAFace_isAnOrdinaryAnswer() {
    assertEquals(
        new EmbeddedFaces(List.of(), 0, 640, 480, FINDER, FAKE),
        client.embedFaces(Faces.image(" ")));
  }

  @Test
  void optionsOfBoth_count() {
    EmbeddedFaces largest =
        client.embedFaces(
            Faces.image("ann bobby cy"),
            ALL.withSelect(FaceSelection.LARGEST),
            client.options().withRoutingKey("gallery 7"));

    assertFaces(largest, "bobby");
    assertEquals(3, largest.found());
    assertEquals(List.of("gallery 7"), server.service().routingKeys());
  }

  @Test
  void badPhotoOfABatch_failsAlone() {
    List<EmbedResult> results =
        client.embedBatch(
            List.of(Faces.image("ann bobby"), Faces.image("#"), Faces.image(" ")),
            ALL,
            client.options());

    assertFaces(results.get(0).getFaces(), "ann", "bobby");
    assertEquals(Optional.of("CORRUPT"), results.get(1).error().orElseThrow().reason());
    assertFaces(results.get(2).getFaces());
  }

  @Test
  void resultOfAPhoto_isNoEmbedding() {
    EmbedResult result =
        client.embedBatch(List.of(Faces.image("ann")), ALL, client.options()).get(0);

    assertEquals(Optional.empty(), result.embedding());
    assertThrows(IllegalStateException.class, result::get);
  }

  @Test
  void resultOfAFace_hasNoFaces() {
    EmbedResult result = client.embedBatch(List.of(Faces.image("ann"))).get(0);

    assertEquals(Optional.empty(), result.faces());
    assertThrows(IllegalStateException.class, result::getFaces);
  }

  @Test
  void facesAndPhotos_goByTheSameStream() {
    CompletableFuture<FaceEmbedding> face;
    CompletableFuture<EmbeddedFaces> photo;
    CompletableFuture<EmbeddedFaces> bad;
    try (EmbeddingStream stream = client.openStream()) {
      face = stream.submit(Faces.image("ann bobby"));
      photo = stream.submitPhoto(Faces.image("ann bobby"), ALL);
      bad = stream.submitPhoto(Faces.image("#"), ALL);
    }
    assertArrayEquals(Faces.expected("ann bobby"), face.join().values());
    assertFaces(photo.join(), "ann", "bobby");
    assertEquals(Status.Code.INVALID_ARGUMENT, Faces.failure(bad).code());
  }

  @Test
  void brokenStream_isTakenUpAndSendsThePhotoAgain() throws Exception {
    server.service().hold();
    try (EmbeddingStream stream = client.openStream()) {
      CompletableFuture<EmbeddedFaces> photo = stream.submitPhoto(Faces.image("ann bobby"), ALL);
      HeldAnswer answer = server.service().takeHeld();
      server.service().letGo();
      answer.failCall(FakeEmbeddings.status(Code.UNAVAILABLE, "draining", "DRAINING"));

      assertFaces(photo.join(), "ann", "bobby");
    }
  }

  @Test
  void photoWithoutAFace_holdsTheVersionToo() throws Exception {
    server.service().hold();
    try (EmbeddingStream stream = client.openStream(client.options().withHoldVersion(true), 2)) {
      CompletableFuture<EmbeddedFaces> empty = stream.submitPhoto(Faces.image(" "), ALL);
      server.service().takeHeld().send();
      empty.join();
      CompletableFuture<EmbeddedFaces> next = stream.submitPhoto(Faces.image("ann"), ALL);
      HeldAnswer answer = server.service().takeHeld();

      assertFalse(answer.request().getHoldVersion(), "the version is held already");
      assertTrue(answer.request().hasDetect());
      answer.send();
      assertFaces(next.join(), "ann");
      answer.completeCall();
    }
  }

  @Test
  void photosOfAJavaStream_comeInOrder() {
    try (Stream<Embedded<String>> photos =
        client.embedAll(Stream.of("ann bobby", "#", "cy"), Faces::image, PHOTOS)) {
      List<Embedded<String>> all = photos.toList();

      assertEquals(List.of("ann bobby", "#", "cy"), all.stream().map(Embedded::source).toList());
      assertFaces(all.get(0).result().getFaces(), "ann", "bobby");
      assertEquals(Optional.of("CORRUPT"), all.get(1).result().error().orElseThrow().reason());
      assertFaces(all.get(2).result().getFaces(), "cy");
    }
  }

  @Test
  void photosOfAPublisher_haveTheirFaces() throws Exception {
    RecordingSubscriber<Embedded<String>> subscriber = new RecordingSubscriber<>();
    try (SubmissionPublisher<String> sources = new SubmissionPublisher<>()) {
      client.embedAll(sources, Faces::image, PHOTOS).subscribe(subscriber);
      sources.submit("ann bobby");
    }
    subscriber.request(1);
    assertFaces(subscriber.take().result().getFaces(), "ann", "bobby");
  }

  @Test
  void sharedStreams_carryPhotosToo() {
    try (FacetClient sharing =
        FacetClient.builder(server.address()).plaintext().sharedStreams(1).build()) {
      assertFaces(sharing.embedFaces(Faces.image("ann bobby")), "ann", "bobby");
      assertArrayEquals(Faces.expected("cy"), sharing.embed(Faces.image("cy")).values());
    }
    assertEquals(0, server.service().calls());
  }

  @Test
  void facesWithoutTheirEmbeddings_areAFaultOfTheServer() {
    dev.facet.v1.EmbeddedFaces answer =
        FakeDetections.embed(
            Faces.image("ann bobby").message(), dev.facet.v1.DetectOptions.getDefaultInstance());

    EmbedResult result =
        DetectionMessages.embeddedFaces(answer.toBuilder().removeEmbeddings(1).build(), FAKE);

    FacetException error = result.error().orElseThrow();
    assertEquals("INTERNAL: embeddings: 1 (expected: 2)", error.getMessage());
  }

  @Test
  void serverThatIsTooOld_isSaid() {
    server.service().forgetDetection();
    FaceImage photo = Faces.image("ann bobby");

    assertTooOld(assertThrows(FacetException.class, () -> client.embedFaces(photo)));
    assertTooOld(
        client.embedBatch(List.of(photo), ALL, client.options()).get(0).error().orElseThrow());
    try (EmbeddingStream stream = client.openStream()) {
      assertTooOld(Faces.failure(stream.submitPhoto(photo, ALL)));
    }
    try (Stream<Embedded<FaceImage>> photos =
        client.embedAll(Stream.of(photo), Function.identity(), PHOTOS)) {
      assertTooOld(photos.toList().get(0).result().error().orElseThrow());
    }
  }

  private static void assertTooOld(FacetException error) {
    assertEquals(Status.Code.UNIMPLEMENTED, error.code());
    assertEquals(
        "UNIMPLEMENTED: the server is too old to find faces or to decide", error.getMessage());
  }

  private static void assertFaces(EmbeddedFaces embedded, String... words) {
    assertEquals(words.length, embedded.faces().size());
    for (int i = 0; i < words.length; i++) {
      assertArrayEquals(
          Faces.expected(words[i]), embedded.faces().get(i).embedding().values(), words[i]);
    }
  }
}
