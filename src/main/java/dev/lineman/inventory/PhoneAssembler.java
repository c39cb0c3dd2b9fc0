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
import java.util.List;
import java.util.Map;

/** Puts a phone together from all that extensions say of it. */
final class PhoneAssembler {
    private static final Comparator<Account> BY_LINE =
            Comparator.comparingInt(Account::line).thenComparing(Account::phonePosition);

    private final Inventory inventory;
    private final String mac;
    private final List<Problem> conflicts = new ArrayList<>();

    PhoneAssembler(Inventory inventory, String mac) {
        this.inventory = inventory;
        this.mac = mac;
    }

    Phone assemble(Iterable<EntryLocation> places) {
        List<Account> accounts = new ArrayList<>(1);
        for (EntryLocation place : places) {
            FieldValues entry = inventory.entry(place);
            FieldValues phone = ExtensionFile.phones(entry).get(place.phone());
            String line = phone.text("line");
            accounts.add(new Account(
                    line == null ? 1 : Integer.parseInt(line),
                    place.path(),
                    entry,
                    phone,
                    inventory.layersOf(place.path(), entry)));
        }
        accounts.sort(BY_LINE);
        Account first = accounts.get(0);
        String site = inventory.numberOf(first.file(), first.entry()).site();
        if (accounts.size() > 1) {
            findConflicts(site, accounts);
        }
        return new Phone(mac, site, accounts, layers(accounts), conflicts);
    }

    private void findConflicts(String site, List<Account> accounts) {
        Map<String, FirstValue> given = new HashMap<>();
        Account first = accounts.get(0);
        Account last = null;
        for (Account account : accounts) {
            if (last != null && account.line() == last.line()) {
                addConflict(
                        account.phonePosition(),
                        last.phonePosition(),
                        "line " + account.line() + " of phone " + mac + " is already taken at",
                        "give one of them another 'line'");
            }
            if (!inventory.numberOf(account.file(), account.entry()).site().equals(site)) {
                addConflict(
                        account.phonePosition(),
                        first.phonePosition(),
                        "phone " + mac + " belongs to another site at",
                        "one phone serves one site only");
            }
            findConflicts(account.phone(), account.file(), "", given);
            last = account;
        }
    }

    /** What the first account said that gave a key. */
    private record FirstValue(Object value, Position at) {}

    private void findConflicts(FieldValues fields, String file, String prefix, Map<String, FirstValue> given) {
        for (int i = 0; i < fields.size(); i++) {
            String key = prefix + fields.key(i);
            if (key.equals("line")) {
                continue;
            }
            Position at = FieldValues.position(file, fields.packedPosition(i));
            FirstValue other = given.putIfAbsent(key, new FirstValue(fields.value(i), at));
            boolean mapping =
                    fields.value(i) instanceof FieldValues && (other == null || other.value() instanceof FieldValues);
            if (mapping) {
                findConflicts((FieldValues) fields.value(i), file, key + '.', given);
            } else if (other != null && !FieldValues.isSameValue(other.value(), fields.value(i))) {
                addConflict(
                        at,
                        other.at(),
                        "'" + key + "' of phone " + mac + " has another value at",
                        "write the same value twice, or remove one");
            }
        }
    }

    private void addConflict(Position at, Position other, String what, String advice) {
        conflicts.add(Problem.error(at, what + ' ' + other + "; " + advice));
    }

    private LayerStack layers(List<Account> accounts) {
        Account first = accounts.get(0);
        List<ValueLayer> near = new ArrayList<>();
        for (Account account : accounts) {
            near.add(new ValueLayer(ValueLayer.LayerKind.PHONE, account.phone(), account.file()));
        }
        near.add(new ValueLayer(ValueLayer.LayerKind.EXTENSION, first.entry(), first.file()));
        List<FolderDefaults> over = inventory.defaultsOver(first.file());
        boolean ruled = over.stream().anyMatch(defaults -> !defaults.rules().isEmpty());
        String model = ruled ? model(near, over) : "";
        List<ValueLayer> layers = new ArrayList<>(near);
        for (FolderDefaults defaults : over) {
            for (FolderDefaults.ModelRule rule : defaults.rules()) {
                if (rule.pattern().matches(model)) {
                    layers.add(new ValueLayer(ValueLayer.LayerKind.MODEL, rule.values(), defaults.path()));
                }
            }
            layers.add(new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path()));
        }
        return LayerStack.of(layers);
    }

    private static String model(List<ValueLayer> near, List<FolderDefaults> over) {
        List<ValueLayer> plain = new ArrayList<>(near);
        over.forEach(
                defaults -> plain.add(new ValueLayer(ValueLayer.LayerKind.FOLDER, defaults.plain(), defaults.path())));
        String model = LayerStack.of(plain).text("model");
        return model == null ? "" : ModelPattern.normalise(model);
    }
}
