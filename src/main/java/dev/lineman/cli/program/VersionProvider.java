package dev.lineman.cli.program;

import picocli.CommandLine.IVersionProvider;

/** The version for {@code --version}, from the manifest of the jar. Without a jar, such as in tests, there is none. */
public final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return new String[] {"lineman " + (version == null ? "(not from a jar)" : version)};
    }
}
