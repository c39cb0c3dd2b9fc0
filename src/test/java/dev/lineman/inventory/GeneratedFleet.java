package dev.lineman.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lineman.input.Document;
import dev.lineman.input.ReadResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.reader.ExtensionReader;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Extension files in memory, and the inventory that follows their changes. */
public final class GeneratedFleet {
    private final ExtensionReader reader = new ExtensionReader();
    private final Map<String, Document> documents = new TreeMap<>();
    private final Map<String, String> texts = new TreeMap<>();
    private final List<FileChange> pending = new ArrayList<>();
    private Inventory inventory = Inventory.empty();

    /** Writes a file below {@code extensions.d}; it must have no error. */
    public GeneratedFleet with(String path, String... lines) {
        ReadResult readResult = read(path, lines);
        if (readResult.document() == null) {
            throw new AssertionError(readResult.problems());
        }
        texts.put(path, String.join("\n", lines));
        change("extensions.d/" + path, readResult.document());
        return this;
    }

    /** Moves the content of a file one line down, if the file exists. */
    void moveDown(String path) {
        if (documents.containsKey("extensions.d/" + path)) {
            with(path, "# new", String.valueOf(texts.get(path)));
        }
    }

    public GeneratedFleet without(String path) {
        change("extensions.d/" + path, null);
        return this;
    }

    public ReadResult read(String path, String... lines) {
        return reader.read("extensions.d/" + path, (String.join("\n", lines) + '\n').getBytes(UTF_8));
    }

    private void change(String path, @Nullable Document after) {
        Document before = after == null ? documents.remove(path) : documents.put(path, after);
        if (!Objects.equals(before, after)) {
            pending.add(new FileChange(path, before, after));
        }
    }

    /** Applies all changes since the last call in one step, and returns the inventory. */
    public Inventory inventory() {
        inventory = inventory.with(pending);
        pending.clear();
        return inventory;
    }

    /** Makes the inventory of the same files in one step, in this order of files. */
    Inventory fromScratch(List<String> order) {
        List<FileChange> all = new ArrayList<>();
        for (String path : order) {
            all.add(new FileChange(path, null, documents.get(path)));
        }
        return Inventory.empty().with(all);
    }

    List<String> paths() {
        return new ArrayList<>(documents.keySet());
    }

    Map<String, Document> documents() {
        return documents;
    }

    public Phone phone(String mac) {
        Phone phone = inventory().phone(mac);
        if (phone == null) {
            throw new AssertionError("no phone " + mac);
        }
        return phone;
    }

    List<String> conflicts() {
        return inventory().conflicts().stream().sorted().map(Problem::toString).toList();
    }

    /** Prints the whole inventory with all positions. */
    static String describe(Inventory inventory, Iterable<ExtensionKey> numbers) {
        StringBuilder text = new StringBuilder();
        for (String mac : new TreeSet<>(inventory.macs())) {
            text.append(describe(requireNonNull(inventory.phone(mac)), true)).append('\n');
        }
        for (ExtensionKey number : numbers) {
            text.append(number).append(inventory.contested(number) ? " contested" : "");
            text.append(' ').append(new TreeSet<>(inventory.macsOf(number)));
            for (Account account : inventory.extensions(number)) {
                text.append("\n  ").append(account.position()).append(describe(account.layers(), true));
            }
            text.append('\n');
        }
        inventory.conflicts().stream()
                .sorted()
                .forEach(problem -> text.append(problem).append('\n'));
        return text.append(inventory.extensions()).toString();
    }

    /** Prints a phone. */
    static String describe(Phone phone, boolean positions) {
        StringBuilder text = new StringBuilder(phone.mac() + " in '" + phone.site() + "'");
        for (Account account : phone.accounts()) {
            text.append("\n  line ").append(account.line()).append(' ').append(account.number());
            text.append(positions ? " at " + account.position() + ' ' + account.phonePosition() : "");
            text.append(describe(account.layers(), positions));
        }
        phone.bases()
                .forEach(base -> text.append("\n  base ")
                        .append(base.number())
                        .append(' ')
                        .append(base.mac())
                        .append(positions ? " at " + base.at() : ""));
        text.append("\n  all").append(describe(phone.layers(), positions));
        if (positions) {
            phone.conflicts().forEach(problem -> text.append("\n  ").append(problem));
        }
        return text.toString();
    }

    private static String describe(LayerStack layers, boolean positions) {
        StringBuilder text = new StringBuilder();
        for (String key : List.of("first_name", "pbx_ip", "label", "site", "model", "codecs", "network", "blf")) {
            for (LayerStack.LayerValue found : layers.all(key)) {
                text.append("\n    ").append(key).append('=').append(describe(found.value()));
                text.append(positions ? " " + found.layer().kind() + ' ' + found.position() : "");
            }
        }
        for (String name : List.of("a", "b", "c")) {
            LayerStack.LayerValue found = layers.get("vars", name);
            if (found != null) {
                text.append("\n    vars.").append(name).append('=').append(describe(found.value()));
                text.append(positions ? " " + found.layer().kind() + ' ' + found.position() : "");
            }
        }
        return text.toString();
    }

    private static String describe(Object value) {
        if (value instanceof FieldValues.Items items) {
            return items.values().stream()
                    .map(GeneratedFleet::describe)
                    .toList()
                    .toString();
        }
        if (value instanceof FieldValues fields) {
            Map<String, String> sorted = new TreeMap<>();
            for (int i = 0; i < fields.size(); i++) {
                sorted.put(fields.key(i), describe(fields.value(i)));
            }
            return sorted.toString();
        }
        return value.toString();
    }
}
