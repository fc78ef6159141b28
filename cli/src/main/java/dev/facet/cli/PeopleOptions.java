package dev.facet.cli;

import dev.facet.cli.face.PhotoLandmarks;
import dev.facet.cli.people.PeoplePhotos;
import dev.facet.trainer.data.PeopleList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The people that a model is judged by, for what stands under {@code facet evaluate}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class PeopleOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "A directory of photos for each person, as NAME/NAME_0001.jpg.")
  private Path images;

  @Option(
      names = "--landmarks",
      paramLabel = "FILE",
      description = "Five points a photo, as for facet embed. Without: photos are face crops.")
  private @Nullable Path landmarks;

  @Option(
      names = "--without",
      paramLabel = "FILE",
      description = "Whom to leave out, a name a line: people that the model was trained on.")
  private @Nullable Path without;

  /** The directory. */
  Path images() {
    return images;
  }

  /**
   * Lists the photos.
   *
   * @throws ParameterException if the command above was given options, which it would not heed
   * @throws IOException if there are none, or a list cannot be read
   */
  PeoplePhotos open() throws IOException {
    if (!command.parent().commandLine().getParseResult().matchedOptions().isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "options before " + command.name() + " (expected: after it)");
    }
    return PeoplePhotos.open(
        images,
        without == null ? Set.of() : Set.copyOf(PeopleList.read(without)),
        PhotoLandmarks.readOrNone(landmarks));
  }
}
