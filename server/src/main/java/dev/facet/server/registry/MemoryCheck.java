package dev.facet.server.registry;

import dev.facet.model.bundle.ModelBundle;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.GraphPasses;
import dev.facet.model.engine.MemoryEstimate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses to load what the machine plainly has no memory for: a failed activation is told, while a
 * process that Linux ends for want of memory loses the live version too. It errs on the side of
 * loading, and knows nothing of a container's limits.
 */
final class MemoryCheck {

  private static final Pattern AVAILABLE =
      Pattern.compile("^MemAvailable:\\s+(\\d{1,15}) kB$", Pattern.MULTILINE);

  private final Path memInfo;

  /**
   * A check.
   *
   * @param memInfo {@code /proc/meminfo}; where there is none, everything passes
   */
  MemoryCheck(Path memInfo) {
    this.memInfo = memInfo;
  }

  /**
   * Passes if a model can be loaded on all the devices.
   *
   * @throws InsufficientMemoryException if the memory is lacking
   * @throws IOException if the bundle cannot be read
   */
  void require(ModelBundle bundle, List<ComputeDevice> devices, GraphPasses passes)
      throws IOException {
    OptionalLong available = availableBytes();
    if (available.isEmpty()) {
      return;
    }
    long needed = 0;
    for (ComputeDevice device : devices) {
      needed += MemoryEstimate.bytes(bundle, device, passes);
    }
    if (needed > available.getAsLong()) {
      throw new InsufficientMemoryException(available.getAsLong(), needed);
    }
  }

  private OptionalLong availableBytes() throws IOException {
    if (!Files.isReadable(memInfo)) {
      return OptionalLong.empty();
    }
    Matcher line = AVAILABLE.matcher(Files.readString(memInfo));
    return line.find()
        ? OptionalLong.of(1024 * Long.parseLong(line.group(1)))
        : OptionalLong.empty();
  }
}
