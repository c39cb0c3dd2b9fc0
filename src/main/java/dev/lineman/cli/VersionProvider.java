package dev.lineman.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return new String[] {"lineman " + (version == null ? "(not from a jar)" : version)};
    }
}
