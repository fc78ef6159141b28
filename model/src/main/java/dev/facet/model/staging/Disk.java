package dev.facet.model.staging;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What is written reaches the disk. */
final class Disk {

  /** Where a directory cannot be opened, nor a file synced that is open for reading. */
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private Disk() {}

  /** Waits until a file's content, or a directory's names, are on the disk. */
  static void sync(Path path) throws IOException {
    if (WINDOWS) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
