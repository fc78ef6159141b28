package dev.facet.server.config;

/**
 * What is logged, and how. Nothing of images or embeddings ever is.
 *
 * @param format {@code text}: for people; {@code json}: an object a line
 * @param level the least that is logged of Facet's own
 * @param calls whether there is a line for each call that ends, with its method, status, duration
 *     and request id
 */
public record LogConfig(
    @Setting(defaultValue = "text", pattern = "text|json", expected = "text or json") String format,
    @Setting(
            defaultValue = "info",
            pattern = "error|warn|info|debug",
            expected = "error, warn, info or debug")
        String level,
    @Setting(defaultValue = "false") boolean calls) {

  /** Whether lines are objects. */
  public boolean json() {
    return format.equals("json");
  }
}
