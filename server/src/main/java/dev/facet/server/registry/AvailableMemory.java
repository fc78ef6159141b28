package dev.facet.server.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory the process may still take before Linux ends it: what the machine has left, and
 * what the process's control group and those around it have left of their limits, in version 1 and
 * 2 of control groups. What is not told, or is {@code max}, sets no bound. Thread-safe.
 */
final class AvailableMemory {

  /**
   * How files of control groups tell a limit, what is taken of it, and what could be given back.
   */
  private record Accounting(String limit, String usage, String reclaimable) {
    static final Accounting V1 =
        new Accounting("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
    static final Accounting V2 = new Accounting("memory.max", "memory.current", "inactive_file");
  }

  /**
   * A bound of what may still be taken.
   *
   * @param bytes 0 or more
   * @param of what has that much left
   */
  record Bound(long bytes, String of) {}

  private static final Pattern MACHINE =
      Pattern.compile("^MemAvailable:\\s+(\\d{1,15}) kB$", Pattern.MULTILINE);
  // Longer ones are how version 1 says that there is no limit.
  private static final Pattern BYTES = Pattern.compile("\\d{1,18}");
  private static final Pattern GROUP_V1 =
      Pattern.compile("^\\d+:(?:[^:\\n]*,)?memory(?:,[^:\\n]*)?:/(.*)$", Pattern.MULTILINE);
  private static final Pattern GROUP_V2 = Pattern.compile("^0::/(.*)$", Pattern.MULTILINE);

  private final Path proc;
  private final Path groups;

  /**
   * The memory of a machine.
   *
   * @param root of its file system, where {@code proc} and {@code sys} are; need not exist
   */
  AvailableMemory(Path root) {
    this.proc = root.resolve("proc");
    this.groups = root.resolve("sys/fs/cgroup");
  }

  /** The tightest bound, as it is now; empty where none is told. */
  Optional<Bound> tightest() {
    List<Bound> bounds = new ArrayList<>();
    match(MACHINE, proc.resolve("meminfo"))
        .map(kilobytes -> new Bound(1024 * Long.parseLong(kilobytes), "the machine's memory"))
        .ifPresent(bounds::add);
    addGroups(bounds, GROUP_V1, groups.resolve("memory"), Accounting.V1);
    addGroups(bounds, GROUP_V2, groups, Accounting.V2);
    return bounds.stream().min(Comparator.comparingLong(Bound::bytes));
  }

  /** Adds the bounds of the process's group and of all around it, each of which may have one. */
  private void addGroups(List<Bound> bounds, Pattern own, Path hierarchy, Accounting accounting) {
    // A container may see its own group as the whole hierarchy, and yet be told a path in a larger
    // one: of such a path what leads nowhere is passed over.
    Path group =
        match(own, proc.resolve("self/cgroup"))
            .map(path -> hierarchy.resolve(path).normalize())
            .orElse(hierarchy);
    if (!group.startsWith(hierarchy)) {
      group = hierarchy;
    }
    for (Path at = group; at != null && at.startsWith(hierarchy); at = at.getParent()) {
      bound(at, accounting).ifPresent(bounds::add);
    }
  }

  private static Optional<Bound> bound(Path group, Accounting accounting) {
    OptionalLong limit = bytes(group.resolve(accounting.limit()));
    OptionalLong usage = bytes(group.resolve(accounting.usage()));
    if (limit.isEmpty() || usage.isEmpty()) {
      return Optional.empty();
    }
    Pattern line =
        Pattern.compile("^" + accounting.reclaimable() + " (\\d{1,18})$", Pattern.MULTILINE);
    long reclaimable = match(line, group.resolve("memory.stat")).map(Long::parseLong).orElse(0L);
    long taken = Math.max(0, usage.getAsLong() - reclaimable);
    return Optional.of(
        new Bound(Math.max(0, limit.getAsLong() - taken), "the container's memory limit"));
  }

  private static OptionalLong bytes(Path file) {
    return content(file)
        .map(String::strip)
        .filter(text -> BYTES.matcher(text).matches())
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  /** The first group of the first match in a file. */
  private static Optional<String> match(Pattern pattern, Path file) {
    return content(file).map(pattern::matcher).filter(Matcher::find).map(found -> found.group(1));
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty(); // a machine that does not tell sets no bound
    }
  }
}
