package dev.lineman.input;

/**
 * The content of one input file after parsing. The snapshot keeps the last good document of each file.
 *
 * <p>Implementations are immutable. Documents are equal if their values and the positions in their problems are
 * equal: then the file makes no change.
 */
public interface Document {

    /**
     * Whether this document equals another one plus more content at its end. Then the other file is this file, cut
     * off. False for equal documents. {@link dev.lineman.input.snapshot.Settling} detects truncated files with it.
     */
    default boolean continues(Document shorter) {
        return false;
    }

    /**
     * Returns an equal document that contains the parts of another one that are equal. The last document of a file stays in
     * memory until its change is published, so equal parts are kept once.
     *
     * @param last the last good document of the same file
     */
    default Document sharing(Document last) {
        return this;
    }

    /**
     * Whether a content of the same file is complete for certain, because it ends as the content of this document does. Then
     * {@link dev.lineman.input.snapshot.Settling} does not wait for the program that has written it.
     */
    default boolean isCompletedBy(byte[] content) {
        return false;
    }
}
