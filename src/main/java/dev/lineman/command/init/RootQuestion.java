package dev.lineman.command.init;

/**
 * The questions of {@code lineman init}, in their order. Each is also an option with the same meaning. The model comes
 * before the choices that its template offers.
 */
public enum RootQuestion {
    /** The address of the PBX. */
    PBX("--pbx", "PBX address", "Phones register at the PBX: its host name or its IP address.", "192.0.2.10"),
    /** The number of the first extension. */
    EXTENSION("--extension", "Extension", "The number of the first extension, and its user name at the PBX.", "100"),
    /** The first name of the person at the first extension. */
    FIRST_NAME("--first-name", "First name", "The name appears on the phone and in phonebooks.", "Jane"),
    /** The last name of the person at the first extension. */
    LAST_NAME("--last-name", "Last name", "", "Doe"),
    /** The MAC of the first phone. The default is a MAC for documentation (RFC 7042, section 2.1.2). */
    MAC(
            "--mac",
            "MAC",
            "The phone asks for its file with its MAC, which is on a label at its back. Without a phone at hand, keep the"
                    + " placeholder.",
            "00:00:5e:00:53:01"),
    /** The model of the first phone. */
    MODEL("--model", "Model", "The model chooses the template of the phone. A part of the name lists matches.", "T54W"),
    /** The time zone, as the template of the model names it. */
    TIMEZONE("--timezone", "Time zone", "The clock of the phones.", ""),
    /** The language of the display, as the template of the model names it. */
    LANGUAGE("--language", "Language", "The display of the phones.", ""),
    /** The site templates of the program that are on, as a list with commas. */
    SITE_TEMPLATES(
            "--site-templates",
            "Site templates",
            "Site templates make phonebooks, and files for other programs on this machine.",
            RootQuestion.NO_NAMES);

    /** The answer that stands for an empty list. */
    static final String NO_NAMES = "none";

    private final String option;
    private final String label;
    private final String reason;
    private final String fallback;

    RootQuestion(String option, String label, String reason, String fallback) {
        this.option = option;
        this.label = label;
        this.reason = reason;
        this.fallback = fallback;
    }

    /** Returns the option that answers the question, such as {@code --pbx}. */
    public String option() {
        return option;
    }

    /** Returns the words before the cursor. */
    public String label() {
        return label;
    }

    /** Returns why Lineman asks, as a sentence; empty if the question before says it. */
    public String reason() {
        return reason;
    }

    /** Returns a value for documentation; empty if the value depends on the machine or on the template. */
    String fallback() {
        return fallback;
    }

    /** Returns the words for the answer in a sentence. */
    String noun() {
        return this == TIMEZONE ? "time zone" : choice();
    }

    /** Returns the name of the choice in {@code options} that the answer sets; empty if it sets none. */
    String choice() {
        return switch (this) {
            case TIMEZONE -> "timezone";
            case LANGUAGE -> "language";
            default -> "";
        };
    }
}
