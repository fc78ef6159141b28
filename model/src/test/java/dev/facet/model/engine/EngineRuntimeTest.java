package dev.facet.model.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EngineRuntimeTest {

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void processEnvironment_isSetForConcurrentInferenceUnlessTheUserDid() {
    EngineRuntime.newManager(ComputeDevice.CPU).close();
    requireVariable("MXNET_ENGINE_TYPE", "NaiveEngine");
    requireVariable("OMP_NUM_THREADS", "1");
    assertEquals(
        Integer.toString(Runtime.getRuntime().availableProcessors()),
        variable("MXNET_CPU_TEMP_COPY"));
  }

  private static void requireVariable(String name, String value) {
    assertEquals(Optional.ofNullable(System.getenv(name)).orElse(value), variable(name), name);
  }

  private static Object variable(String name) {
    return Function.getFunction(Platform.C_LIBRARY_NAME, "getenv")
        .invoke(String.class, new Object[] {name});
  }
}
