package dev.facet.cli;

import dev.facet.model.bundle.ModelRepository;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a new version is called, and under which licence it stands. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class NewVersionOptions {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      converter = NameConverter.class,
      description = "Name of the model: lower-case letters, digits, '.', '_' and '-'.")
  private String name;

  @Option(
      names = "--license",
      paramLabel = "TEXT",
      defaultValue = "",
      description =
          "Licence of the weights, for people. Default: what the bundle says, if anything.")
  private String license;

  /** Name of the model. */
  String name() {
    return name;
  }

  /** The licence; empty: what the bundle says. */
  String license() {
    return license;
  }

  /** Takes what a model can be called. */
  private static final class NameConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      try {
        return ModelRepository.requireName(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
