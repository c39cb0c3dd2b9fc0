package dev.lineman.input;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/**
 * Messages for paths that cannot be read. Each says what is wrong and what to do. The walk, the scan and the commit
 * reader share them.
 */
public final class ReadObstacle {
    /** Ends the messages of obstacles that keep the last good content in use. */
    private static final String LAST_CONTENT_STAYS = "; until then, its last content stays in use";

    public static final String LEADS_NOWHERE =
            "this symbolic link leads nowhere: put back its target, or remove the link" + LAST_CONTENT_STAYS;
    /** A circle of links. There is no last content here, so nothing stays in use. */
    public static final String LEADS_BACK = "this symbolic link leads back to a folder that contains it: remove it";

    static final String NOT_A_FOLDER = "is not a folder: put the folder back" + LAST_CONTENT_STAYS;
    public static final String NOT_A_FILE = "is not a file: move it away" + LAST_CONTENT_STAYS;
    public static final String NOT_FILE_OR_FOLDER = "is neither a file nor a folder: move it away";
    public static final String LEADS_TO_NO_FILE_OR_FOLDER =
            "this symbolic link leads to neither a file nor a folder: remove it";
    public static final String CHANGED_MEANWHILE =
            "changed while it was read: the next scan reads it again" + LAST_CONTENT_STAYS;
    /** See {@link InputPaths#UNDECODABLE}. */
    public static final String UNDECODABLE =
            "this file name cannot be decoded in the current locale: run with LANG=C.UTF-8, or rename it";

    public static final String BEING_WRITTEN = "is being written: it is read when it stops changing";

    public static final String PROTECTED =
            "holds secrets, a key or outputs, and is not read as an input of this kind: move it out of this folder";

    private ReadObstacle() {}

    /** For a link to a place that the user may move into the input folder. */
    static String leadsOutOfKind(String kind, String target) {
        return "this symbolic link leads to " + target + ", outside " + kind + ", and is not read: move " + target
                + " into " + kind + ", or put a copy of it in place of the link" + LAST_CONTENT_STAYS;
    }

    /** For a link to a place that must not be moved into the input folder. */
    static String leadsToOtherKind(String kind, String target) {
        return "this symbolic link leads to " + target + ", which is not an input for " + kind
                + ", and is not read: remove the link" + LAST_CONTENT_STAYS;
    }

    public static String otherInput(String kind) {
        return "is another kind of input than " + kind + ", and is not read: move this folder out of " + kind;
    }

    static String leadsToProtected(String target) {
        return "this symbolic link leads to " + target
                + ", which holds secrets, a key, outputs or files of Git, and is not read: remove the link"
                + LAST_CONTENT_STAYS;
    }

    static String leadsOutOfTheRoot(String folder, String target) {
        return "this symbolic link leads to " + target + ", outside the root, and is not read: move " + target
                + " below the root, or allow it with --allow-links-to " + target + LAST_CONTENT_STAYS;
    }

    static String overlaps(String folder, String target, String other) {
        return "this symbolic link leads to " + target + ", which contains or is inside " + other
                + ", and is not read: give " + folder + " a folder of its own, and move its files there"
                + LAST_CONTENT_STAYS;
    }

    static String leadsToUnreadable(String target) {
        return "this symbolic link leads to " + target
                + ", which the agent's user cannot read (permission denied): remove the link, or let the user read it"
                + LAST_CONTENT_STAYS;
    }

    public static String missing(String folder) {
        return "the folder " + folder + " is missing: create it, or mount its file system" + LAST_CONTENT_STAYS;
    }

    /** The message for a failure of the file system. Names its reason. */
    public static String unreadable(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "cannot be read (permission denied): let the agent's user read it" + LAST_CONTENT_STAYS;
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return "cannot be read (" + (reason == null ? e.getClass().getSimpleName() : reason) + ")" + LAST_CONTENT_STAYS;
    }

    /**
     * One warning for all further files that are not read, after the files that are named one by one.
     *
     * @param first the path of the first of them
     */
    public static Problem moreUnread(String first, int count) {
        String files = count == 1 ? "1 more file is" : count + " more files are";
        return Problem.warning(Position.of(first), files + " not read, here and after this one: move or rename them");
    }

    public static String tooDeep(int folders) {
        return "is more than " + folders + " folders deep, and is not read: move it up";
    }

    /** The message for a file that is too large; both numbers are in bytes. */
    public static String tooLarge(long size, long most) {
        return "is too large to be read: " + size + " bytes, above the limit of " + most + ": make it smaller"
                + LAST_CONTENT_STAYS;
    }
}
