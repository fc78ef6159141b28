package dev.facet.cli;

import dev.facet.server.security.Scope;
import dev.facet.server.security.TokenFile;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code facet token}: a new token for a caller, and the line by which a server knows it. */
@Command(
    name = "token",
    description = {
      "Makes a token for a caller of a server that asks for one (auth.tokens).",
      "",
      "Prints two lines. The first is the token, 256 random bits: for the caller, who sends it with"
          + " every call as \"authorization: Bearer TOKEN\". It is written nowhere else and cannot"
          + " be shown again. The second is the line for the server's file of tokens, which a"
          + " running server reads within seconds; it holds the token's SHA-256, with which nobody"
          + " can call."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  facet token gate-7",
      "  facet token operator --scope admin",
      "  facet serve --set auth.tokens=tokens.txt"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class TokenCommand implements Callable<Integer> {
  private static final int BYTES = 32;

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "Whose token it is, for people; several tokens may have one name.")
  private String name;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = {
        "embed: embed and compare faces, list and watch models;",
        "admin: also change which versions are loaded and live. Default: embed."
      })
  private Scope scope = Scope.EMBED;

  TokenCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    String line;
    try {
      line = TokenFile.line(name, scope, token);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    console.out().println(token);
    console.out().println(line);
    return ExitCode.OK;
  }
}
