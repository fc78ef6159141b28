package dev.facet.server.security;

import dev.facet.server.config.BadConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that a setting names.
 *
 * @param key the setting
 * @param path where the file is
 * @param expected what it must hold, in words
 */
record SettingFile(String key, Path path, String expected) {

  /** Far above what a chain of certificates or thousands of tokens take. */
  private static final int MOST_BYTES = 1 << 20;

  /**
   * What the file holds.
   *
   * @throws BadConfigException if it cannot be read, or is larger than 1 MiB
   */
  byte[] read() {
    byte[] contents;
    try (InputStream in = Files.newInputStream(path)) {
      contents = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw refusal("no such file");
    } catch (AccessDeniedException e) {
      throw refusal("access denied");
    } catch (IOException e) {
      throw refusal("cannot be read");
    }
    if (contents.length > MOST_BYTES) {
      throw refusal("larger than 1 MiB");
    }
    return contents;
  }

  /** Says what is wrong with the file; that must not hold anything of its contents. */
  BadConfigException refusal(String wrong) {
    return BadConfigException.of(key, path + ": " + wrong, expected);
  }
}
