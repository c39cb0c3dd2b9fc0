package dev.lineman.command.schema;

/** The kinds of input files for which there is a JSON Schema. Their names are those on the command line. */
@SuppressWarnings("MemberName") // the command line has lower-case values
public enum SchemaKind {
    /** Extension files: one extension, or a list of extensions. */
    extension,
    /** {@code _defaults.yaml}. */
    defaults,
    /** The file of secrets. */
    secrets
}
