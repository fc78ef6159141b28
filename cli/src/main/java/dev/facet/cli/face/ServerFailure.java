package dev.facet.cli.face;

import dev.facet.client.FacetException;
import io.grpc.Status.Code;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Tells failures of one photo from those of a server. */
final class ServerFailure {
  /** What a server answers where the next photo may fare better. */
  private static final Set<Code> PHOTO_CODES =
      EnumSet.of(Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED, Code.INTERNAL);

  private final String server;

  /**
   * For one server.
   *
   * @param server what the messages call it
   */
  ServerFailure(String server) {
    this.server = server;
  }

  /** What a photo's future is to fail with. */
  Throwable translated(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : thrown;
    if (!(cause instanceof FacetException failure)) {
      return cause;
    }
    if (PHOTO_CODES.contains(failure.code())) {
      return new PhotoException(String.valueOf(failure.getMessage()), failure);
    }
    if (failure.code() == Code.UNAVAILABLE) {
      return new IOException(
          server + ": cannot be reached, or shuts down (expected: a running facet serve)", failure);
    }
    return failure;
  }

  /**
   * What a call is to fail with, of which all depends.
   *
   * @return the failure itself, where this can say nothing better
   * @throws IOException where it can: the server refused a photo, or does not answer
   */
  FacetException ofCall(FacetException thrown) throws IOException {
    Throwable translated = translated(thrown);
    if (translated instanceof PhotoException refused) {
      throw new IOException(refused.reason(), refused);
    }
    if (translated instanceof IOException unreachable) {
      throw unreachable;
    }
    return thrown;
  }
}
