package dev.facet.model.quantization;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.mxnet.jna.MxnetLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EngineRuntime;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The passes of MXNet's own quantiser, from one symbol's JSON to another's. They are functions of
 * {@code include/mxnet/c_api.h} that DJL declares but does not offer; their order is that of {@code
 * quantize_model_mkldnn} in {@code python/mxnet/contrib/quantization.py}.
 *
 * <p>Weights stay float32, as the parameters' file has them: a channel each is quantised when the
 * engine first runs them.
 */
final class OneDnnPasses {

  private static final String BACKEND = "MKLDNN_QUANTIZE";
  private static final int[] CPU = {1};
  private static final String[] NONE = {};

  /** uint8 where no value is below 0, which takes twice the steps; else int8. */
  private static final String TYPE = "auto";

  /** Only where the layers around it are quantised, too, and it therefore pays. */
  private static final String MODE = "smart";

  private static final String GRANULARITY = "channel-wise";
  private static final byte CALIBRATED = 1;

  private final MxnetLibrary library;

  /** Starts the engine, whose settings are read when its library loads. */
  OneDnnPasses() {
    EngineRuntime.newManager(ComputeDevice.CPU).close();
    library = LibUtils.loadLibrary();
  }

  /**
   * Fuses operators as their quantised kinds are fused.
   *
   * @throws EngineException if MXNet refuses it, as do all methods here
   */
  String fused(String symbol) {
    try (Handle read = parse(symbol);
        Handle fused = forBackend(read)) {
      return json(fused);
    }
  }

  /**
   * Names of the outputs whose ranges {@link #quantized} needs.
   *
   * @param fused a fused symbol
   * @param spared the name of an operator that is to compute on floats
   */
  List<String> layers(String fused, String spared) {
    List<String> layers = new ArrayList<>();
    try (Handle read = parse(fused)) {
      quantize(read, spared, layers).close();
    }
    return layers;
  }

  /** Quantises a fused symbol, with the range of each of its {@link #layers}. */
  String quantized(String fused, String spared, Map<String, LayerRange> ranges) {
    try (Handle read = parse(fused);
        Handle quantized = quantize(read, spared, new ArrayList<>());
        Handle calibrated = calibrate(quantized, ranges);
        Handle finished = forBackend(calibrated)) {
      return json(finished);
    }
  }

  private Handle parse(String json) {
    PointerByReference symbol = new PointerByReference();
    check(library.MXSymbolCreateFromJSON(json, symbol));
    return new Handle(symbol.getValue());
  }

  private String json(Handle symbol) {
    String[] json = new String[1];
    check(library.MXSymbolSaveToJSON(symbol.pointer, json));
    return json[0];
  }

  private Handle forBackend(Handle symbol) {
    PointerByReference result = new PointerByReference();
    check(library.MXGenBackendSubgraph(symbol.pointer, BACKEND, result));
    return new Handle(result.getValue());
  }

  private Handle quantize(Handle symbol, String spared, List<String> layers) {
    PointerByReference result = new PointerByReference();
    IntBuffer count = IntBuffer.allocate(1);
    PointerByReference names = new PointerByReference();
    check(
        library.MXQuantizeSymbol(
            symbol.pointer,
            result,
            CPU,
            1,
            new String[] {spared},
            NONE.length,
            NONE,
            NONE.length,
            NONE,
            TYPE,
            CALIBRATED,
            MODE,
            GRANULARITY,
            count,
            names));
    if (count.get(0) > 0) {
      // MXNet's own, until its next call on this thread.
      layers.addAll(List.of(names.getValue().getStringArray(0, count.get(0))));
    }
    return new Handle(result.getValue());
  }

  private Handle calibrate(Handle symbol, Map<String, LayerRange> ranges) {
    FloatBuffer lows = FloatBuffer.allocate(ranges.size());
    FloatBuffer highs = FloatBuffer.allocate(ranges.size());
    for (LayerRange range : ranges.values()) {
      lows.put(range.low());
      highs.put(range.high());
    }
    String[] names = ranges.keySet().toArray(NONE);
    PointerByReference result = new PointerByReference();
    check(
        library.MXSetCalibTableToQuantizedSymbol(
            symbol.pointer, names.length, names, lows.flip(), highs.flip(), result));
    return new Handle(result.getValue());
  }

  private void check(int failed) {
    if (failed != 0) {
      throw new EngineException(library.MXGetLastError());
    }
  }

  /** A symbol in the library. */
  private final class Handle implements AutoCloseable {
    private final Pointer pointer;

    Handle(Pointer pointer) {
      this.pointer = pointer;
    }

    @Override
    public void close() {
      library.MXSymbolFree(pointer);
    }
  }
}
