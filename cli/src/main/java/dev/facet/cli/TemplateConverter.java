package dev.facet.cli;

import dev.facet.model.bundle.Manifest.Template;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a template by its name in a manifest. */
final class TemplateConverter implements ITypeConverter<Template> {
  @Override
  public Template convert(String value) {
    for (Template template : Template.values()) {
      if (template.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value)) {
        return template;
      }
    }
    throw new TypeConversionException(value + " (expected: arcface-112 or none)");
  }
}
