package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.facet.model.fixture.Refusal;
import dev.facet.model.fixture.TinyModel;
import dev.facet.model.symbol.ParamsFile;
import dev.facet.model.symbol.SymbolGraph;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that somebody made to do harm: they are read as data, within bounds, or refused. */
class HostileBundleTest {
  private final ModelBundle bundle;
  private final Path manifest;

  HostileBundleTest(@TempDir Path root) throws IOException {
    bundle = TinyModel.write(root, "face", 1, 1);
    manifest = bundle.directory().resolve(ManifestFile.NAME);
  }

  /** What a reader that follows tags would run. */
  public static final class Trap {
    static final AtomicInteger SPRUNG = new AtomicInteger();

    public Trap() {
      SPRUNG.incrementAndGet();
    }

    public Trap(String anything) {
      this();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!dev.facet.model.bundle.HostileBundleTest$Trap {}",
        "!!dev.facet.model.bundle.HostileBundleTest$Trap [x]",
        "!<tag:yaml.org,2002:dev.facet.model.bundle.HostileBundleTest$Trap> {}",
        "[\"dev.facet.model.bundle.HostileBundleTest$Trap\", {}]",
        "{\"@class\": \"dev.facet.model.bundle.HostileBundleTest$Trap\"}",
      })
  void classNamedInAManifest_isNotMade(String value) throws IOException {
    append("about: {license: " + value + "}");
    assertTrue(refusal().contains("about.license"), this::refusal);
    assertEquals(0, Trap.SPRUNG.get());
  }

  @Test
  void tagOnAText_isNothingMoreThanTheText() throws IOException {
    append("about: {license: !!dev.facet.model.bundle.HostileBundleTest$Trap x}");
    assertEquals("x", open().about().license());
    assertEquals(0, Trap.SPRUNG.get());
  }

  /** Ten to the ninth texts, were aliases followed. */
  @Test
  void aliasesOfAliases_areNotFollowed() throws IOException {
    StringBuilder yaml = new StringBuilder("about:\n  provenance:\n    a0: &a0 laugh\n");
    for (int i = 1; i < 10; i++) {
      String ten = ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1);
      yaml.append("    a%d: &a%d [%s]\n".formatted(i, i, ten));
    }
    append(yaml.toString());
    assertTrue(refusal().contains("about.provenance.a1"), this::refusal);
  }

  @Test
  void depthWithoutEnd_isRefused() throws IOException {
    append("about: {provenance: {deep: " + "[".repeat(100_000) + "}}");
    assertTrue(refusal().startsWith(manifest + ": "), this::refusal);

    Files.writeString(bundle.symbol(), "{\"nodes\": " + "[".repeat(1_000_000));
    String said = Refusal.message(() -> SymbolGraph.read(bundle.symbol()));
    assertTrue(said.contains("not JSON"), said);
  }

  @Test
  void subgraphsWithoutEnd_areRefused() throws IOException {
    Files.writeString(
        bundle.symbol(), "{\"nodes\": [{\"op\": \"a\", \"subgraphs\": [".repeat(100_000));
    String said = Refusal.message(() -> SymbolGraph.read(bundle.symbol()));
    assertTrue(said.contains("not JSON"), said);
  }

  @Test
  void manifestBeyondItsBound_isRefused() throws IOException {
    append("#" + "x".repeat(1 << 20));
    assertEquals(manifest + ": larger than 1048576 bytes (expected: YAML)", refusal());
  }

  /** A file whose size is 0 and that never ends. */
  @Test
  void manifestThatNeverEnds_isRefused() throws IOException {
    Files.delete(manifest);
    Files.createSymbolicLink(manifest, Path.of("/dev/zero"));
    assertEquals(manifest + ": larger than 1048576 bytes (expected: YAML)", refusal());
  }

  @Test
  void fileBeyondItsBound_isRefusedUnread() throws IOException {
    for (Path file : bundle.files().subList(1, 3)) {
      byte[] content = Files.readAllBytes(file);
      grow(file, (1L << 32) + 1);
      assertEquals(file + ": size: 4294967297 (expected: at most 4294967296 bytes)", refusal());
      Files.write(file, content);
    }
    open();
  }

  @Test
  void symbolBeyondItsBound_isRefusedUnread() throws IOException {
    grow(bundle.symbol(), (64L << 20) + 1);
    String said = Refusal.message(() -> SymbolGraph.read(bundle.symbol()));
    assertTrue(said.contains("size: 67108865 (expected: at most 67108864 bytes)"), said);
  }

  /** Numbers of a file that would be memory, were they believed. */
  @Test
  void arraysLargerThanTheirFile_areNotAllocated() throws IOException {
    for (long count : new long[] {Long.MAX_VALUE, Integer.MAX_VALUE, -1}) {
      writeParams(params -> params.putLong(count));
      assertTrue(badParams().contains("number of arrays: " + count), this::badParams);
    }
    writeParams(params -> tensor(params, 2, Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertTrue(badParams().contains("beyond any file"), this::badParams);
    writeParams(params -> tensor(params, 1, 500_000_000));
    assertTrue(badParams().contains("truncated"), this::badParams);
  }

  /** The head of a file of one array, and of the array. */
  private static void tensor(ByteBuffer params, int rank, long... lengths) {
    params.putLong(1).putInt(0xF993FAC9).putInt(0).putInt(rank);
    for (long length : lengths) {
      params.putLong(length);
    }
  }

  private void writeParams(Consumer<ByteBuffer> content) throws IOException {
    ByteBuffer params = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    content.accept(params.putLong(0x112).putLong(0));
    Files.write(bundle.params(), params.array());
  }

  private String badParams() {
    return Refusal.message(() -> ParamsFile.readFloats(bundle.params()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../2/model.params",
        "/etc/passwd",
        "..",
        ".",
        "sub/model.params",
        "..\\\\model.params",
        "C:model.params",
        ".hidden",
        "model.yaml",
        "model.sig",
        "model\\0.params",
      })
  void nameThatIsNoneOfAFileBeside_isRefused(String name) throws IOException {
    String yaml = Files.readString(manifest);
    Files.writeString(
        manifest, yaml.replaceAll("params: .*", "params: \"" + name.replace("\\", "\\\\") + "\""));
    assertTrue(refusal().contains("files.params: "), this::refusal);
  }

  @Test
  void deviceOrDirectory_isNoFile() throws IOException {
    Files.delete(bundle.params());
    Files.createDirectory(bundle.params());
    assertTrue(refusal().contains("(expected: a file in "), this::refusal);
    Files.delete(bundle.params());
    Files.createSymbolicLink(bundle.params(), Path.of("/dev/zero"));
    assertTrue(refusal().contains("(expected: a file in "), this::refusal);
  }

  private ModelBundle open() throws BadBundleException {
    return ModelBundle.open(bundle.directory());
  }

  private String refusal() {
    return Refusal.message(this::open);
  }

  /** In place of what is for people. */
  private void append(String about) throws IOException {
    String yaml = Files.readString(manifest);
    Files.writeString(manifest, yaml.substring(0, yaml.indexOf("about:")) + about + "\n");
  }

  /** Sparse: it takes no room on the disk. */
  private static void grow(Path file, long bytes) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(bytes);
    }
  }
}
