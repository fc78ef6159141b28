package dev.facet.server.batching;

import java.time.Duration;

/**
 * What a task of a {@link FairPool} returned, and how long that took.
 *
 * @param <T> what the task returns
 * @param value what the task returned
 * @param queued how long the task waited for a thread
 * @param elapsed how long the task ran
 */
public record Timed<T>(T value, Duration queued, Duration elapsed) {}
