package dev.facet.trainer.data.recordio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.mxnet.jna.LibUtils;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.facet.model.engine.ComputeDevice;
import dev.facet.model.engine.EmbeddingModel;
import dev.facet.model.fixture.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format against MXNet's own reader and writer, by its C interface. */
class MxnetRecordIoTest {

  /** RTLD_LAZY without RTLD_GLOBAL. */
  private static final int LOCAL = 1;

  private final NativeLibrary mxnet;
  private final Path directory;

  MxnetRecordIoTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    // The engine's settings count when its library loads: it is left to the model to do that.
    EmbeddingModel.load(TinyModel.write(directory, "tiny", 1, 1), ComputeDevice.CPU).close();
    // As DJL opens it. With its symbols made global, its libjpeg would take the place of the JDK's.
    mxnet =
        NativeLibrary.getInstance(LibUtils.getLibName(), Map.of(Library.OPTION_OPEN_FLAGS, LOCAL));
  }

  @Test
  void files_areByteForByteThoseOfMxnet() throws Exception {
    Path ours = directory.resolve("ours.rec");
    Path theirs = directory.resolve("theirs.rec");
    List<byte[]> records = Examples.records();
    writeOurs(ours, records);

    PointerByReference writer = new PointerByReference();
    call("MXRecordIOWriterCreate", theirs.toString(), writer);
    for (byte[] record : records) {
      call("MXRecordIOWriterWriteRecord", writer.getValue(), record, (long) record.length);
    }
    call("MXRecordIOWriterFree", writer.getValue());

    assertArrayEquals(Files.readAllBytes(theirs), Files.readAllBytes(ours));
  }

  @Test
  void mxnet_readsOurRecords_whereOurIndexSays() throws Exception {
    Path ours = directory.resolve("ours.rec");
    List<byte[]> records = Examples.records();
    writeOurs(ours, records);
    RecordIndex index = RecordIndex.read(directory.resolve("ours.idx"));

    PointerByReference reader = new PointerByReference();
    call("MXRecordIOReaderCreate", ours.toString(), reader);
    for (int key = records.size() - 1; key >= 0; key--) {
      PointerByReference bytes = new PointerByReference();
      LongByReference length = new LongByReference();
      call("MXRecordIOReaderSeek", reader.getValue(), index.offset(key));
      call("MXRecordIOReaderReadRecord", reader.getValue(), bytes, length);
      assertEquals(records.get(key).length, length.getValue());
      Pointer begin = bytes.getValue();
      byte[] read =
          length.getValue() == 0 ? new byte[0] : begin.getByteArray(0, records.get(key).length);
      assertArrayEquals(records.get(key), read);
    }
    call("MXRecordIOReaderFree", reader.getValue());
  }

  private void writeOurs(Path file, List<byte[]> records) throws Exception {
    try (RecordWriter writer = RecordWriter.create(file, directory.resolve("ours.idx"))) {
      for (int key = 0; key < records.size(); key++) {
        writer.write(key, records.get(key));
      }
    }
  }

  private void call(String function, Object... arguments) {
    assertEquals(0, mxnet.getFunction(function).invokeInt(arguments), function);
  }
}
