package dev.lineman.operator.explain.drift;

import dev.lineman.build.State;
import dev.lineman.fs.FileOperations;
import dev.lineman.inventory.Phone;
import dev.lineman.operator.explain.Explainer;
import dev.lineman.operator.explain.FileMasking;
import dev.lineman.operator.explain.PhoneSearch;
import dev.lineman.operator.explain.drift.GivenValues.GivenValue;
import dev.lineman.operator.view.drift.PhoneDrift;
import dev.lineman.render.Renderer;
import dev.lineman.render.parameter.ParameterEditor;
import dev.lineman.render.parameter.ParameterRefusedException;
import dev.lineman.render.text.PlacedValue;
import dev.lineman.render.text.SecretFinder;
import dev.lineman.resolve.PhoneValues;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.serve.upload.UploadFolder;
import dev.lineman.serve.upload.UploadKind;
import dev.lineman.serve.upload.UploadedFile;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.parameter.ParameterFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares the overrides and reports that phones have uploaded with what the inputs give them. Reads files, and writes
 * none. For one thread at a time.
 *
 * @param uploads the folder of the uploads
 * @param environment the environment variables, which can hold secrets
 */
public record DriftFinder(UploadFolder uploads, Map<String, String> environment, Renderer renderer) {
    /** A larger upload is not compared. */
    private static final int MAX_BYTES = 4 << 20;

    /** Parameters whose value is hidden although it is not known as a secret of the inputs. */
    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(?:pass|pwd|secret|(?:^|[._])pin(?:$|[._0-9])|token|auth\\.?id|private|(?:^|[._])key(?:$|[._0-9])|psk|credential).*");

    /** Values of one upload that are listed although the phone's files do not have them. */
    private static final int MAX_ADDED = 200;

    /** Characters of a value that are shown. */
    private static final int MAX_SHOWN = 200;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private static final String NO_TEMPLATE =
            "the phone has no template that can be read, so it is given no values; lineman check says why";

    /** What a file of Yealink has in place of a value, so that the phone uses its own. */
    private static final String NO_VALUE = "%NULL%";

    /** What a phone reports in place of a password. */
    private static final Pattern WITHHELD = Pattern.compile("\\**");

    /** The phones that have uploaded overrides or reports, sorted. */
    public List<String> macs() throws IOException {
        List<String> macs = new ArrayList<>();
        for (String mac : uploads.macs()) {
            if (!comparable(mac).isEmpty()) {
                macs.add(mac);
            }
        }
        return macs;
    }

    /**
     * Compares the uploads of a phone.
     *
     * @return null if the phone has uploaded no values, or is not in the inventory
     */
    public @Nullable PhoneDrift find(State state, String mac) throws IOException {
        Phone phone = state.inputs().inventory().phone(mac);
        List<UploadedFile> files = comparable(mac);
        if (phone == null || files.isEmpty()) {
            return null;
        }
        SecretFinder secrets = FileMasking.finder(state, environment, mac);
        PhoneValues names = state.inputs().resolver(environment).resolve(phone).values();
        TemplateMatch.MatchedTemplate found = Explainer.findTemplate(state, phone);
        GivenValues given = names == null || found == null
                ? new GivenValues(Map.of(), Set.of())
                : GivenValues.of(found.template(), names, state.inputs().catalog(), renderer, secrets);
        List<PhoneDrift.DriftUpload> compared = new ArrayList<>();
        for (UploadedFile file : files) {
            Comparison comparison = new Comparison(given, secrets, file.kind() == UploadKind.REPORT);
            String unreadable =
                    found == null ? NO_TEMPLATE : comparison.read(uploads.path(mac, file.name()), file.size());
            List<PhoneDrift.OverriddenValue> values = names == null
                    ? List.of()
                    : new DriftOrigins(state, phone, names, renderer, secrets).explain(comparison.differing, given);
            compared.add(new PhoneDrift.DriftUpload(
                    file.name(),
                    file.received().truncatedTo(ChronoUnit.SECONDS),
                    unreadable,
                    values,
                    comparison.added,
                    comparison.addedCount));
        }
        String label = phone.accounts().stream()
                .map(account -> (account.number() + ' ' + PhoneSearch.personName(account)).strip())
                .collect(Collectors.joining(", "));
        return new PhoneDrift(mac, label, compared);
    }

    /** The uploads of a phone that have values, sorted by name. */
    List<UploadedFile> comparable(String mac) throws IOException {
        return uploads.files(mac).stream()
                .filter(file -> file.kind() == UploadKind.OVERRIDES || file.kind() == UploadKind.REPORT)
                .toList();
    }

    /** The comparison of one upload. */
    private static final class Comparison {
        private final GivenValues given;
        private final SecretFinder secrets;

        /** Whether the upload has all values of the phone, and not only changed ones. */
        private final boolean report;

        /** What the phone uses, for each given value that differs. */
        private final SortedMap<String, String> differing = new TreeMap<>();

        private final List<PhoneDrift.AddedValue> added = new ArrayList<>();

        /** The number of added values, also of those beyond the limit. */
        private int addedCount;

        Comparison(GivenValues given, SecretFinder secrets, boolean report) {
            this.given = given;
            this.secrets = secrets;
            this.report = report;
        }

        /** Compares a file. Returns why that is not possible; null if it is. */
        @Nullable
        String read(Path file, long size) {
            if (given.formats().isEmpty()) {
                return "the template of the phone has no format for 'settings', or its file cannot be rendered";
            }
            if (size > MAX_BYTES) {
                return "it is larger than " + (MAX_BYTES >> 20) + " MiB";
            }
            String text;
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                        .toString();
            } catch (CharacterCodingException e) {
                return "it is not text; the phone may have encrypted it";
            } catch (IOException e) {
                return "it cannot be read: " + FileOperations.reason(e);
            }
            return text.isBlank() ? "it is empty" : compare(text);
        }

        private @Nullable String compare(String text) {
            for (ParameterFormat format : given.formats()) {
                try {
                    ParameterEditor.values(format, text).forEach((name, places) -> compare(format, name, places));
                    return null;
                } catch (ParameterRefusedException e) {
                    // Another file of the template may have the right format.
                }
            }
            return "it is not in the format of the phone's files; the phone may have encrypted it";
        }

        private void compare(ParameterFormat format, String name, List<PlacedValue> places) {
            String used = GivenValues.joined(places);
            GivenValue value = given.byName().get(name);
            if (value == null || value.text().equals(NO_VALUE)) {
                if (!report && format.allows(name) && ++addedCount <= MAX_ADDED) {
                    added.add(new PhoneDrift.AddedValue(name, shown(name, used, false)));
                }
            } else if (!value.text().equals(used)
                    && !(report && value.secret() && WITHHELD.matcher(used).matches())) {
                differing.put(name, shown(name, used, value.secret()));
            }
        }

        private String shown(String name, String text, boolean secret) {
            return secret || hasSecretName(name) ? ResolvedValue.DOTS : printable(secrets.mask(text));
        }
    }

    /** A value without control characters, which could change a terminal, and of limited length. */
    static String printable(String text) {
        String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
        return CONTROL.matcher(shown).replaceAll(" ");
    }

    /** Whether the value of a parameter is hidden because of its name. */
    static boolean hasSecretName(String name) {
        return SECRET_NAME.matcher(name).matches();
    }
}
