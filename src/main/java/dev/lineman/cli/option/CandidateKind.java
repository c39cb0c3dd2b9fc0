package dev.lineman.cli.option;

/** What the values of an option or a parameter are, for the completion of a shell. */
public enum CandidateKind {
    /** Names of phone models: of the built-in templates and of the root. */
    MODELS,
    /** MACs of phones that asked for a file and that no extension names. */
    UNKNOWN_PHONES,
    /** Extensions, MACs and provisioning files. */
    SUBJECTS,
    /** Extensions and MACs: words that {@code lineman phones} finds. */
    PHONE_WORDS,
    /** Names of site templates of the program and of the root. */
    SITE_TEMPLATES,
    /** Names of languages that phone templates of the program and of the root offer. */
    LANGUAGES,
    /** Names of sites. */
    SITES,
    /** Folders for extension files, relative to the root. */
    EXTENSION_FOLDERS,
    /** Templates of the program and of the root, by the names that {@code lineman templates} shows. */
    TEMPLATES,
    /** Commands of Lineman. */
    COMMANDS,
    /** Names of time zones, such as {@code Europe/Berlin}. */
    TIME_ZONES,
    /** Files of this machine. The shell lists them. */
    FILES,
    /** Folders of this machine. The shell lists them. */
    FOLDERS,
    /** Values that cannot be listed. */
    NONE
}
