package dev.lineman.report;

/**
 * How the agent is.
 *
 * @param ready whether the inputs have been published since the start
 */
public record Health(boolean ready) {}
