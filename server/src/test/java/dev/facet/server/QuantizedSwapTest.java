package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.fixture.QuantizedModel;
import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ModelState;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedSwapTest {

  @ParameterizedTest
  @ValueSource(strings = {"all", "none"})
  void floatVersion_givesWayToItsQuantisedOneAndBack(String passes, @TempDir Path repository)
      throws Exception {
    ModelBundle floats = TinyModel.write(repository, "face", 1, 1);
    ModelBundle integers = QuantizedModel.publish(floats, face(), repository, "face");
    try (TestServer server =
        new TestServer(repository, "models.activation", "true", "engine.graph-passes", passes)) {
      Admin face = new Admin(server, "face");
      face.activate(1);
      LiveCallers callers = new LiveCallers(face, floats, integers);
      for (long live : new long[] {2, 1, 2}) {
        face.activate(live);
        face.await(3 - live, ModelState.MODEL_STATE_AVAILABLE);
        callers.assertUndisturbed();
      }
      assertEquals(Set.of(1L, 2L), callers.versions());
      callers.stop();
    }
  }

  private static float[][] face() {
    byte[] pixels = Drawings.rgb(3, 112, 112);
    float[][] faces = new float[1][pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      faces[0][i] = ((pixels[i] & 255) - 127.5f) / 128;
    }
    return faces;
  }
}
