package dev.lineman.cli.option;

import picocli.CommandLine.Option;

/** The option that gives placeholders to missing secrets, for commands that check and compare in a clone. */
public final class AssumeSecretsOption {
    /** A value that exists is used also with this option. */
    @Option(
            names = "--assume-secrets",
            description = "Gives a placeholder to each !secret and !env without a value, for a CI without secrets.")
    private boolean assumeSecrets;

    /** Whether missing values get placeholders. */
    public boolean isSet() {
        return assumeSecrets;
    }
}
