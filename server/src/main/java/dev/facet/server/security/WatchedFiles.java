package dev.facet.server.security;

import dev.facet.server.config.BadConfigException;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that belong together, read at start and again when they change.
 *
 * <p>Their contents are compared, not their times, so it does not matter how a file is replaced:
 * written, renamed, or by a link that is moved. A change is taken once it looks the same at two
 * looks, so a file that is being written, or a pair of which one is replaced, is left alone. One
 * that is broken is logged once, and what was taken before stays in force.
 *
 * <p>Not thread-safe: one thread looks.
 */
final class WatchedFiles {

  private static final Logger log = LoggerFactory.getLogger(WatchedFiles.class);

  /** What the files are for. */
  @FunctionalInterface
  interface Use {

    /**
     * Takes the contents of the files, in their order, and uses them from now on.
     *
     * @throws BadConfigException if they are broken; then nothing has changed
     */
    void take(List<byte[]> contents);
  }

  private final List<SettingFile> files;
  private final Use use;
  private String seen;
  private String taken;

  /**
   * Reads the files for the first time.
   *
   * @throws BadConfigException if one cannot be read, or they are broken
   */
  WatchedFiles(List<SettingFile> files, Use use) {
    this.files = files;
    this.use = use;
    seen = state();
    taken = seen;
    use.take(read());
  }

  /** Looks at the files, and takes a change that was there at the last look too. */
  void look() {
    String now = state();
    if (now.equals(seen) && !now.equals(taken)) {
      taken = now;
      take();
    }
    seen = now;
  }

  private void take() {
    try {
      use.take(read());
      log.info("{}: changed, and in force from now on", keys());
    } catch (BadConfigException broken) {
      log.warn("{}; what was read before stays in force", broken.getMessage());
    }
  }

  private List<byte[]> read() {
    return files.stream().map(SettingFile::read).toList();
  }

  /** Tells one state of the files from another: their digests, or why they cannot be read. */
  private String state() {
    try {
      return read().stream().map(Sha256::hex).collect(Collectors.joining(","));
    } catch (BadConfigException unreadable) {
      return String.valueOf(unreadable.getMessage());
    }
  }

  private String keys() {
    return files.stream().map(SettingFile::key).collect(Collectors.joining(", "));
  }
}
