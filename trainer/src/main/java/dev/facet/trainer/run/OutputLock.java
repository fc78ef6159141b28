package dev.facet.trainer.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second run out of a run's directory. The system lets go of it when the process ends,
 * however that comes about; the file, which stays, means nothing.
 */
final class OutputLock implements Closeable {

  private static final String NAME = ".lock";

  private final FileChannel channel;

  private OutputLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock. Being refused within the process that has it makes some systems let go of it: a
   * process is for one run.
   *
   * @param directory of the run; made where it does not exist
   * @throws FileSystemException if a run has it, in this process or another
   */
  static OutputLock take(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new FileSystemException(
          directory.toString(),
          null,
          "another run is writing there (expected: waiting for its end, or another path)");
    }
    return new OutputLock(channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
