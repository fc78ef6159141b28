package dev.facet.cli.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.client.FaceEmbedding;
import dev.facet.client.ModelRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against NumPy's description of its format 1.0, and against NumPy itself where there is one. */
class NpyEmbeddingWriterTest {
  private static final ModelRef MODEL = new ModelRef("face", 1, "aa");
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  @Test
  void twoRows_areTheBytesOfTheSpecification() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyEmbeddingWriter writer = new NpyEmbeddingWriter(out)) {
      writer.face("a", embedding(1, 2, 3));
      writer.face("b", embedding(-0.5f, Float.MIN_VALUE, Float.MAX_VALUE));
    }

    ByteBuffer npy = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[8];
    npy.get(magic);
    assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, magic);
    byte[] header = new byte[npy.getShort()];
    npy.get(header);
    assertEquals(0, npy.position() % 64, "the data are aligned");
    String text = new String(header, US_ASCII);
    assertTrue(text.endsWith("\n"), text);
    assertEquals(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", text.stripTrailing());
    float[] values = new float[6];
    npy.asFloatBuffer().get(values);
    assertArrayEquals(new float[] {1, 2, 3, -0.5f, Float.MIN_VALUE, Float.MAX_VALUE}, values, 0);
    assertEquals(6 * Float.BYTES, npy.remaining());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 1_000, 100_000})
  void headerOfAnyLength_isAligned(int rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyEmbeddingWriter writer = new NpyEmbeddingWriter(out)) {
      EmbeddedFace one = embedding(1);
      for (int i = 0; i < rows; i++) {
        writer.face("a", one);
      }
    }
    assertEquals(0, (out.size() - rows * Float.BYTES) % 64);
  }

  @Test
  void failedFiles_keepTheirRowsAsNaN() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (NpyEmbeddingWriter writer = new NpyEmbeddingWriter(out)) {
      writer.failure("a", "cannot be decoded");
      writer.face("b", embedding(1, 2));
      writer.failure("c", "cannot be decoded");
    }
    assertArrayEquals(
        new float[] {Float.NaN, Float.NaN, 1, 2, Float.NaN, Float.NaN}, lastFloats(out, 6), 0);
  }

  @Test
  void embeddingsOfTwoSpaces_areRefused() throws IOException {
    NpyEmbeddingWriter writer = new NpyEmbeddingWriter(new ByteArrayOutputStream());
    writer.face("a", embedding(1, 2));
    EmbeddedFace other =
        new EmbeddedFace(
            FaceEmbedding.of(new float[] {1, 2}, new ModelRef("face", 2, "bb")), Optional.empty());

    IOException refusal = assertThrows(IOException.class, () -> writer.face("b", other));

    assertTrue(
        String.valueOf(refusal.getMessage()).contains("face version 1 and face version 2"),
        refusal.getMessage());
  }

  @Test
  void numpy_readsTheSameMatrix(@TempDir Path directory) throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "skipped: no " + PYTHON);
    assumeTrue(python("import numpy").exit() == 0, "skipped: no python3-numpy");
    Path file = directory.resolve("faces.npy");
    try (OutputStream out = Files.newOutputStream(file);
        NpyEmbeddingWriter writer = new NpyEmbeddingWriter(out)) {
      writer.face("a", embedding(0.25f, -1.5f));
      writer.failure("b", "cannot be decoded");
    }

    Output printed =
        python(
            "import numpy, sys; m = numpy.load(sys.argv[1]); print(m.dtype, m.shape, m.tolist())",
            file.toString());

    assertEquals("float32 (2, 2) [[0.25, -1.5], [nan, nan]]", printed.text().strip());
  }

  private record Output(int exit, String text) {}

  private static Output python(String script, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(PYTHON.toString(), "-c", script);
    builder.command().addAll(Arrays.asList(arguments));
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), US_ASCII);
    return new Output(process.waitFor(), text);
  }

  private static EmbeddedFace embedding(float... values) {
    return new EmbeddedFace(FaceEmbedding.of(values, MODEL), Optional.empty());
  }

  private static float[] lastFloats(ByteArrayOutputStream out, int count) {
    float[] values = new float[count];
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .position(out.size() - count * Float.BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
