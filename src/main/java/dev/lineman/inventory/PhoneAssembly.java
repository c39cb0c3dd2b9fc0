package dev.lineman.inventory;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Puts a phone together from all that extensions say of it. */
final class PhoneAssembly {
    private static final Comparator<Account> BY_LINE =
            Comparator.comparingInt(Account::line).thenComparing(Account::phonePosition);

    private final Inventory inventory;
    private final String mac;
    private final List<Problem> conflicts = new ArrayList<>();

    PhoneAssembly(Inventory inventory, String mac) {
        this.inventory = inventory;
        this.mac = mac;
    }

    Phone assemble(Iterable<Place> places) {
        List<Account> accounts = new ArrayList<>(1);
        for (Place place : places) {
            Fields entry = inventory.entry(place);
            Fields phone = ExtensionFile.phones(entry).get(place.phone());
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
        for (int i = 1; i < accounts.size(); i++) {
            compare(site, accounts.subList(0, i), accounts.get(i));
        }
        return new Phone(mac, site, accounts, layers(accounts), conflicts);
    }

    private void compare(String site, List<Account> others, Account account) {
        Account neighbour = others.get(others.size() - 1);
        if (neighbour.line() == account.line()) {
            conflict(
                    account.phonePosition(),
                    neighbour.phonePosition(),
                    "line " + account.line() + " of phone " + mac + " is already taken at",
                    "give one of them another 'line'");
        }
        if (!inventory.numberOf(account.file(), account.entry()).site().equals(site)) {
            conflict(
                    account.phonePosition(),
                    others.get(0).phonePosition(),
                    "phone " + mac + " belongs to another site at",
                    "one phone serves one site only");
        }
        for (Account other : others) {
            compare(other.phone(), other.file(), account.phone(), account.file(), "");
        }
    }

    private void compare(Fields one, String oneFile, Fields other, String otherFile, String prefix) {
        for (int i = 0; i < other.size(); i++) {
            String key = other.key(i);
            int same = one.indexOf(key);
            if (same < 0 || (prefix.isEmpty() && key.equals("line"))) {
                continue;
            }
            Object mine = one.value(same);
            Object theirs = other.value(i);
            if (mine instanceof Fields mineFields && theirs instanceof Fields theirsFields) {
                compare(mineFields, oneFile, theirsFields, otherFile, prefix + key + '.');
            } else if (!equal(mine, theirs)) {
                conflict(
                        Fields.position(otherFile, other.placeOf(i)),
                        Fields.position(oneFile, one.placeOf(same)),
                        "'" + prefix + key + "' of phone " + mac + " has another value at",
                        "write the same value twice, or remove one");
            }
        }
    }

    private static boolean equal(Object mine, Object theirs) {
        return (mine instanceof Fields.Items a && theirs instanceof Fields.Items b)
                ? a.values().equals(b.values())
                : Objects.equals(mine, theirs);
    }

    private void conflict(Position at, Position other, String what, String advice) {
        conflicts.add(Problem.error(at, what + ' ' + other + "; " + advice));
    }

    private Layers layers(List<Account> accounts) {
        Account first = accounts.get(0);
        List<Layer> near = new ArrayList<>();
        for (Account account : accounts) {
            near.add(new Layer(Layer.Kind.PHONE, account.phone(), account.file()));
        }
        near.add(new Layer(Layer.Kind.EXTENSION, first.entry(), first.file()));
        List<Defaults> over = inventory.defaultsOver(first.file());
        boolean ruled = over.stream().anyMatch(defaults -> !defaults.rules().isEmpty());
        String model = ruled ? model(near, over) : "";
        List<Layer> layers = new ArrayList<>(near);
        for (Defaults defaults : over) {
            for (Defaults.Rule rule : defaults.rules()) {
                if (rule.pattern().matches(model)) {
                    layers.add(new Layer(Layer.Kind.MODEL, rule.values(), defaults.path()));
                }
            }
            layers.add(new Layer(Layer.Kind.FOLDER, defaults.plain(), defaults.path()));
        }
        return Layers.of(layers);
    }

    private static String model(List<Layer> near, List<Defaults> over) {
        List<Layer> plain = new ArrayList<>(near);
        over.forEach(defaults -> plain.add(new Layer(Layer.Kind.FOLDER, defaults.plain(), defaults.path())));
        String model = Layers.of(plain).text("model");
        return model == null ? "" : ModelPattern.normalise(model);
    }
}
