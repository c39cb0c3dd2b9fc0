package dev.lineman.operator.view;

import java.util.Locale;

/** Why a phone did not get a name that it asked for, as far as its inputs and its request show it. */
public enum MissReason {
    /** The User-Agent is that of another model than the one in the inputs. */
    OTHER_MODEL,
    /** Phones of other templates ask for names of this form. */
    OTHER_TEMPLATE,
    /** It is the name of a file of the phone, in another folder. */
    OTHER_FOLDER,
    /** The path is not below the path of the phones' listener. */
    OUTSIDE,
    /** The phone has no file at all. */
    NO_FILE,
    /** The file exists, and the phone had no access to it. */
    REFUSED,
    /** The file exists by now. */
    PUBLISHED_SINCE,
    /** None of these. */
    OTHER_NAME,
    /** None of these, and the phone was served one of its own files at about the same time. */
    OPTIONAL;

    /** The reason in JSON, such as {@code other_model}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
