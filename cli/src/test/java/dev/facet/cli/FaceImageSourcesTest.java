package dev.facet.cli;

import static java.awt.image.BufferedImage.TYPE_3BYTE_BGR;
import static java.awt.image.BufferedImage.TYPE_4BYTE_ABGR;
import static java.awt.image.BufferedImage.TYPE_BYTE_GRAY;
import static java.awt.image.BufferedImage.TYPE_BYTE_INDEXED;
import static java.awt.image.BufferedImage.TYPE_INT_ARGB;
import static java.awt.image.BufferedImage.TYPE_INT_RGB;
import static java.awt.image.BufferedImage.TYPE_USHORT_GRAY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.client.FaceImage;
import dev.facet.client.FacetClient;
import dev.facet.model.fixture.TinyModel;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In whichever form the Java client is given a picture, the server sees the same face. */
class FaceImageSourcesTest {
  private static final int SIDE = 112;
  private static final float TOLERANCE = 1e-6f;

  private static RunningServer server;
  private static FacetClient client;

  @BeforeAll
  static void start(@TempDir Path models) throws IOException {
    TinyModel.write(models, "face", 1, 1);
    server = RunningServer.of(models);
    client = FacetClient.builder(server.address()).plaintext().build();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        TYPE_INT_RGB,
        TYPE_INT_ARGB,
        TYPE_3BYTE_BGR,
        TYPE_4BYTE_ABGR,
        TYPE_BYTE_GRAY,
        TYPE_USHORT_GRAY,
        TYPE_BYTE_INDEXED
      })
  void pictureInMemory_isEmbeddedAsItsFileIs(int type) throws IOException {
    BufferedImage picture = picture(type);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(picture, "png", png));

    float[] ofPicture = client.embed(FaceImage.of(picture)).values();
    float[] ofBytes = client.embed(FaceImage.of(png.toByteArray())).values();
    float[] ofBuffer = client.embed(FaceImage.of(ByteBuffer.wrap(png.toByteArray()))).values();
    float[] ofStream =
        client.embed(FaceImage.read(new ByteArrayInputStream(png.toByteArray()))).values();

    assertArrayEquals(ofBytes, ofPicture, TOLERANCE);
    assertArrayEquals(ofBytes, ofBuffer, TOLERANCE);
    assertArrayEquals(ofBytes, ofStream, TOLERANCE);
  }

  /** Ellipses in colours that let some of what is below them through. */
  private static BufferedImage picture(int type) {
    Random random = new Random(type);
    BufferedImage picture = new BufferedImage(SIDE, SIDE, type);
    Graphics2D graphics = picture.createGraphics();
    for (int i = 0; i < 20; i++) {
      graphics.setColor(new Color(random.nextInt(), true));
      graphics.fillOval(
          random.nextInt(SIDE), random.nextInt(SIDE), random.nextInt(SIDE), random.nextInt(SIDE));
    }
    graphics.dispose();
    return picture;
  }
}
