package dev.facet.server.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The root of a file system in which a test says what memory there is. */
final class FileTree {

  private static final long MIB = 1 << 20;

  private final Path root;

  FileTree(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  /** Says what the machine has left. */
  void machine(long mebibytes) throws IOException {
    write(
        "proc/meminfo",
        "MemTotal:       16777216 kB\nMemFree:          1000 kB\nMemAvailable:   %d kB\nBuffers: 1 kB\n"
            .formatted(mebibytes * MIB / 1024));
  }

  /** Says in which control groups the process is. */
  void groups(String lines) throws IOException {
    write("proc/self/cgroup", lines);
  }

  /** Gives a group of version 2 a limit. */
  void groupV2(String path, String limit, long used, long reclaimable) throws IOException {
    write(path + "/memory.max", limit + "\n");
    write(path + "/memory.current", used * MIB + "\n");
    write(
        path + "/memory.stat",
        "anon 1\nfile 2\ninactive_anon 3\ninactive_file %d\nactive_file 4\n"
            .formatted(reclaimable * MIB));
  }

  /** Gives a group of version 1 a limit. */
  void groupV1(String path, String limit, long used, long reclaimable) throws IOException {
    write(path + "/memory.limit_in_bytes", limit + "\n");
    write(path + "/memory.usage_in_bytes", used * MIB + "\n");
    write(
        path + "/memory.stat",
        "cache 1\ninactive_file 2\ntotal_cache 3\ntotal_inactive_file %d\n"
            .formatted(reclaimable * MIB));
  }

  static String bytes(long mebibytes) {
    return Long.toString(mebibytes * MIB);
  }
}
