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
  }

  private static void requireVariable(String name, String value) {
    String expected = Optional.ofNullable(System.getenv(name)).orElse(value);
    Object found =
        Function.getFunction(Platform.C_LIBRARY_NAME, "getenv")
            .invoke(String.class, new Object[] {name});
    assertEquals(expected, found, name);
  }
}
