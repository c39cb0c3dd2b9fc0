package dev.lineman.serve.upload;

/** What a phone uploads. */
public enum UploadKind {
    /** A log. */
    LOG("log"),
    /** Values that were changed at the phone or in its web interface, and that the phone uses instead of the given ones. */
    OVERRIDES("overrides"),
    /** The contacts that are stored in the phone. */
    CONTACTS("contacts"),
    /** The list of calls. */
    CALLS("calls"),
    /** All values that the phone uses, as it reports them. */
    REPORT("report");

    private final String word;

    UploadKind(String word) {
        this.word = word;
    }

    /** The word for commands and the API. */
    public String word() {
        return word;
    }
}
