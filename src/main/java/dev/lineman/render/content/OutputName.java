package dev.lineman.render.content;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a file may be called, so that it stays in its folder and is served. */
public final class OutputName {
    /** Why no secret may be in a name, and what to do. */
    public static final String NO_SECRETS = "file names stand in requests and logs, so use other values in 'filename'";

    private static final int MAX_PART_BYTES = 255;
    private static final int MAX_BYTES = 1024;

    private OutputName() {}

    /** Why a file cannot be called so, or null. The name itself is not said: values of secrets may be in it. */
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
