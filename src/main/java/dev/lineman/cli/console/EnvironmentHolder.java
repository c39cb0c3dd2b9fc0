package dev.lineman.cli.console;

/** The root of the command line, from which each command gets the environment of the process. */
public interface EnvironmentHolder {
    /** Returns the streams, clocks and environment variables. */
    CommandEnvironment environment();
}
