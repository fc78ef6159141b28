package dev.facet.trainer.data.recordio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ImageRecordTest {

  /** By Python: {@code struct.pack("<IfQQ", 0, 3.0, 5, 0) + b"abc"}. */
  private static final String ONE_LABEL =
      "00000000" + "00004040" + "0500000000000000" + "0000000000000000" + "616263";

  /** By Python: {@code struct.pack("<IfQQff", 2, 0.0, 5, 0, 6.0, 9.0)}. */
  private static final String TWO_LABELS =
      "02000000" + "00000000" + "0500000000000000" + "0000000000000000" + "0000c04000001041";

  @Test
  void loneLabel_standsInTheHeader() {
    ImageRecord record = new ImageRecord(new float[] {3}, 5, new byte[] {'a', 'b', 'c'});
    assertEquals(ONE_LABEL, HexFormat.of().formatHex(record.bytes()));
    ImageRecord parsed = ImageRecord.parse(HexFormat.of().parseHex(ONE_LABEL));
    assertEquals(1, parsed.labels());
    assertEquals(3, parsed.label(0));
    assertEquals(5, parsed.id());
    assertEquals("616263", HexFormat.of().formatHex(parsed.data()));
  }

  @Test
  void severalLabels_standBehindTheHeader() {
    ImageRecord record = new ImageRecord(new float[] {6, 9}, 5, new byte[0]);
    assertEquals(TWO_LABELS, HexFormat.of().formatHex(record.bytes()));
    ImageRecord parsed = ImageRecord.parse(HexFormat.of().parseHex(TWO_LABELS));
    assertEquals(2, parsed.labels());
    assertEquals(6, parsed.label(0));
    assertEquals(9, parsed.label(1));
    assertEquals(0, parsed.data().length);
  }

  @Test
  void listOfOneLabel_isReadToo() {
    ImageRecord parsed =
        ImageRecord.parse(HexFormat.of().parseHex("01000000" + TWO_LABELS.substring(8, 56) + "ff"));
    assertEquals(1, parsed.labels());
    assertEquals(6, parsed.label(0));
    assertEquals("ff", HexFormat.of().formatHex(parsed.data()));
  }

  @Test
  void recordThatIsTooShortForItsLabels_isRefused() {
    for (String record :
        new String[] {
          "",
          "00",
          ONE_LABEL.substring(0, 46),
          TWO_LABELS.substring(0, 62),
          "ffffffff" + TWO_LABELS.substring(8),
          "03000000" + TWO_LABELS.substring(8)
        }) {
      byte[] bytes = HexFormat.of().parseHex(record);
      assertThrows(IllegalArgumentException.class, () -> ImageRecord.parse(bytes), record);
    }
  }
}
