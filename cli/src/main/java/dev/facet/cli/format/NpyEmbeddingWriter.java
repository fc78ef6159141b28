package dev.facet.cli.format;

import dev.facet.cli.face.EmbeddedFace;
import dev.facet.cli.face.EmbeddingSpace;
import dev.facet.client.FaceEmbedding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A float32 matrix in NumPy's format 1.0 with one row a face, in the order of the files. The row of
 * a file without an embedding is NaN, so that row i is always file i where faces are not sought.
 * All rows must be of one embedding space, since the format has no place to tell them apart. The
 * header states the number of rows, so nothing is written before the end.
 */
final class NpyEmbeddingWriter implements EmbeddingWriter {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** What follows the header starts at a multiple of this. */
  private static final int ALIGNMENT = 64;

  private final OutputStream out;
  private final EmbeddingSpace space = new EmbeddingSpace();
  private final List<float[]> rows = new ArrayList<>();
  private int dimension;

  NpyEmbeddingWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void face(String name, EmbeddedFace face) throws IOException {
    FaceEmbedding embedding = face.embedding();
    space.require(embedding.model());
    dimension = embedding.dimension();
    rows.add(embedding.values());
  }

  @Override
  public void failure(String file, String reason) {
    rows.add(new float[0]);
  }

  @Override
  public void close() throws IOException {
    out.write(header(rows.size(), dimension));
    float[] missing = new float[dimension];
    Arrays.fill(missing, Float.NaN);
    ByteBuffer bytes = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      bytes.asFloatBuffer().put(row.length == 0 ? missing : row);
      out.write(bytes.array());
    }
    out.flush();
  }

  /** The magic, the length of the description, the description padded to the alignment. */
  private static byte[] header(int rows, int columns) {
    String description =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows, columns);
    int unpadded = MAGIC.length + Short.BYTES + description.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    byte[] text = (description + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(unpadded + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) text.length)
        .put(text)
        .array();
  }
}
