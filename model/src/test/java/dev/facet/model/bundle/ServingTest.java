package dev.facet.model.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.facet.model.bundle.Serving.Choice;
import dev.facet.model.bundle.Serving.Follow;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ServingTest {
  private static final Serving THIRD =
      new Serving(Follow.FIXED, choice(3), List.of(choice(2), choice(1)), List.of(1L));

  @Test
  void activation_putsWhatWasLiveInFrontOfTheHistory() {
    assertEquals(
        new Serving(
            Follow.LATEST, choice(4), List.of(choice(3), choice(2), choice(1)), List.of(1L)),
        THIRD.activated(choice(4), Follow.LATEST));
  }

  @Test
  void firstActivation_hasNoHistory() {
    assertEquals(
        new Serving(Follow.FIXED, choice(1), List.of(), List.of()),
        Serving.DEFAULT.activated(choice(1), Follow.FIXED));
  }

  @Test
  void versionThatIsLiveAgain_isOfTheHistoryNoMore() {
    assertEquals(List.of(choice(3), choice(1)), THIRD.activated(choice(2), Follow.FIXED).history());
  }

  @Test
  void activationOfTheLiveVersion_leavesTheHistory_butTakesItsNewDigest() {
    Choice other = new Choice(3, "f".repeat(64));
    assertEquals(
        new Serving(Follow.FIXED, other, THIRD.history(), THIRD.pinned()),
        THIRD.activated(other, Follow.FIXED));
  }

  @Test
  void history_keepsTheLatestTen() {
    Serving serving = Serving.DEFAULT;
    for (long version = 1; version <= 13; version++) {
      serving = serving.activated(choice(version), Follow.LATEST);
    }
    assertEquals(
        LongStream.iterate(12, v -> v - 1).limit(10).mapToObj(ServingTest::choice).toList(),
        serving.history());
  }

  @Test
  void rollbacks_goFurtherAndFurtherBack() {
    Serving once = THIRD.activated(choice(4), Follow.LATEST).rolledBack();
    assertEquals(THIRD, once);
    Serving twice = once.rolledBack();
    assertEquals(new Serving(Follow.FIXED, choice(2), List.of(choice(1)), List.of(1L)), twice);
    Serving thrice = twice.rolledBack();
    assertEquals(new Serving(Follow.FIXED, choice(1), List.of(), List.of(1L)), thrice);
    assertThrows(IllegalStateException.class, thrice::rolledBack);
  }

  @Test
  void deactivation_servesNothing_andARollbackBringsItBack() {
    Serving none = THIRD.deactivated();
    assertEquals(
        new Serving(Follow.NONE, null, List.of(choice(3), choice(2), choice(1)), List.of(1L)),
        none);
    assertEquals(none, none.deactivated());
    assertEquals(THIRD, none.rolledBack());
  }

  @Test
  void pinnedVersions_areAscendingAndOnce() {
    Serving pinned = THIRD.withPinned(7).withPinned(2).withPinned(7);
    assertEquals(List.of(1L, 2L, 7L), pinned.pinned());
    assertEquals(List.of(1L, 7L), pinned.withoutPinned(2).pinned());
    assertEquals(pinned, pinned.withoutPinned(9));
  }

  @Test
  void whatContradictsItself_isRefused() {
    assertSaid(
        "live: missing (expected: a version, since follow is fixed)",
        () -> new Serving(Follow.FIXED, null, List.of(), List.of()));
    assertSaid(
        "live: 1 (expected: no such key, since follow is none)",
        () -> new Serving(Follow.NONE, choice(1), List.of(), List.of()));
    assertSaid(
        "history: 11 versions (expected: at most 10)",
        () -> new Serving(Follow.LATEST, null, choices(11), List.of()));
    assertSaid("pinned: 0 (expected: versions of 1 or above)", () -> THIRD.withPinned(0));
    assertSaid("version: 0 (expected: 1 or above)", () -> choice(0));
    assertSaid(
        "digest: ABC (expected: 64 hexadecimal digits in lower case)", () -> new Choice(1, "ABC"));
  }

  private static void assertSaid(String message, Executable refused) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, refused).getMessage());
  }

  private static List<Choice> choices(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(ServingTest::choice).toList();
  }

  private static Choice choice(long version) {
    return new Choice(version, "%064x".formatted(version));
  }
}
