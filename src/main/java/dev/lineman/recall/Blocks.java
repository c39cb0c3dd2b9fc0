package dev.lineman.recall;

/**
 * The format of what is remembered: blocks of {@code int length, int crc, byte[length]}, big-endian, the checksum CRC-32C
 * (RFC 3720, appendix B.4). A block begins with its kind, and can be read without the others.
 */
final class Blocks {
    /** The head of the file: "LMRECALL" and the version of the format. */
    static final long HEAD = 0x4c4d524543414c_03L;

    /** Files: path, size, modified, changed, inode, digest, whether young, and a document or none. */
    static final int FILES = 1;

    /** Units: key, mark, and the facts, where 0 stands before a set that comes for the first time. */
    static final int UNITS = 2;

    /** Units that are due: key, and the path of its template where it comes after all others. */
    static final int DUE = 3;

    /** The last block: the variables of the environment that the inputs stand for, with a digest of them. */
    static final int END = 4;

    /** A block is so large that its frame does not matter, and so small that many fit a small heap. */
    static final int SIZE = 128 << 10;

    private Blocks() {}
}
