package dev.lineman.inventory.extension;

/**
 * The form of a value of an {@link ExtensionField}. It decides how the value is read and whether it can be shown. Immutable.
 */
public enum FieldKind {
    /** Text, or a reference to a secret or a variable. */
    TEXT,
    /** Text or a reference that is always a secret. */
    PASSWORD,
    /** Text or a reference of which a part may be a secret; or a mapping with {@code exact}. */
    URL,
    /** Text that look-ups use as a key, and so never a reference. */
    PLAIN,
    /** 12 hex digits with or without separators. */
    MAC,
    /** A number from 1 to 999. */
    LINE,
    /** The identity of a DECT handset. */
    IPUI,
    /** A mapping with the keys of a DECT handset. */
    HANDSET,
    /** A list of MACs, or of mappings with the keys of a DECT base. */
    BASES,
    /** The name of a site, which is also a folder's name. */
    SITE,
    /** A telephone number, without blanks and punctuation, or a SIP address. */
    TELEPHONE,
    /** A mapping of types to telephone numbers. */
    TELEPHONES,
    /** Digits, stars and hashes. */
    SPEED_DIAL,
    /** {@code last_name} or {@code first_name}. */
    NAME_ORDER,
    /** A mapping of any names to text or references. */
    MAP,
    /** A mapping of placeholder names to text or references. */
    VARS,
    /** A mapping of vendor parameters to text, references or lists of them, or of families to such mappings. */
    PARAMETERS,
    /** A list of text or references. */
    LIST,
    /** A list of names, and so never references. */
    NAMES,
    /** One name or a list of names, and so never references. */
    NAME_LIST,
    /** A list of BLF keys or soft keys, or a mapping of key numbers to such keys. */
    BLF,
    /** A mapping with the keys of a phone. */
    PHONE,
    /** A list of such mappings. */
    PHONES,
    /** The number of expansion modules, or a list of their types. */
    MODULES,
    /** A mapping of model patterns to values. */
    MODELS,
    /** A mapping of names of profiles to values. */
    PROFILES,
    /** A mapping with access rules. */
    PROVISIONING,
    /** A user name without a colon. */
    USER,
    /** A secret part of a URL path. */
    TOKEN,
    /** A list of networks in CIDR form. */
    NETWORKS,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A date and time with a zone. */
    MOMENT,
    /** A number from 1 to 999999. */
    COUNT
}
