package dev.facet.model.bundle;

import dev.facet.model.yaml.YamlSection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Computes the digest of an embedding space, as {@link ModelBundle#digest()} specifies it, and that
 * of a detector, as {@link DetectorBundle#digest()} does. Used once, by one thread.
 */
final class SpaceDigest {
  /** What Facet itself does with a manifest; counted up when the same one leads to other values. */
  private static final int FACET = 1;

  private final MessageDigest sha256 = Sha256.algorithm();

  private SpaceDigest() {}

  static String of(Manifest manifest, Path symbol, Path params) throws BadBundleException {
    SpaceDigest digest = new SpaceDigest();
    digest.add("facet", FACET);
    digest.add(manifest.input());
    digest.add(manifest.output());
    digest.add(manifest.alignment());
    digest.add("symbol", symbol);
    digest.add("params", params);
    return digest.hex();
  }

  static String of(DetectorManifest manifest, List<DetectorBundle.NetworkFiles> networks)
      throws BadBundleException {
    SpaceDigest digest = new SpaceDigest();
    digest.add("facet", FACET);
    digest.add("kind", YamlSection.kebab(ModelKind.DETECTOR));
    digest.add("layout", YamlSection.kebab(manifest.layout()));
    digest.add(manifest.input());
    for (DetectorBundle.NetworkFiles network : networks) {
      digest.add("symbol", network.symbol());
      digest.add("params", network.params());
    }
    return digest.hex();
  }

  private String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void add(Manifest.Input input) {
    add("input.name", input.name());
    add("input.width", input.width());
    add("input.height", input.height());
    add("input.channels", input.channels());
    add("input.mean", bits(input.mean()));
    add("input.std", bits(input.std()));
  }

  private void add(Manifest.Output output) {
    add("output.name", output.name());
    add("output.dimension", output.dimension());
    add("output.normalize", output.normalize());
  }

  private void add(Manifest.Alignment alignment) {
    add("alignment.template", YamlSection.kebab(alignment.template()));
    add("alignment.flip-averaging", alignment.flipAveraging());
  }

  /** Decimal digits could be written in many ways, the bits of a number in one. */
  private static String bits(List<Float> values) {
    return values.stream()
        // Adding 0 makes -0 the 0 that it is worth.
        .map(value -> HexFormat.of().toHexDigits(Float.floatToIntBits(value + 0f)))
        .collect(Collectors.joining(" "));
  }

  private void add(String key, Object value) {
    byte[] content = value.toString().getBytes(StandardCharsets.UTF_8);
    addHeader(key, content.length);
    sha256.update(content);
  }

  private void add(String key, Path file) throws BadBundleException {
    try (InputStream in = Files.newInputStream(file)) {
      addHeader(key, Files.size(file));
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new BadBundleException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  private void addHeader(String key, long length) {
    sha256.update((key + '\0' + length + '\0').getBytes(StandardCharsets.UTF_8));
  }
}
