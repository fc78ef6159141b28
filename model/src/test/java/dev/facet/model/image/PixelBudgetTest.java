package dev.facet.model.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Holds what {@link PixelBudget} says of images that are decoded at one time. */
class PixelBudgetTest {

  private final PixelBudget budget = new PixelBudget(100);

  @Test
  void imageThatDoesNotFit_waitsForTheOneThatIsDecoded() throws Exception {
    PixelBudget.Claim first = budget.claim();
    first.check(10, 9);
    Decoding second = new Decoding(10, 2);

    second.awaitWaiting();
    first.close();
    second.done.join();
  }

  @Test
  void imagesThatFitTogether_areDecodedAtOnce() throws Exception {
    PixelBudget.Claim first = budget.claim();
    first.check(10, 5);

    new Decoding(10, 5).done.join();
  }

  @Test
  void fileWithSeveralSizes_claimsTheLargestOnce() throws Exception {
    PixelBudget.Claim claim = budget.claim();
    claim.check(10, 4);
    claim.check(10, 8);
    claim.check(10, 3);

    new Decoding(10, 2).done.join();
    Decoding other = new Decoding(10, 3);
    other.awaitWaiting();
    claim.close();
    other.done.join();
  }

  @Test
  void filesThatGrowAtOnce_doNotWaitForEachOther() throws Exception {
    PixelBudget.Claim first = budget.claim();
    first.check(10, 5);
    PixelBudget.Claim second = budget.claim();
    second.check(10, 5);
    Decoding growing = new Decoding(first, 10, 10);

    growing.awaitWaiting();
    second.check(10, 5);
    second.close();
    growing.done.join();
  }

  @Test
  void refusedImage_claimsNothing() {
    PixelBudget.Claim claim = budget.claim();
    BadImageException e = assertThrows(BadImageException.class, () -> claim.check(101, 1));
    assertEquals(BadImageException.Reason.TOO_MANY_PIXELS, e.reason());

    new Decoding(10, 10).done.join();
  }

  /** A thread that claims, and closes its claim again. */
  private final class Decoding {

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread;

    Decoding(long width, long height) {
      this(budget.claim(), width, height);
    }

    Decoding(PixelBudget.Claim claim, long width, long height) {
      thread =
          new Thread(
              () -> {
                try (claim) {
                  claim.check(width, height);
                  done.complete(null);
                } catch (IOException | BadImageException e) {
                  done.completeExceptionally(e);
                }
              });
      thread.start();
    }

    void awaitWaiting() {
      while (thread.getState() != Thread.State.WAITING) {
        if (done.isDone()) {
          throw new AssertionError("decoded at once (expected: after another)");
        }
        Thread.onSpinWait();
      }
    }
  }
}
