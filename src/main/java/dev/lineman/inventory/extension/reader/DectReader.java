package dev.lineman.inventory.extension.reader;

import dev.lineman.collection.StringPool;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FieldValuesBuilder;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the phone entries of DECT bases have: handsets and further bases. Part of {@link FieldValuesReader}. Thread-safe. */
final class DectReader {
    private static final String IPUI_ADVICE =
            "'ipui' is the identity that the handset shows: 10 hex digits that begin with 0,"
                    + " such as 02A1B2C3D4, or 12 decimal digits and a check digit, such as 57005 0782068 7";

    /** An IPUI of type N: 0, 4 digits of the manufacturer and 5 of the serial number. */
    private static final Pattern IPUI = Pattern.compile("0[0-9A-F]{9}");
    /** The same as an IPEI: 5 decimal digits, 7 decimal digits, and a check digit that can be missing. */
    private static final Pattern IPEI = Pattern.compile("\\d{12}[\\d*]?");

    /** The largest manufacturer's code, of 16 bits. */
    private static final int MAX_MANUFACTURER = 0xFFFF;
    /** The largest serial number, of 20 bits. */
    private static final int MAX_SERIAL = 0xFFFFF;

    private static final int MANUFACTURER_DIGITS = 5;
    private static final int IPEI_DIGITS = 12;
    private static final int CHECK_MODULUS = 11;

    private static final String MAC = ExtensionField.MAC.key();

    private final FieldValuesReader reader;
    private final StringPool texts;

    /**
     * @param reader reads the mappings in the values
     * @param texts stores text that several files repeat once
     */
    DectReader(FieldValuesReader reader, StringPool texts) {
        this.reader = reader;
        this.texts = texts;
    }

    /**
     * Reads the identity of a handset and returns 10 upper-case hex digits. The decimal form and its check digit are those of
     * an IPEI, of ETSI EN 300 175-6.
     */
    static @Nullable String ipui(YamlNode node, FileProblems problems) {
        String written = ScalarReader.plain("ipui", node, problems);
        if (written == null) {
            return null;
        }
        String text = written.replaceAll("[ :.-]", "").toUpperCase(Locale.ROOT);
        if (IPUI.matcher(text).matches()) {
            return text;
        }
        if (!IPEI.matcher(text).matches()) {
            problems.error(node, IPUI_ADVICE);
            return null;
        }
        int manufacturer = Integer.parseInt(text.substring(0, MANUFACTURER_DIGITS));
        int serial = Integer.parseInt(text.substring(MANUFACTURER_DIGITS, IPEI_DIGITS));
        if (manufacturer > MAX_MANUFACTURER || serial > MAX_SERIAL) {
            problems.error(node, IPUI_ADVICE);
            return null;
        }
        if (text.length() > IPEI_DIGITS && text.charAt(IPEI_DIGITS) != checkDigit(text)) {
            problems.error(
                    node, "the last digit of 'ipui' does not fit the others; compare it with what the handset shows");
            return null;
        }
        return String.format(Locale.ROOT, "0%04X%05X", manufacturer, serial);
    }

    /** The check digit of an IPEI: the sum of each digit times its place, modulo 11, where {@code *} is 10. */
    private static char checkDigit(String text) {
        int sum = 0;
        for (int i = 0; i < IPEI_DIGITS; i++) {
            sum += (i + 1) * (text.charAt(i) - '0');
        }
        int digit = sum % CHECK_MODULUS;
        return digit == CHECK_MODULUS - 1 ? '*' : (char) ('0' + digit);
    }

    /** Reads the handset of an account. */
    @Nullable
    FieldValues handset(YamlNode node, FileProblems problems) {
        FieldValues handset = reader.scoped("handset", ExtensionField.FieldScope.HANDSET, node, problems);
        String number = handset == null ? null : handset.text(ExtensionField.NUMBER.key());
        if (number != null && !ScalarReader.isLine(number)) {
            problems.error(node, "the 'number' of a handset is a number from 1 to 999");
        }
        return handset;
    }

    /** Reads the list of the bases. Each becomes a mapping, also one that is only a MAC. A MAC that occurs twice is an error. */
    FieldValues.@Nullable Items bases(YamlNode node, FileProblems problems) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.error(node, "'bases' is a list of the MACs of further bases, such as [00:04:13:00:00:02]");
            return null;
        }
        Set<String> seen = new HashSet<>();
        FieldValuesBuilder bases = new FieldValuesBuilder(texts);
        for (YamlNode item : sequence.items()) {
            FieldValues base = FieldValuesReader.isGiven(item) ? base(item, problems) : null;
            String mac = base == null ? null : base.text(MAC);
            if (mac != null && !seen.add(mac)) {
                problems.error(item, "this MAC is in 'bases' twice; remove one");
            }
            bases.add(base, item);
        }
        return bases.items();
    }

    private @Nullable FieldValues base(YamlNode item, FileProblems problems) {
        if (item instanceof YamlNode.Scalar) {
            FieldValuesBuilder base = new FieldValuesBuilder(texts);
            base.put(MAC, ScalarReader.mac(item, problems), item);
            return base.fields();
        }
        if (item instanceof YamlNode.Mapping mapping && !FieldValuesReader.hasValue(mapping, MAC)) {
            problems.error(item, "the base's MAC is missing: add 'mac: 12 HEX DIGITS'");
        }
        return reader.scoped("a base", ExtensionField.FieldScope.BASE, item, problems);
    }
}
