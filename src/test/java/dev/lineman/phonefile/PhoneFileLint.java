package dev.lineman.phonefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks provisioning files of one vendor: they can be read, each parameter has a name that the vendor documents, and
 * occurs once. {@code src/test/resources/parameters} has the names.
 */
public final class PhoneFileLint {
    private static final Path PARAMETERS = Path.of("src/test/resources/parameters");
    private static final Pattern NUMBER =
            Pattern.compile("(?<=[._\\[/])\\d+(?=[._\\]/]|$)|(?<=(?:line|key|mod))\\d+(?= )");

    private final Set<String> known;

    /**
     * Reads the names of a vendor.
     *
     * @param vendor in lower case, such as {@code yealink}
     */
    public PhoneFileLint(String vendor) throws IOException {
        this.known = new HashSet<>(Files.readAllLines(PARAMETERS.resolve(vendor + ".txt")));
    }

    /** What is wrong with a file; empty if nothing is. */
    public List<String> problems(Path file) throws IOException {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (PhoneParameter parameter : PhoneFileReader.read(file)) {
            if (!known.contains(NUMBER.matcher(parameter.name()).replaceAll("N"))) {
                problems.add(parameter.name() + " is not documented");
            }
            if (!seen.add(identity(parameter))) {
                problems.add(parameter.name() + " occurs twice");
            }
        }
        return problems;
    }

    /**
     * What may occur once. A phone takes the last of several values. But the passwords of a Yealink share one parameter, whose
     * value says whose it is, and so do the keys of an Avaya and the files that it asks for next.
     */
    private static String identity(PhoneParameter parameter) {
        String name = parameter.name();
        if (name.endsWith("security.user_password")) {
            return name + ' ' + parameter.value().replaceFirst(":.*", "");
        }
        return name.equals("PHONEKEY") || name.equals("GET")
                ? name + ' ' + parameter.value().replaceFirst(";.*", "")
                : name;
    }
}
