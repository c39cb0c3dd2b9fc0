package dev.lineman.phonefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the provisioning file of a phone as a list of parameters, in the order of the file. The form of the file shows how
 * to read it: {@link LineFileReader}, {@link XmlFileReader}. Strict: text that the family's phones cannot read is an {@link
 * IllegalArgumentException}.
 */
public final class PhoneFileReader {
    private PhoneFileReader() {}

    /** Reads a file. */
    public static List<PhoneParameter> read(Path file) throws IOException {
        try {
            return read(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Reads the content of a file. */
    public static List<PhoneParameter> read(String content) {
        return content.startsWith("<") ? XmlFileReader.read(content) : LineFileReader.read(content);
    }

    /** The parameters by name. The values of a parameter that occurs several times are joined with a line break. */
    public static Map<String, String> byName(List<PhoneParameter> parameters) {
        Map<String, String> byName = new LinkedHashMap<>();
        parameters.forEach(each -> byName.merge(each.name(), each.value(), (one, two) -> one + "\n" + two));
        return byName;
    }

    /** Refuses a text that phones cannot read. */
    static void require(boolean readable, String what) {
        if (!readable) {
            throw new IllegalArgumentException("a phone cannot read: " + what);
        }
    }
}
