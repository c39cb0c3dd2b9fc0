package dev.lineman.render.content;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Checks the rendered name of a file, so that the file stays inside its folder and the listener can serve it. */
public final class OutputName {
    /** Why a file name may not contain a secret, and what to do; the end of a message. */
    public static final String NO_SECRETS = "file names stand in requests and logs, so use other values in 'filename'";

    /** Bytes of a file name in common file systems (NAME_MAX on Linux). */
    private static final int MAX_PART_BYTES = 255;

    /** Bytes of a whole name. */
    private static final int MAX_BYTES = 1024;

    private OutputName() {}

    /**
     * Returns why this is not a valid file name; null if it is. The message does not repeat the name, which may
     * contain a secret.
     */
    public static @Nullable String objection(String name) {
        if (name.isEmpty()) {
            return "the file name is empty";
        }
        if (name.indexOf('\\') >= 0) {
            return "the file name holds a '\\'; folders end in '/'";
        }
        if (name.codePoints().anyMatch(OutputName::isControl)) {
            return "the file name holds a control character";
        }
        if (name.startsWith("/")) {
            return "the file name begins with '/'; it is below the provisioning folder already";
        }
        if (size(name) > MAX_BYTES) {
            return "the file name is longer than " + MAX_BYTES + " bytes";
        }
        for (String part : name.split("/", -1)) {
            String objection = partObjection(part);
            if (objection != null) {
                return objection;
            }
        }
        return null;
    }

    private static @Nullable String partObjection(String part) {
        if (part.isEmpty()) {
            return "the file name has an empty part before or after a '/'";
        }
        if (part.equals("..")) {
            return "the file name holds '..', which would leave the provisioning folder";
        }
        if (part.startsWith(".")) {
            return "the file name, or a folder in it, begins with '.'; such files are ignored";
        }
        return size(part) > MAX_PART_BYTES
                ? "a part of the file name is longer than " + MAX_PART_BYTES + " bytes"
                : null;
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
