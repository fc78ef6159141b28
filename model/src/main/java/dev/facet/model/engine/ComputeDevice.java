package dev.facet.model.engine;

import ai.djl.Device;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device that a model is loaded on. Written {@code cpu}, or {@code gpu0}, {@code gpu1} and so on.
 *
 * @param kind the kind of device
 * @param index which device of that kind, from 0; always 0 for the CPU, which the engine sees as
 *     one device however many cores it has
 */
public record ComputeDevice(Kind kind, int index) {

  /** The kinds of device that the engine knows. */
  public enum Kind {
    /** The processor. */
    CPU,
    /** A CUDA device. */
    GPU
  }

  /** The processor. */
  public static final ComputeDevice CPU = new ComputeDevice(Kind.CPU, 0);

  private static final Pattern GPU_NAME = Pattern.compile("gpu(0|[1-9][0-9]{0,2})");

  /**
   * Creates a device; whether the machine has it is found at load.
   *
   * @throws IllegalArgumentException if the index is negative, or not 0 for the CPU
   */
  public ComputeDevice {
    if (index < 0 || (kind == Kind.CPU && index > 0)) {
      throw new IllegalArgumentException(
          "device index: " + index + " (expected: " + (kind == Kind.CPU ? "0)" : "0 or more)"));
    }
  }

  /**
   * Reads a device from its name.
   *
   * @param name {@code cpu} or {@code gpu} followed by an index of up to three digits
   * @throws IllegalArgumentException if the name is neither
   */
  public static ComputeDevice parse(String name) {
    if (name.equals("cpu")) {
      return CPU;
    }
    Matcher gpu = GPU_NAME.matcher(name);
    if (gpu.matches()) {
      return new ComputeDevice(Kind.GPU, Integer.parseInt(gpu.group(1)));
    }
    throw new IllegalArgumentException(
        "device: " + name + " (expected: cpu, or gpu and an index, such as gpu0)");
  }

  /** The name that {@link #parse} reads. */
  @Override
  public String toString() {
    return kind == Kind.CPU ? "cpu" : "gpu" + index;
  }

  Device toDjl() {
    return kind == Kind.CPU ? Device.cpu() : Device.gpu(index);
  }
}
