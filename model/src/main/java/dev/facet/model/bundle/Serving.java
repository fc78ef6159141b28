package dev.facet.model.bundle;

import dev.facet.model.yaml.BadYamlException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a model are to be served: what outlives a restart of the server. Immutable.
 *
 * @param follow how the live version is found
 * @param live what was made live last; null if nothing was, and with {@link Follow#NONE}
 * @param history what was live before, the latest first, at most {@value #MAX_HISTORY}
 * @param pinned versions that are kept loaded beside the live one; ascending, each once, however
 *     they are given
 */
public record Serving(
    Follow follow, @Nullable Choice live, List<Choice> history, List<Long> pinned) {

  /** How many earlier versions can be gone back to. */
  public static final int MAX_HISTORY = 10;

  /** What is served where nobody has chosen: the highest version. */
  public static final Serving DEFAULT = new Serving(Follow.LATEST, null, List.of(), List.of());

  /** How the live version is found. */
  public enum Follow {
    /** The highest version is live. */
    LATEST,
    /** {@link Serving#live} is, whatever is published. */
    FIXED,
    /** None is: the model is not served. */
    NONE
  }

  /**
   * A version, and what it was when it was chosen.
   *
   * @param version number of the version, 1 or above
   * @param digest its {@link ModelBundle#digest()}
   */
  public record Choice(long version, String digest) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * A choice.
     *
     * @throws IllegalArgumentException if one of the two is out of range
     */
    public Choice {
      if (version < 1) {
        throw bad("version", version, "1 or above");
      }
      if (!DIGEST.matcher(digest).matches()) {
        throw bad("digest", digest, "64 hexadecimal digits in lower case");
      }
    }
  }

  /**
   * A state of things.
   *
   * @throws IllegalArgumentException if {@code live} does not fit {@code follow}, or a part is out
   *     of range
   */
  public Serving {
    if (follow == Follow.FIXED && live == null) {
      throw bad("live", null, "a version, since follow is fixed");
    }
    if (follow == Follow.NONE && live != null) {
      throw bad("live", live.version(), "no such key, since follow is none");
    }
    if (history.size() > MAX_HISTORY) {
      throw bad("history", history.size() + " versions", "at most " + MAX_HISTORY);
    }
    history = List.copyOf(history);
    pinned = pinned.stream().sorted().distinct().toList();
    if (!pinned.isEmpty() && pinned.get(0) < 1) {
      throw bad("pinned", pinned.get(0), "versions of 1 or above");
    }
  }

  /** After a version was made live; what was live is the latest of the history. */
  public Serving activated(Choice now, Follow by) {
    return new Serving(by, now, historyWithout(now.version()), pinned);
  }

  /**
   * After the latest of the history was made live again. What was live is not of the history then,
   * so that another rollback goes further back.
   *
   * @throws IllegalStateException if the history is empty
   */
  public Serving rolledBack() {
    if (history.isEmpty()) {
      throw new IllegalStateException("history: empty (expected: a version to go back to)");
    }
    return new Serving(Follow.FIXED, history.get(0), history.subList(1, history.size()), pinned);
  }

  /** After the live version was taken out; it is the latest of the history. */
  public Serving deactivated() {
    return new Serving(Follow.NONE, null, historyWithout(0), pinned);
  }

  /** With one more version pinned. */
  public Serving withPinned(long version) {
    List<Long> more = new ArrayList<>(pinned);
    more.add(version);
    return new Serving(follow, live, history, more);
  }

  /** With a version pinned no more. */
  public Serving withoutPinned(long version) {
    return new Serving(
        follow, live, history, pinned.stream().filter(one -> one != version).toList());
  }

  /** The live version and the history, as the history without one version. */
  private List<Choice> historyWithout(long version) {
    return Stream.concat(Stream.ofNullable(live), history.stream())
        .filter(choice -> choice.version() != version)
        .limit(MAX_HISTORY)
        .toList();
  }

  private static IllegalArgumentException bad(String key, @Nullable Object value, String expected) {
    return new IllegalArgumentException(BadYamlException.finding(key, value, expected));
  }
}
