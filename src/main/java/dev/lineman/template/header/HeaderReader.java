package dev.lineman.template.header;

import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.problem.Problem;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.key.TemplateKeyType;
import dev.lineman.template.key.TemplateKeyTypes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Interprets the elements around a template's contents. The element names are those of published vendor
 * templates.
 *
 * <p>Used for one template, by one thread.
 */
public final class HeaderReader {
    /** A bound on {@code maxgroupcount}, since each group makes four names. */
    private static final int MAX_GROUPS = 1000;

    /** The values of the attribute {@code scope}. */
    private static final List<String> SCOPES = List.of("phone", "line");

    /** The name of a family of phones in {@code settings}, in lower case. */
    private static final Pattern FAMILY = Pattern.compile("[a-z0-9_-]{1,40}");

    private final List<HeaderChoice> choices = new ArrayList<>();
    private final List<CodecPriority> codecs = new ArrayList<>();
    private final Map<String, TypedSetting> settings = new LinkedHashMap<>();
    private final Map<ExtensionField, FieldRule> fieldRules = new EnumMap<>(ExtensionField.class);
    private final Map<KeyKind, TemplateKeyTypes> keyTypes = new EnumMap<>(KeyKind.class);
    private @Nullable List<String> networks;
    private Header.@Nullable Multicast multicast;
    private Header.@Nullable SwitchTexts accountEnabled;
    private Header.@Nullable Switch daylightSaving;
    private Header.@Nullable Transfer transfer;
    private final Set<String> families = new TreeSet<>();

    private String provisioningFile = "";

    private final Set<String> servedUploads = new TreeSet<>();

    /** The elements whose scope has an effect, by identity. */
    private final Set<HeaderElement> scoped = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Consumer<Problem> problems;

    private HeaderReader(Consumer<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Reads the offers of a template.
     *
     * @param elements the children of the header, and those of the document except header and data
     * @param problems receives the errors of declarations
     */
    public static Header read(List<HeaderElement> elements, Consumer<Problem> problems) {
        HeaderReader reader = new HeaderReader(problems);
        elements.forEach(reader::read);
        elements.forEach(reader::checkScopes);
        return new Header(
                reader.choices,
                reader.codecs,
                reader.settings,
                reader.fieldRules,
                reader.keyTypes.get(KeyKind.BLF),
                reader.keyTypes.get(KeyKind.SOFT),
                reader.networks,
                reader.multicast,
                reader.accountEnabled == null ? Header.NONE.accountEnabled() : reader.accountEnabled,
                reader.daylightSaving,
                reader.transfer,
                reader.families,
                reader.provisioningFile,
                reader.servedUploads,
                Header.lineNames(reader.choices, reader.codecs, reader.settings));
    }

    /** Reads one element. An unknown element without options may contain further offers. */
    private void read(HeaderElement element) {
        switch (element.name().toLowerCase(Locale.ROOT)) {
            case "models" -> {}
            case "allowednetworkconfig" -> readNetworks(element);
            case "codecspriorities" -> readCodecs(element);
            case "blftype" -> readKeyTypes(KeyKind.BLF, element);
            case "softkeytype" -> readKeyTypes(KeyKind.SOFT, element);
            case "multicastringgroup" -> readMulticast(element);
            case "enable_extension" -> accountEnabled = switchTexts(element);
            case "dst" -> readDst(element);
            case "xfertype" ->
                transfer = new Header.Transfer(transferMethod(element, "bxfer"), transferMethod(element, "attxfer"));
            case "var" -> addVar(element);
            case "field" -> addField(element);
            case "settings" -> readSettings(element);
            case "provisioningfile" -> provisioningFile = element.text();
            case "serve-upload" -> readServedUpload(element);
            default -> readOther(element);
        }
    }

    /** Checks the scope of an element and of all elements in it. */
    private void checkScopes(HeaderElement element) {
        String scope = element.attribute(HeaderElement.SCOPE);
        if (scope != null && !scoped.contains(element)) {
            problems.accept(Problem.blocking(
                    element.at(),
                    "'scope' has no effect on <" + element.name()
                            + ">; write it on a choice, <Codecspriorities> or <var>, or remove it"));
        } else if (scope != null && !SCOPES.contains(scope)) {
            problems.accept(Problem.blocking(
                    element.at(), "'scope' is 'line' or 'phone', not '" + scope + "'; correct it, or remove it"));
        }
        element.children().forEach(this::checkScopes);
    }

    private void addVar(HeaderElement element) {
        scoped.add(element);
        TypedSetting setting = TypedSetting.ofVar(element, problems);
        if (setting != null && settings.putIfAbsent(setting.name(), setting) != null) {
            problems.accept(Problem.blocking(
                    element.at(), "'" + setting.name() + "' is declared twice in this header; remove one of them"));
        }
    }

    private void addField(HeaderElement element) {
        if (!FieldRule.isDeclaredBy(element)) {
            readOther(element);
            return;
        }
        FieldRule rule = FieldRule.of(element, problems);
        if (rule != null && fieldRules.putIfAbsent(rule.field(), rule) != null) {
            problems.accept(Problem.blocking(
                    element.at(), "'" + rule.field().key() + "' is declared twice in this header; remove one of them"));
        }
    }

    /** The names of the phones in {@code settings}. Without the attribute, it is an element like others. */
    private void readSettings(HeaderElement element) {
        String names = element.attribute("family");
        if (names == null) {
            readOther(element);
            return;
        }
        for (String name : names.split(",", -1)) {
            String family = name.strip().toLowerCase(Locale.ROOT);
            if (FAMILY.matcher(family).matches()) {
                families.add(family);
            } else {
                problems.accept(Problem.blocking(
                        element.at(),
                        "'" + name.strip() + "' is no name of a family; it has letters, digits, '_' and '-'"));
            }
        }
    }

    /** An upload that is served back. */
    private void readServedUpload(HeaderElement element) {
        String word = element.text().toLowerCase(Locale.ROOT);
        if (Header.SERVABLE.contains(word)) {
            servedUploads.add(word);
        } else {
            problems.accept(Problem.error(
                    element.at(),
                    "'" + element.text() + "' is no upload that can be served back; write contacts or calls"));
        }
    }

    /** A typed setting, a choice, or a group that contains further elements. */
    private void readOther(HeaderElement element) {
        TypedSetting setting = TypedSetting.of(element);
        List<ChoiceOption> options = ChoiceOption.optionsOf(element);
        if (setting != null) {
            scoped.add(element);
            settings.putIfAbsent(setting.name(), setting);
        } else if (options.isEmpty() && element.children(HeaderChoice.ZONES).isEmpty()) {
            element.children().forEach(this::read);
        } else {
            scoped.add(element);
            choices.add(HeaderChoice.of(element, options, problems));
        }
    }

    /** An option with the text {@code 0} is not allowed; all others are. */
    private void readNetworks(HeaderElement element) {
        List<String> allowed = new ArrayList<>();
        for (ChoiceOption option : ChoiceOption.optionsOf(element)) {
            if (!option.text().equals("0") && option.value() != null) {
                allowed.add(option.value());
            }
        }
        networks = allowed;
    }

    /** A priority and its number. Priorities without a number keep their place in the document. */
    private record RankedPriority(int rank, CodecPriority priority) {}

    private void readCodecs(HeaderElement element) {
        scoped.add(element);
        List<RankedPriority> ranked = new ArrayList<>();
        for (HeaderElement child : element.children()) {
            List<ChoiceOption> options = ChoiceOption.optionsOf(child);
            if (!options.isEmpty()) {
                ranked.add(new RankedPriority(
                        rank(child, ranked.size() + 1), CodecPriority.of(child, element.isOfLine(), options)));
            }
        }
        ranked.sort(Comparator.comparingInt(RankedPriority::rank));
        ranked.forEach(one -> codecs.add(one.priority()));
    }

    private static int rank(HeaderElement element, int otherwise) {
        return number(element.attribute("priority"), otherwise);
    }

    /** Some templates put {@code <xfertype>} among the types of keys. */
    private void readKeyTypes(KeyKind kind, HeaderElement element) {
        TemplateKeyTypes known = keyTypes.get(kind);
        Map<String, TemplateKeyType> types = new LinkedHashMap<>(known == null ? Map.of() : known.byName());
        for (HeaderElement child : element.children()) {
            if (child.hasName("xfertype")) {
                read(child);
            } else {
                types.putIfAbsent(child.name().toLowerCase(Locale.ROOT), keyType(child));
            }
        }
        keyTypes.put(kind, TemplateKeyTypes.of(types));
    }

    /** Reads a type of keys. Of parts with equal names, the first counts. */
    private static TemplateKeyType keyType(HeaderElement element) {
        Map<String, TemplateKeyType.KeyTypePart> parts = new LinkedHashMap<>();
        for (HeaderElement child : element.children()) {
            parts.putIfAbsent(child.name().toLowerCase(Locale.ROOT), TemplateKeyType.KeyTypePart.of(child.content()));
        }
        return new TemplateKeyType(element.name(), parts);
    }

    private void readMulticast(HeaderElement element) {
        int count = number(element.attribute("maxgroupcount"), 0);
        String blank = element.attribute("blankvalue");
        multicast = new Header.Multicast(Math.min(count, MAX_GROUPS), blank == null ? "" : blank);
        element.children().forEach(this::read);
    }

    private void readDst(HeaderElement element) {
        String variable = element.attribute("variablename");
        if (variable != null) {
            daylightSaving = new Header.Switch(variable.toLowerCase(Locale.ROOT), switchTexts(element));
        }
    }

    private static Header.SwitchTexts switchTexts(HeaderElement element) {
        String yes = element.attribute("enable");
        String no = element.attribute("disable");
        return new Header.SwitchTexts(yes == null ? "1" : yes, no == null ? "0" : no);
    }

    private static Header.Transfer.Method transferMethod(HeaderElement element, String prefix) {
        return new Header.Transfer.Method(element.attribute(prefix + "_value"), element.attribute(prefix + "_dktype"));
    }

    /** A number of up to six digits; any other text gives {@code otherwise}. */
    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }
}
