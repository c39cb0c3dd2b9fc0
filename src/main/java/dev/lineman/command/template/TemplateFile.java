package dev.lineman.command.template;

import dev.lineman.fs.Digest;
import dev.lineman.template.builtin.CopyRecord;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One path below {@code templates}, with the file that the root has there and the built-in one. Immutable.
 *
 * @param path below the root, such as {@code templates/phones/yealink/yealink-t.xml}
 * @param group by its folder
 * @param own the content in the root; null if the root does not have the file
 * @param origin the built-in file at the path, or the one that the file of the root is a copy of; null if there is none
 * @param copyRecord what the file of the root says that it is a copy of; null if it says nothing
 */
public record TemplateFile(
        String path,
        TemplateGroup group,
        @Nullable OwnContent own,
        @Nullable Origin origin,
        @Nullable CopyRecord copyRecord) {

    /** The content of a file of the root. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record OwnContent(byte[] bytes) {}

    /**
     * A built-in file.
     *
     * @param path below {@code templates}, as if it were in the root
     * @param bytes its content in this version of the program
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Origin(String path, byte[] bytes) {}

    /** How a file of the root and the built-in file that it comes from compare. */
    public enum CopyState {
        /** Only the program has the file. */
        BUILT_IN,
        /** The root has the file, and it comes from no built-in one. */
        OWN,
        /** The copy is equal to the built-in file. */
        SAME,
        /** The copy was edited, and the built-in file is still the same. */
        EDITED,
        /** The copy was not edited, but the built-in file has changed since. */
        UNEDITED_OUTDATED,
        /** The copy was edited, and the built-in file has changed since. */
        EDITED_OUTDATED,
        /** The file has the path of a built-in one, and no record of a copy. */
        WITHOUT_RECORD
    }

    /** The name by which people call the file. */
    public String name() {
        return group.name(path);
    }

    /** The texts by which people name the file, the ones that stand for it alone first. */
    List<String> spellings() {
        String below = path.substring(TemplateGroup.TEMPLATES.length());
        String key = group.key(path);
        return List.of(
                path,
                below,
                name(),
                key,
                TemplateGroup.withoutExtension(path),
                TemplateGroup.withoutExtension(below),
                TemplateGroup.withoutExtension(key));
    }

    /** Whether the file of the root stands at the path of a built-in one. */
    public boolean replacesBuiltIn() {
        return own != null && origin != null && origin.path().equals(path);
    }

    /** How the two files compare. */
    public CopyState state() {
        if (own == null) {
            return CopyState.BUILT_IN;
        }
        if (origin == null) {
            return CopyState.OWN;
        }
        byte[] body = CopyRecord.without(own.bytes());
        if (Arrays.equals(body, CopyRecord.without(origin.bytes()))) {
            return CopyState.SAME;
        }
        if (copyRecord == null) {
            return CopyState.WITHOUT_RECORD;
        }
        if (!copyRecord.isOutdated(origin.bytes())) {
            return CopyState.EDITED;
        }
        return Digest.of(body).toString().equals(copyRecord.digest())
                ? CopyState.UNEDITED_OUTDATED
                : CopyState.EDITED_OUTDATED;
    }

    /** Whether the file is a copy whose built-in file has changed since. */
    boolean isOutdated() {
        return state() == CopyState.UNEDITED_OUTDATED || state() == CopyState.EDITED_OUTDATED;
    }

    /** Where the file comes from, in words. */
    public String from() {
        if (own == null) {
            return "built-in";
        }
        if (replacesBuiltIn()) {
            return group == TemplateGroup.MODELS ? "root, over the built-in one" : "root, replaces the built-in one";
        }
        return origin == null ? "root" : "root, copy of " + group.name(origin.path());
    }

    /** What a person can do about the copy, as one sentence that begins with the name; null for nothing. */
    public @Nullable String advice() {
        String version = copyRecord == null ? "" : copyRecord.version();
        String diff = "lineman templates diff " + name();
        return switch (state()) {
            case SAME ->
                replacesBuiltIn() ? name() + ": same as the built-in one; remove " + path + " to get updates" : null;
            case UNEDITED_OUTDATED ->
                name() + ": your copy is of " + version + " and unchanged; the built-in one has changed since: "
                        + (replacesBuiltIn() ? "remove " + path + " to get it" : diff);
            case EDITED_OUTDATED ->
                name() + ": your copy is of " + version + "; the built-in one has changed since: " + diff;
            case BUILT_IN, OWN, EDITED, WITHOUT_RECORD -> null;
        };
    }
}
