package dev.facet.server.security;

/**
 * Who calls.
 *
 * @param name the name that the file of tokens gives the caller's token
 * @param scope what the token is good for
 */
public record Identity(String name, Scope scope) {}
