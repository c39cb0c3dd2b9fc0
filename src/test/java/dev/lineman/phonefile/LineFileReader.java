package dev.lineman.phonefile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files with one parameter in a line. The first line or the first parameter shows the form: {@code a = b} of a
 * Yealink, a Flyingvoice, an Akuvox or an Algo, {@code a=b} of an AudioCodes, {@code a: b} of a Mitel, {@code A="b"} of a
 * Panasonic, {@code SET A "b"} of an Avaya. All lines of a file have the same form.
 */
final class LineFileReader {
    private static final String HEAD = "#!version:1.0.0.1";
    private static final Pattern PANASONIC_HEAD =
            Pattern.compile("# (?:Panasonic SIP Phone|PCC) Standard Format File #.*");

    /** What an upgrade file and a settings file of an Avaya have beside parameters. */
    private static final Pattern AVAYA_COMMAND =
            Pattern.compile("GOTO \\w+|IF \\$(?:GROUP|MACADDR|MODEL|MODEL4|SIG_IN_USE) SEQ \\S+ GOTO \\w+");

    private final List<PhoneParameter> parameters = new ArrayList<>();

    private LineFileReader() {}

    /** How a line has a parameter: in the groups {@code name} and {@code value}. */
    private enum LineForm {
        SPACED("(?<name>[\\w.]+) = (?<value>\\S(?:.*\\S)?)?"),
        TIGHT("(?<name>[\\w./:-]+)=(?<value>\\S(?:.*\\S)?)?"),
        COLON("[!^]?(?<name>[\\w.|\\[\\]-]+(?: [\\w.|\\[\\]-]+)*): ?(?<value>\"[^\"]*\"|[^\\s\"#](?:[^#]*[^\\s#])?)?"),
        QUOTED("(?<name>[A-Z0-9_]{1,32})=\"(?<value>[^\"]{0,500})\""),
        SET("(?:SET (?<name>[A-Z0-9_]+) (?<value>\"[^\"]*\"|[^\\s\"]+)|(?<command>GET) (?<file>\\S+))");

        private final Pattern line;

        LineForm(String line) {
            this.line = Pattern.compile(line);
        }

        /** The form of a file. */
        static LineForm of(List<String> lines) {
            if (lines.get(0).startsWith("#!version")) {
                PhoneFileReader.require(lines.get(0).equals(HEAD), lines.get(0));
                return SPACED;
            }
            if (PANASONIC_HEAD.matcher(lines.get(0)).matches()) {
                return QUOTED;
            }
            String first = lines.stream()
                    .filter(line -> !isComment(line))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a file without a parameter"));
            if (first.matches("(SET|GET|IF|GOTO) .*")) {
                return SET;
            }
            return first.matches("[^:=]+:.*") ? COLON : first.matches("[^=]+ = ?.*") ? SPACED : TIGHT;
        }
    }

    /** Reads a file. */
    static List<PhoneParameter> read(String content) {
        PhoneFileReader.require(!content.isEmpty(), "an empty file");
        LineFileReader reader = new LineFileReader();
        List<String> lines = content.lines().toList();
        LineForm form = LineForm.of(lines);
        for (String line : lines) {
            if (!isComment(line)
                    && !(form == LineForm.SET && AVAYA_COMMAND.matcher(line).matches())) {
                reader.readLine(form, line);
            }
        }
        return List.copyOf(reader.parameters);
    }

    private void readLine(LineForm form, String line) {
        Matcher matcher = form.line.matcher(line);
        PhoneFileReader.require(matcher.matches(), line);
        if (form == LineForm.SET && matcher.group("command") != null) {
            parameters.add(new PhoneParameter(matcher.group("command"), matcher.group("file")));
            return;
        }
        String value = matcher.group("value") == null ? "" : matcher.group("value");
        boolean quoted = (form == LineForm.COLON || form == LineForm.SET) && value.startsWith("\"");
        parameters.add(
                new PhoneParameter(matcher.group("name"), quoted ? value.substring(1, value.length() - 1) : value));
    }

    private static boolean isComment(String line) {
        return line.isEmpty() || line.startsWith("#");
    }
}
