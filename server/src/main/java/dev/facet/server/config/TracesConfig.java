package dev.facet.server.config;

/**
 * Whether calls are traced; how and where to, OpenTelemetry's own environment variables say.
 *
 * @param enabled whether spans are made and sent
 */
public record TracesConfig(@Setting(defaultValue = "false") boolean enabled) {}
