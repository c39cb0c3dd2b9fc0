package dev.lineman.inventory;

import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FolderDefaults;
import dev.lineman.inventory.extension.ModelPattern;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Assembles one phone from all extension entries that name its MAC, and finds contradictions between them. {@link
 * Inventory} makes one for each look-up and stores no phones. Not thread-safe.
 */
final class PhoneAssembler {
    /** By line, then by position, so that the order of files does not matter. */
    private static final Comparator<Account> BY_LINE =
            Comparator.comparingInt(Account::line).thenComparing(Account::phonePosition);

    /** The keys of a phone entry that give no value to a layer. */
    private static final Set<String> OF_ACCOUNT = Set.of("mac", "line", "handset", "bases");

    private final Inventory inventory;
    private final String mac;
    /** The MAC that the phone entries name: that of the first base, else the phone's own. */
    private final String firstBase;

    private final List<Problem> conflicts = new ArrayList<>();

    /**
     * @param mac of the phone, or of one base of a DECT system
     * @param firstBase the MAC that the phone entries name
     */
    PhoneAssembler(Inventory inventory, String mac, String firstBase) {
        this.inventory = inventory;
        this.mac = mac;
        this.firstBase = firstBase;
    }

    /**
     * Returns the phone.
     *
     * @param locations the entries that name the MAC of the first base, at least one
     */
    Phone assemble(Iterable<EntryLocation> locations) {
        List<Account> accounts = new ArrayList<>(1);
        for (EntryLocation location : locations) {
            FieldValues entry = inventory.entry(location);
            FieldValues phone = ExtensionFile.phones(entry).get(location.phone());
            String line = phone.text("line");
            accounts.add(new Account(
                    line == null ? 1 : Integer.parseInt(line),
                    location.path(),
                    entry,
                    phone,
                    inventory.layersOf(location.path(), entry)));
        }
        accounts.sort(BY_LINE);
        Account first = accounts.get(0);
        String site = inventory.keyOf(first.file(), first.entry()).site();
        if (accounts.size() > 1) {
            findConflicts(site, accounts);
            conflicts.addAll(Handset.conflicts(firstBase, accounts));
        }
        conflicts.addAll(new BaseClaims(inventory).conflicts(mac));
        List<LayerStack> lineLayers = lineLayers(accounts);
        return new Phone(
                mac, site, accounts, lineLayers.get(0), lineLayers, BaseClaims.bases(firstBase, accounts), conflicts);
    }

    /**
     * Finds lines that are used twice, accounts of another site, and keys of the phone with different values.
     *
     * @param accounts ordered by line
     */
    private void findConflicts(String site, List<Account> accounts) {
        Map<String, FirstValue> firstValues = new HashMap<>();
        Account first = accounts.get(0);
        Account last = null;
        for (Account account : accounts) {
            if (last != null && account.line() == last.line()) {
                addConflict(
                        account.phonePosition(),
                        last.phonePosition(),
                        "line " + account.line() + " of phone " + firstBase + " is already taken at",
                        "give one of them another 'line'");
            }
            if (!inventory.keyOf(account.file(), account.entry()).site().equals(site)) {
                addConflict(
                        account.phonePosition(),
                        first.phonePosition(),
                        "phone " + firstBase + " belongs to another site at",
                        "give both extensions the same 'site', or remove the phone from one");
            }
            findConflicts(account.phone(), account.file(), "", firstValues);
            last = account;
        }
    }

    /** The first value of a key among the accounts, and its position for the message. */
    private record FirstValue(Object value, Position at) {}

    /**
     * Compares the phone's keys of one account with the first values.
     *
     * @param prefix the keys of the mappings around these fields, with dots; empty at the top
     * @param firstValues the first values by key; receives the new ones
     */
    private void findConflicts(FieldValues fields, String file, String prefix, Map<String, FirstValue> firstValues) {
        for (int i = 0; i < fields.size(); i++) {
            String key = prefix + fields.key(i);
            // Each account has its own line and handset.
            if (key.equals("line") || key.equals("handset")) {
                continue;
            }
            Position at = FieldValues.position(file, fields.packedPosition(i));
            FirstValue other = firstValues.putIfAbsent(key, new FirstValue(fields.value(i), at));
            boolean mapping =
                    fields.value(i) instanceof FieldValues && (other == null || other.value() instanceof FieldValues);
            if (mapping) {
                findConflicts((FieldValues) fields.value(i), file, key + '.', firstValues);
            } else if (other != null && !isSame(key, other.value(), fields.value(i))) {
                addConflict(
                        at,
                        other.at(),
                        "'" + key + "' of phone " + firstBase + " has another value at",
                        "write the same value twice, or remove one");
            }
        }
    }

    /** Whether two values of a key mean the same. Models have several names. */
    private boolean isSame(String key, Object one, Object other) {
        if (key.equals("model") && one instanceof String first && other instanceof String second) {
            return inventory.models.isSame(first, second);
        }
        return FieldValues.isSameValue(one, other);
    }

    /** Adds a problem at one position that names the other one. */
    private void addConflict(Position at, Position other, String what, String advice) {
        conflicts.add(Problem.blocking(at, what + ' ' + other + "; " + advice));
    }

    /**
     * Returns the layers of the line of each account. The order is: the phone's own keys and its profiles, the extension of
     * the account and its profiles, then for each folder from the deepest up its rules for the phone's model and its plain
     * values. Those of the first account are the layers of the phone.
     */
    private List<LayerStack> lineLayers(List<Account> accounts) {
        List<ValueLayer> ofPhone = new ArrayList<>();
        for (Account account : accounts) {
            // Of hundreds of lines, nearly all say what the others say: a layer for each would make a look-up slow.
            if (ofPhone.isEmpty() || addsValue(account.phone(), ofPhone)) {
                ofPhone.add(new ValueLayer(ValueLayer.LayerKind.PHONE, account.phone(), account.file()));
            }
        }
        List<List<FolderDefaults>> folders = new ArrayList<>();
        boolean hasRules = false;
        for (Account account : accounts) {
            List<FolderDefaults> above = inventory.defaultsOver(account.file());
            hasRules |= above.stream().anyMatch(defaults -> !defaults.rules().isEmpty());
            folders.add(above);
            ProfileReference.addLayers(account.phone(), account.file(), above, ofPhone);
        }
        Set<String> names = hasRules ? modelNames(near(ofPhone, accounts.get(0), List.of()), folders.get(0)) : Set.of();
        List<LayerStack> stacks = new ArrayList<>(accounts.size());
        for (int i = 0; i < accounts.size(); i++) {
            List<ValueLayer> layers = near(ofPhone, accounts.get(i), folders.get(i));
            for (FolderDefaults defaults : folders.get(i)) {
                for (FolderDefaults.ModelRule rule : defaults.rules()) {
                    if (names.stream().anyMatch(rule.pattern()::matches)) {
                        layers.add(new ValueLayer(ValueLayer.LayerKind.MODEL, rule.values(), defaults.path()));
                    }
                }
                layers.add(new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path()));
            }
            stacks.add(LayerStack.of(layers));
        }
        return stacks;
    }

    /** Whether a phone entry has a value that none of the entries before it has. */
    private static boolean addsValue(FieldValues phone, List<ValueLayer> before) {
        for (int i = 0; i < phone.size(); i++) {
            String key = phone.key(i);
            Object value = phone.value(i);
            if (!OF_ACCOUNT.contains(key)
                    && before.stream()
                            .noneMatch(layer ->
                                    FieldValues.isSameValue(layer.fields().get(key), value))) {
                return true;
            }
        }
        return false;
    }

    /** The phone's own keys, and an extension with its profiles. */
    private static List<ValueLayer> near(List<ValueLayer> ofPhone, Account account, List<FolderDefaults> folders) {
        List<ValueLayer> near = new ArrayList<>(ofPhone);
        near.add(new ValueLayer(ValueLayer.LayerKind.EXTENSION, account.entry(), account.file()));
        ProfileReference.addLayers(account.entry(), account.file(), folders, near);
        return near;
    }

    /**
     * Returns the normalised names of the model, which decide which model rules apply: all names that its template gives
     * it, and the one that the phone has it by. The rules themselves cannot set it: a template that they choose does not
     * count here. So the result does not depend on their order.
     */
    private Set<String> modelNames(List<ValueLayer> near, List<FolderDefaults> folders) {
        List<ValueLayer> plain = new ArrayList<>(near);
        folders.forEach(
                defaults -> plain.add(new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path())));
        LayerStack layers = LayerStack.of(plain);
        String written = layers.text("model");
        ModelIndex.KnownModel known = inventory.models.model(layers.text("template"), written);
        Set<String> names = new HashSet<>(known == null ? Set.of() : known.names());
        names.add(written == null ? "" : ModelPattern.normalise(written));
        return names;
    }
}
