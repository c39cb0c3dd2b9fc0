package dev.lineman.inventory;

import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        if (accounts.size() > 1) {
            compare(site, accounts);
        }
        return new Phone(mac, site, accounts, layers(accounts), conflicts);
    }

    private void compare(String site, List<Account> accounts) {
        Map<String, Given> given = new HashMap<>();
        Account first = accounts.get(0);
        Account last = null;
        for (Account account : accounts) {
            if (last != null && account.line() == last.line()) {
                conflict(
                        account.phonePosition(),
                        last.phonePosition(),
                        "line " + account.line() + " of phone " + mac + " is already taken at",
                        "give one of them another 'line'");
            }
            if (!inventory.numberOf(account.file(), account.entry()).site().equals(site)) {
                conflict(
                        account.phonePosition(),
                        first.phonePosition(),
                        "phone " + mac + " belongs to another site at",
                        "one phone serves one site only");
            }
            compare(account.phone(), account.file(), "", given);
            last = account;
        }
    }

    /** What the first account said that gave a key. */
    private record Given(Object value, Position at) {}

    private void compare(Fields fields, String file, String prefix, Map<String, Given> given) {
        for (int i = 0; i < fields.size(); i++) {
            String key = prefix + fields.key(i);
            if (key.equals("line")) {
                continue;
            }
            Position at = Fields.position(file, fields.placeOf(i));
            Given other = given.putIfAbsent(key, new Given(fields.value(i), at));
            boolean mapping = fields.value(i) instanceof Fields && (other == null || other.value() instanceof Fields);
            if (mapping) {
                compare((Fields) fields.value(i), file, key + '.', given);
            } else if (other != null && !Fields.sayTheSame(other.value(), fields.value(i))) {
                conflict(
                        at,
                        other.at(),
                        "'" + key + "' of phone " + mac + " has another value at",
                        "write the same value twice, or remove one");
            }
        }
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
