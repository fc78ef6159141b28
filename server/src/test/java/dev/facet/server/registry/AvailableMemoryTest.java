package dev.facet.server.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.facet.server.registry.AvailableMemory.Bound;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {

  private static final long MIB = 1 << 20;
  private static final String MACHINE = "the machine's memory";
  private static final String CONTAINER = "the container's memory limit";
  private static final String UNIFIED = "sys/fs/cgroup";
  private static final String MEMORY = "sys/fs/cgroup/memory";

  /** How version 1 says that there is no limit. */
  private static final String NO_LIMIT_V1 = "9223372036854771712";

  private final FileTree files;
  private final AvailableMemory available;

  AvailableMemoryTest(@TempDir Path root) {
    files = new FileTree(root);
    available = new AvailableMemory(root);
  }

  @Test
  void whereNothingIsTold_thereIsNoBound() throws Exception {
    assertEquals(Optional.empty(), available.tightest());
    files.write("proc/meminfo", "MemTotal:  100 kB\n");
    files.groups("12:pids:/\n");
    assertEquals(Optional.empty(), available.tightest());
  }

  @Test
  void machineWithoutContainer_isTheBound() throws Exception {
    files.machine(700);
    files.groups("0::/\n");
    expect(700, MACHINE);
  }

  @Test
  void groupOfVersion2_hasItsLimitLessWhatCannotBeGivenBack() throws Exception {
    files.machine(700);
    files.groups("0::/system.slice/facet.service\n");
    files.groupV2(UNIFIED + "/system.slice/facet.service", FileTree.bytes(500), 450, 100);
    expect(150, CONTAINER);
    files.groupV2(UNIFIED + "/system.slice/facet.service", "max", 450, 100);
    expect(700, MACHINE);
  }

  @Test
  void groupOfVersion1_hasItsLimitLessWhatCannotBeGivenBack() throws Exception {
    files.machine(700);
    files.groups("5:cpu,cpuacct:/elsewhere\n4:memory:/docker/facet\n0::/\n");
    files.groupV1(MEMORY + "/docker/facet", FileTree.bytes(500), 450, 100);
    expect(150, CONTAINER);
    files.groupV1(MEMORY + "/docker/facet", NO_LIMIT_V1, 450, 100);
    expect(700, MACHINE);
  }

  @Test
  void limitOfAGroupAround_countsAsWell() throws Exception {
    files.machine(700);
    files.groups("0::/all/facet\n");
    files.groupV2(UNIFIED + "/all", FileTree.bytes(300), 200, 0);
    files.groupV2(UNIFIED + "/all/facet", FileTree.bytes(500), 100, 0);
    expect(100, CONTAINER);
  }

  @Test
  void groupThatTheContainerSeesAsTheWhole_isFoundWhateverThePathSays() throws Exception {
    files.machine(700);
    files.groupV1(MEMORY, FileTree.bytes(200), 150, 0);
    files.groups("4:cpuset,memory:/docker/not-seen-from-inside\n");
    expect(50, CONTAINER);
    files.groupV2(UNIFIED, FileTree.bytes(200), 160, 0);
    files.groups("0::/../../other\n");
    expect(40, CONTAINER);
  }

  @Test
  void groupAboveItsLimit_hasNothingLeft() throws Exception {
    files.groups("0::/facet\n");
    files.groupV2(UNIFIED + "/facet", FileTree.bytes(100), 130, 0);
    expect(0, CONTAINER);
  }

  private void expect(long mebibytes, String of) {
    assertEquals(Optional.of(new Bound(mebibytes * MIB, of)), available.tightest());
  }
}
