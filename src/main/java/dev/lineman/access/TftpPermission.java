package dev.lineman.access;

/** Whether the inventory lets a file go out by TFTP, apart from its access rule. */
public enum TftpPermission {
    /** One of its phones uses TFTP, or it belongs to no phone. */
    PERMITTED,
    /** It belongs to phones that do not use TFTP. */
    DENIED,
    /** The inventory is not loaded yet. */
    UNKNOWN
}
