package dev.facet.model.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.engine.StandardCapabilities;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.jna.JnaUtils;
import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The MXNet engine of this process, set up so that every operator runs on the thread that calls it.
 *
 * <p>MXNet reads its settings from the environment of the process when its library loads. Users
 * should not have to export variables, and {@code java} cannot change its own environment, so the
 * variables are set through the C library, just before the engine is first asked for. What the user
 * did export is left as it is, but for what correct results depend on.
 *
 * <p>A process either serves or trains: training beside inference on another thread corrupts both,
 * and it breaks the order on which {@link Lanes} rely, so that a trainer runs models on one thread
 * only.
 */
public final class EngineRuntime {

  /** Names the directory of another MXNet library than the one that comes along. */
  private static final String LIBRARY_PATH = "MXNET_LIBRARY_PATH";

  private EngineRuntime() {}

  /**
   * Starts the engine on the first call. Thread-safe.
   *
   * @param device where the manager's arrays are to lie
   * @return a new manager of arrays on the device; the caller closes it
   * @throws IllegalArgumentException if the machine or the engine lacks the device
   * @throws IllegalStateException if there is no engine: its library is not where it is said to be,
   *     or lacks something itself
   */
  public static MxNDManager newManager(ComputeDevice device) {
    requireLibrary(System.getenv(LIBRARY_PATH));
    Engine engine = Holder.START.engine();
    if (device.kind() == ComputeDevice.Kind.GPU) {
      requireGpu(engine, device);
    }
    return (MxNDManager) engine.newBaseManager(device.toDjl());
  }

  /** The engine would pass a path over that leads nowhere, and look elsewhere. */
  private static void requireLibrary(@Nullable String path) {
    String name = System.mapLibraryName("mxnet");
    if (path != null
        && Stream.of(path.split(File.pathSeparator))
            .map(Path::of)
            .noneMatch(at -> Files.isRegularFile(at) || Files.isRegularFile(at.resolve(name)))) {
      throw new IllegalStateException(
          LIBRARY_PATH + ": " + path + " (expected: a directory with " + name + ")");
    }
  }

  private static void requireGpu(Engine engine, ComputeDevice device) {
    if (!engine.hasCapability(StandardCapabilities.CUDA)) {
      throw new IllegalArgumentException(
          "device: "
              + device
              + " (expected: cpu; the MXNet library in use is built without CUDA, so it sees no"
              + " GPU; "
              + LIBRARY_PATH
              + " names a directory with another libmxnet)");
    }
    int count = JnaUtils.getGpuCount();
    if (device.index() >= count) {
      throw new IllegalArgumentException(
          "device: " + device + " (expected: a GPU below " + count + ", the number MXNet sees)");
    }
  }

  /** How the start went: an engine, or why there is none. */
  private record Start(@Nullable Engine started, @Nullable Throwable failure) {
    Engine engine() {
      if (started == null) {
        throw new IllegalStateException("MXNet: no engine: " + reason(failure), failure);
      }
      return started;
    }

    /** What the innermost cause says: above it stands only that something could not be loaded. */
    private static @Nullable String reason(@Nullable Throwable thrown) {
      String reason = null;
      for (Throwable at = thrown; at != null; at = at.getCause()) {
        reason =
            at.getMessage() == null
                ? reason
                : at.getMessage().strip().replace(":\n", ": ").replace("\n", "; ");
      }
      return reason;
    }
  }

  /** Initialised by the first use, once, whatever the number of threads. */
  private static final class Holder {
    static final Start START = start();

    private static Start start() {
      // The default engine runs operators on threads of its own and has deadlocked with several
      // callers; the naive one runs each operator on the thread that calls.
      setUnlessExported("MXNET_ENGINE_TYPE", "NaiveEngine");
      // One core a caller: the server's workers are the parallelism.
      setUnlessExported("OMP_NUM_THREADS", "1");
      // Not the user's choice: embeddings would be wrong. Lanes say why.
      setVariable("MXNET_CPU_TEMP_COPY", Integer.toString(Lanes.ON_CPU));
      // No look-ups in remote model zoos, no usage reports.
      setProperty("ai.djl.offline", "true");
      setProperty("OPT_OUT_TRACKING", "true");
      try {
        return new Start(Engine.getEngine("MXNet"), null);
      } catch (EngineException | LinkageError e) {
        return new Start(null, e);
      }
    }

    private static void setUnlessExported(String name, String value) {
      if (System.getenv(name) == null) {
        setVariable(name, value);
      }
    }

    private static void setVariable(String name, String value) {
      int failed =
          Platform.isWindows()
              ? Function.getFunction("ucrtbase", "_putenv_s").invokeInt(new Object[] {name, value})
              : Function.getFunction(Platform.C_LIBRARY_NAME, "setenv")
                  .invokeInt(new Object[] {name, value, 1});
      if (failed != 0) {
        throw new IllegalStateException(name + ": cannot be set in the process environment");
      }
    }

    private static void setProperty(String name, String value) {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    }
  }
}
