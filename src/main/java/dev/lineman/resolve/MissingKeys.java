package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Phone;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.resolve.key.KeyName;
import dev.lineman.resolve.key.PhoneKeys;
import dev.lineman.resolve.module.PhoneModules;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.template.TemplateMatch;
import dev.lineman.template.key.KeyKind;
import dev.lineman.template.model.ModelField;
import dev.lineman.template.model.ModelKeys;
import dev.lineman.template.model.ModelModules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines, BLF keys and soft keys of a phone that its model does not have, so that no file contains them. Each is a
 * warning. The numbers come from the data of the model, or else from the names that its files read.
 *
 * <p>Part of {@link PhoneValues}. Immutable.
 */
final class MissingKeys {
    private static final String LINE = "line";

    private final Phone phone;
    private final String model;
    private final ModelKeys modelKeys;
    private final @Nullable Integer softKeys;
    private final PhoneKeys keys;
    private final PhoneModules modules;
    private final @Nullable ModelModules taken;

    private MissingKeys(Phone phone, TemplateMatch.MatchedTemplate model, PhoneKeys keys, PhoneModules modules) {
        this.phone = phone;
        this.model = model.model();
        this.modelKeys = model.entry().keys();
        this.softKeys = model.entry().number(ModelField.SOFTKEYS);
        this.taken = model.entry().modules();
        this.keys = keys;
        this.modules = modules;
    }

    /** Compares a phone with its model, and reports the lines and keys that the model does not have. */
    static MissingKeys of(
            Phone phone,
            TemplateMatch.MatchedTemplate model,
            PhoneKeys keys,
            PhoneModules modules,
            ReferenceResolver referenceResolver) {
        MissingKeys missing = new MissingKeys(phone, model, keys, modules);
        missing.ofModel().forEach(referenceResolver::report);
        return missing;
    }

    /** The warnings that follow from the model alone. */
    private List<Problem> ofModel() {
        Integer count = modules.blfKeys();
        List<Problem> problems = warnings(modelKeys.lineNumbers(), count == null ? null : ModelKeys.upTo(count));
        if (softKeys != null) {
            addWarnings(KeyKind.SOFT, ModelKeys.upTo(softKeys), problems);
        }
        return problems;
    }

    /**
     * The warnings that follow from the names that the phone's files read, for what the model does not say.
     *
     * @param names all names of all files, in lower case
     */
    List<Problem> ofNames(Iterable<String> names) {
        boolean searchLines =
                modelKeys.lineNumbers() == null && phone.accounts().size() > 1;
        boolean searchKeys = modules.blfKeys() == null && !keys.isEmpty(KeyKind.BLF);
        boolean searchSoftKeys = softKeys == null && !keys.isEmpty(KeyKind.SOFT);
        if (!searchLines && !searchKeys && !searchSoftKeys) {
            return List.of();
        }
        SortedSet<Integer> readLines = new TreeSet<>();
        SortedSet<Integer> readKeys = new TreeSet<>();
        SortedSet<Integer> readSoftKeys = new TreeSet<>();
        // Every file is for the first account, with or without the number of its line.
        readLines.add(phone.first().line());
        for (String name : names) {
            KeyName key = KeyName.parse(name);
            int line = LinePlaceholder.line(name);
            if (key != null) {
                (key.kind() == KeyKind.BLF ? readKeys : readSoftKeys).add(key.number());
            } else if (line >= 0) {
                readLines.add(line);
            }
        }
        List<Problem> problems = warnings(searchLines ? readLines : null, searchKeys ? readKeys : null);
        if (searchSoftKeys) {
            addWarnings(KeyKind.SOFT, readSoftKeys, problems);
        }
        return problems;
    }

    /**
     * One warning for all missing lines and keys of a file.
     *
     * @param existingLines null if they are not known
     * @param existingKeys null if they are not known
     */
    private List<Problem> warnings(
            @Nullable SortedSet<Integer> existingLines, @Nullable SortedSet<Integer> existingKeys) {
        List<Problem> problems = new ArrayList<>();
        if (existingLines != null) {
            SortedMap<Integer, Position> lines = new TreeMap<>();
            for (Account account : phone.accounts()) {
                lines.put(account.line(), account.phonePosition());
            }
            problems.addAll(warnings(LINE, existingLines, lines, number -> false));
        }
        if (existingKeys != null) {
            addWarnings(KeyKind.BLF, existingKeys, problems);
        }
        return problems;
    }

    private void addWarnings(KeyKind kind, SortedSet<Integer> existing, List<Problem> problems) {
        problems.addAll(
                warnings(kind.title(), existing, keys.positions(kind), number -> keys.isOfFolder(kind, number)));
    }

    /**
     * A warning for each file that sets a missing line or key. Keys of {@code models} are apart from keys for all models,
     * which need other advice.
     *
     * @param wanted the position of each line or key by its number
     * @param isOfFolder whether phones of other models have a line or key too
     */
    private List<Problem> warnings(
            String kind, SortedSet<Integer> existing, SortedMap<Integer, Position> wanted, IntPredicate isOfFolder) {
        List<Problem> problems = new ArrayList<>();
        Map<String, NavigableMap<Integer, Position>> own = new LinkedHashMap<>();
        Map<String, NavigableMap<Integer, Position>> ofFolder = new LinkedHashMap<>();
        wanted.forEach((number, at) -> {
            if (!existing.contains(number)) {
                (isOfFolder.test(number) ? ofFolder : own)
                        .computeIfAbsent(at.file(), file -> new TreeMap<>())
                        .put(number, at);
            }
        });
        String use = existing.isEmpty() ? "" : existing.size() == 1 ? ", or use this one" : ", or use one of these";
        own.values().forEach(positions -> {
            String advice =
                    moreModules(kind, positions.lastKey()) + (positions.size() > 1 ? "remove them" : "remove it") + use;
            problems.add(warning(kind, existing, positions, advice));
        });
        ofFolder.values()
                .forEach(positions -> problems.add(warning(
                        kind,
                        existing,
                        positions,
                        moreModules(kind, positions.lastKey())
                                + "give this model other keys, or none, below 'models'")));
        return problems;
    }

    /** The advice to set modules that have a key, if the model takes them; else empty. */
    private String moreModules(String kind, int key) {
        Integer present = modules.blfKeys();
        if (!kind.equals(KeyKind.BLF.title()) || present == null || taken == null || taken.keys() == 0) {
            return "";
        }
        int more = (key - present + taken.keys() - 1) / taken.keys();
        int wanted = modules.all().size() + more;
        return wanted > taken.count()
                ? ""
                : "if the phone has expansion modules, add 'modules: " + wanted + "' (" + model + " takes "
                        + taken.description() + "); else ";
    }

    private Problem warning(
            String kind, SortedSet<Integer> existing, NavigableMap<Integer, Position> missing, String advice) {
        boolean several = missing.size() > 1;
        return Problem.warning(
                missing.firstEntry().getValue(),
                kind + (several ? "s " : " ") + ranges(missing.navigableKeySet()) + (several ? " have" : " has")
                        + " no effect on " + model + ", which has " + describe(kind, existing)
                        + (kind.equals(KeyKind.BLF.title()) ? besideLines() : "") + "; " + advice);
    }

    /** How many there are, such as {@code 3 lines (1 to 3)}, {@code 1 line}, or {@code 1 line (2)}. */
    private static String describe(String kind, SortedSet<Integer> existing) {
        return switch (existing.size()) {
            case 0 -> "no " + kind + "s";
            case 1 -> "1 " + kind + (existing.first() == 1 ? "" : " (" + existing.first() + ")");
            default -> existing.size() + " " + kind + "s (" + ranges(existing) + ")";
        };
    }

    /** Says how many keys the lines take, if lines and BLF keys share keys. */
    private String besideLines() {
        Integer shared = modelKeys.shared();
        int accounts = phone.accounts().size();
        return shared == null || shared == 0
                ? ""
                : accounts == 1 ? " beside its line" : " beside its " + accounts + " lines";
    }

    /** Numbers as text, such as {@code 1 to 3, 5 and 7}. */
    private static String ranges(SortedSet<Integer> numbers) {
        List<String> ranges = new ArrayList<>();
        int from = numbers.first();
        int to = from;
        for (int number : numbers.tailSet(from + 1)) {
            if (number != to + 1) {
                addRange(from, to, ranges);
                from = number;
            }
            to = number;
        }
        addRange(from, to, ranges);
        String last = ranges.remove(ranges.size() - 1);
        return ranges.isEmpty() ? last : String.join(", ", ranges) + " and " + last;
    }

    /** Adds three numbers or more as a range, and fewer as they are. */
    private static void addRange(int from, int to, List<String> ranges) {
        if (to - from > 1) {
            ranges.add(from + " to " + to);
            return;
        }
        for (int number = from; number <= to; number++) {
            ranges.add(Integer.toString(number));
        }
    }
}
