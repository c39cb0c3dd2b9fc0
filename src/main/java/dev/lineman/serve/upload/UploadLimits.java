package dev.lineman.serve.upload;

/**
 * The limits for uploads. Immutable.
 *
 * @param file the most bytes of one upload
 * @param total the most bytes of all uploads together
 */
public record UploadLimits(long file, long total) {
    /** The most uploads of one phone. */
    static final int FILES_OF_PHONE = 16;

    /** How many files of the largest size the uploads of one phone may take together. */
    private static final int LARGEST_FILES_OF_PHONE = 4;

    /** The most bytes of all uploads of one phone. */
    long phone() {
        return LARGEST_FILES_OF_PHONE * file;
    }
}
