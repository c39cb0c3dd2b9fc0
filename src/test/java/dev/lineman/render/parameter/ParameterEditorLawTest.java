package dev.lineman.render.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.Rounds;
import dev.lineman.phonefile.PhoneFileReader;
import dev.lineman.problem.Position;
import dev.lineman.render.text.OutputWriter;
import dev.lineman.render.text.SecretMasks;
import dev.lineman.resolve.parameter.VendorParameter;
import dev.lineman.template.dialect.ValueEscape;
import dev.lineman.template.parameter.ParameterFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The law of vendor parameters: a file has the given ones, and every other parameter as before. Random parameters go into
 * the files of all families; a reader of its own reads them before and after. Masks cover the same texts as before,
 * apart from replaced ones, and the new secrets.
 */
class ParameterEditorLawTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final int LIMIT = 8 << 20;
    private static final String SECRET = "hush";
    private static final String HOST = "pbx.example";

    /** A family with its files: a golden folder of large ones, or a file. */
    enum Family {
        YEALINK(ParameterFormat.ASSIGNMENTS, "features.new_#.value"),
        AUDIOCODES(ParameterFormat.ASSIGNMENTS, "voip/line/#/new", "phonefiles/audiocodes.cfg"),
        MITEL(ParameterFormat.COLONS, "sip line# new value", "phonefiles/mitel.cfg"),
        PANASONIC(ParameterFormat.QUOTED, "NEW_VALUE_#", "phonefiles/panasonic.cfg"),
        AVAYA(ParameterFormat.SET, "NEWVALUE#", "phonefiles/avaya.txt"),
        ALCATEL(ParameterFormat.VALUES, "Account#NewValue", "phonefiles/alcatel.xml"),
        TWO_N(ParameterFormat.PATHS, "Phone/Sip[#]/NewValue", "phonefiles/2n.xml"),
        POLY(ParameterFormat.ATTRIBUTES, "new.#.value"),
        GRANDSTREAM(ParameterFormat.ITEMS, "new.#.value"),
        SNOM(ParameterFormat.ELEMENTS, "new_value[#]"),
        SNOM_C(
                ParameterFormat.PATHS,
                "sip_account/idx[#]/new_value",
                "golden/phones-snom/out/provisioning/000413A00032.xml"),
        CISCO(ParameterFormat.ELEMENTS, "New_Value_#_"),
        FANVIL(ParameterFormat.PATHS, "sip/line[#]/NewValue"),
        LINPHONE(ParameterFormat.ENTRIES, "new_#/value");

        private final ParameterFormat format;
        private final String added;
        private final Path files;

        Family(ParameterFormat format, String added, String... file) {
            this.format = format;
            this.added = added;
            this.files = RESOURCES.resolve(
                    file.length == 0
                            ? "golden/phones-" + name().toLowerCase(Locale.ROOT) + "/out/provisioning"
                            : file[0]);
        }

        private List<Path> files() throws IOException {
            if (Files.isRegularFile(files)) {
                return List.of(files);
            }
            try (Stream<Path> all = Files.walk(files)) {
                return all.filter(file -> Files.isRegularFile(file) && size(file) > 2_000)
                        .filter(this::isInFormat)
                        .sorted()
                        .toList();
            }
        }

        /**
         * Whether a file has parameters of this format. A vendor's folder can have files of several formats. The template of
         * older Fanvil phones takes no vendor parameters.
         */
        private boolean isInFormat(Path file) {
            try {
                return !Files.readString(file).contains("<VOIP_CONFIG_FILE>")
                        && PhoneFileReader.read(file).stream().anyMatch(parameter -> format.allows(parameter.name()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noOtherParameterChanges(Family family) throws IOException {
        List<Path> files = family.files();
        assertThat(files).isNotEmpty();
        for (int seed = 0; seed < Rounds.of(20); seed++) {
            Random random = new Random(seed);
            String text = Files.readString(files.get(random.nextInt(files.size())));
            Map<String, String> before = PhoneFileReader.byName(PhoneFileReader.read(text));
            Map<String, String> given = new TreeMap<>();
            List<String> known = before.keySet().stream()
                    .filter(family.format::allows)
                    .filter(name -> !name.equals("mac"))
                    .toList();
            for (int i = random.nextInt(12); i >= 0; i--) {
                String name = random.nextBoolean()
                        ? known.get(random.nextInt(known.size()))
                        : family.added.replace("#", Integer.toString(1 + random.nextInt(40)));
                String value = value(random);
                given.put(
                        name,
                        family.format.canWrite(value)
                                ? value
                                : value.replace("\"", "").strip());
            }
            OutputWriter edited = ParameterEditor.edit(family.format, parameters(given), masked(text));
            Map<String, String> expected = new LinkedHashMap<>(before);
            expected.putAll(given);
            assertThat(PhoneFileReader.byName(PhoneFileReader.read(edited.text())))
                    .as("seed " + seed + ": " + given)
                    .containsExactlyInAnyOrderEntriesOf(expected);
            String view =
                    edited.masks().spans().mask(edited.text(), 0, edited.text().length());
            long secrets = PhoneFileReader.read(edited.text()).stream()
                    .filter(parameter -> parameter.value().contains(SECRET))
                    .count();
            assertThat(view).as("seed " + seed).doesNotContain(SECRET, HOST);
            assertThat(count(view, SecretMasks.DOTS))
                    .as("masks, seed " + seed)
                    .isEqualTo(count(edited.text(), HOST) + secrets);
        }
    }

    /** A text with a mask on each occurrence of a host that only values have. */
    private static OutputWriter masked(String text) {
        OutputWriter writer = new OutputWriter(ValueEscape.NONE, text.length(), LIMIT, value -> true);
        int at = 0;
        for (int found = text.indexOf(HOST); found >= 0; found = text.indexOf(HOST, at)) {
            writer.write(text.substring(at, found));
            writer.writeReference(HOST);
            at = found + HOST.length();
        }
        writer.write(text.substring(at));
        return writer;
    }

    private static long count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1L;
    }

    private static List<VendorParameter> parameters(Map<String, String> given) {
        List<VendorParameter> parameters = new ArrayList<>();
        given.forEach((name, value) -> parameters.add(new VendorParameter(
                name,
                List.of(new VendorParameter.ParameterValue(value, value.contains(SECRET))),
                new Position("x.yaml", 1, 1))));
        return parameters;
    }

    private static String value(Random random) {
        List<String> parts = List.of("", "1", "ü & < > \" '", "a=b", "]]>", "<!--", "$x %%y%%", SECRET, "%NULL%", "#");
        String value = parts.get(random.nextInt(parts.size())) + parts.get(random.nextInt(parts.size()));
        return value.strip();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
