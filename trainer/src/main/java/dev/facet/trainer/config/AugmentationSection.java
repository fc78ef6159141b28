package dev.facet.trainer.config;

import dev.facet.model.yaml.BadYamlException;
import dev.facet.model.yaml.YamlSection;
import dev.facet.trainer.data.augment.Augmentation;
import dev.facet.trainer.data.augment.Blur;
import dev.facet.trainer.data.augment.ColorJitter;
import dev.facet.trainer.data.augment.CropJitter;
import dev.facet.trainer.data.augment.Cutout;
import dev.facet.trainer.data.augment.Grayscale;
import dev.facet.trainer.data.augment.InOrder;
import dev.facet.trainer.data.augment.Mirror;
import dev.facet.trainer.data.augment.Sometimes;
import java.util.ArrayList;
import java.util.List;

/** Reads the section {@code augmentation}: a section for each change, absent if it is not done. */
final class AugmentationSection {

  private final YamlSection section;
  private final List<Augmentation> changes = new ArrayList<>();

  private AugmentationSection(YamlSection section) {
    this.section = section;
  }

  /** Reads what a change takes. */
  @FunctionalInterface
  private interface Reader {
    Augmentation read(YamlSection section) throws BadYamlException;
  }

  static Augmentation read(YamlSection section) throws BadYamlException {
    AugmentationSection reading = new AugmentationSection(section);
    reading.add("crop", 1, AugmentationSection::crop);
    reading.add("mirror", 0.5, none -> new Mirror());
    reading.add("color", 0.5, AugmentationSection::color);
    reading.add("grayscale", 0.1, none -> new Grayscale());
    reading.add("blur", 0.1, AugmentationSection::blur);
    reading.add("cutout", 0.1, AugmentationSection::cutout);
    section.refuseUnknownKeys();
    return new InOrder(reading.changes);
  }

  private void add(String key, double often, Reader reader) throws BadYamlException {
    if (!section.has(key)) {
      return;
    }
    YamlSection change = section.section(key);
    double probability = change.number("probability", often);
    Augmentation augmentation = reader.read(change);
    changes.add(change.checked(() -> new Sometimes(probability, augmentation)));
    change.refuseUnknownKeys();
  }

  private static Augmentation crop(YamlSection section) throws BadYamlException {
    double shift = section.number("shift", 0.04);
    double scale = section.number("scale", 0.04);
    return section.checked(() -> new CropJitter(shift, scale));
  }

  private static Augmentation color(YamlSection section) throws BadYamlException {
    double brightness = section.number("brightness", 0.2);
    double contrast = section.number("contrast", 0.2);
    double saturation = section.number("saturation", 0.2);
    return section.checked(() -> new ColorJitter(brightness, contrast, saturation));
  }

  private static Augmentation blur(YamlSection section) throws BadYamlException {
    double least = section.number("least", 0.5);
    double most = section.number("most", 2.0);
    return section.checked(() -> new Blur(least, most));
  }

  private static Augmentation cutout(YamlSection section) throws BadYamlException {
    double share = section.number("share", 0.3);
    return section.checked(() -> new Cutout(share));
  }
}
