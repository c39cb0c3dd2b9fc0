package dev.lineman.input;

/**
 * What an input file says, once it has been read: the snapshot keeps the last good one of each file. Equal documents
 * are the same in all that problems tell of them, places included: what is equal makes no change.
 */
public interface Document {

    /**
     * Whether this document says what another one says, and more at its end: as if the other one's file were this one's, cut
     * off somewhere. False for equal documents.
     */
    default boolean continues(Document shorter) {
        return false;
    }
}
