package dev.facet.trainer.data.idx;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes files of the format of MNIST. */
public final class IdxFiles {

  private IdxFiles() {}

  /** Writes an array of bytes, compressed if the name ends in {@code .gz}. */
  public static Path write(Path file, byte[] bytes, int... sizes) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(content);
    out.writeInt(0x0800 + sizes.length);
    for (int size : sizes) {
      out.writeInt(size);
    }
    out.write(bytes);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream to = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      to.write(content.toByteArray());
    }
    return file;
  }
}
