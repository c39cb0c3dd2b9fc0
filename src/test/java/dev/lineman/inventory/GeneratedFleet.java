package dev.lineman.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lineman.input.Document;
import dev.lineman.input.ReadResult;
import dev.lineman.input.snapshot.FileChange;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.ExtensionReader;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Extension files in memory, and the inventory that they make one change after the other. */
public final class GeneratedFleet {
    private final ExtensionReader reader = new ExtensionReader();
    private final Map<String, Document> documents = new TreeMap<>();
    private final Map<String, String> texts = new TreeMap<>();
    private final List<FileChange> pending = new ArrayList<>();
    private Inventory inventory = Inventory.empty();

    /** A file below {@code extensions.d} with these lines; it must be right. */
    public GeneratedFleet with(String path, String... lines) {
        ReadResult readResult = read(path, lines);
        if (readResult.document() == null) {
            throw new AssertionError(readResult.problems());
        }
        texts.put(path, String.join("\n", lines));
        change("extensions.d/" + path, readResult.document());
        return this;
    }

    /** The same file, when there is one, with all that it says one line further down. */
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

    /** The inventory after all changes since it was last asked for, in one step. */
    public Inventory inventory() {
        inventory = inventory.with(pending);
        pending.clear();
        return inventory;
    }

    /** The inventory of the same files, made at once, in this order of files. */
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

    /** All that an inventory tells, with every place. */
    static String told(Inventory inventory, Iterable<ExtensionKey> numbers) {
        StringBuilder told = new StringBuilder();
        for (String mac : new TreeSet<>(inventory.macs())) {
            told.append(told(requireNonNull(inventory.phone(mac)), true)).append('\n');
        }
        for (ExtensionKey number : numbers) {
            told.append(number).append(inventory.contested(number) ? " contested" : "");
            told.append(' ').append(new TreeSet<>(inventory.macsOf(number)));
            for (Account account : inventory.extensions(number)) {
                told.append("\n  ").append(account.position()).append(told(account.layers(), true));
            }
            told.append('\n');
        }
        inventory.conflicts().stream()
                .sorted()
                .forEach(problem -> told.append(problem).append('\n'));
        return told.append(inventory.extensions()).toString();
    }

    /** All that is known of a phone. */
    static String told(Phone phone, boolean places) {
        StringBuilder told = new StringBuilder(phone.mac() + " in '" + phone.site() + "'");
        for (Account account : phone.accounts()) {
            told.append("\n  line ").append(account.line()).append(' ').append(account.number());
            told.append(places ? " at " + account.position() + ' ' + account.phonePosition() : "");
            told.append(told(account.layers(), places));
        }
        told.append("\n  all").append(told(phone.layers(), places));
        if (places) {
            phone.conflicts().forEach(problem -> told.append("\n  ").append(problem));
        }
        return told.toString();
    }

    private static String told(LayerStack layers, boolean places) {
        StringBuilder told = new StringBuilder();
        for (String key : List.of("first_name", "pbx_ip", "label", "site", "model", "codecs", "network", "blf")) {
            for (LayerStack.LayerValue found : layers.all(key)) {
                told.append("\n    ").append(key).append('=').append(told(found.value()));
                told.append(places ? " " + found.layer().kind() + ' ' + found.position() : "");
            }
        }
        for (String name : List.of("a", "b", "c")) {
            LayerStack.LayerValue found = layers.get("vars", name);
            if (found != null) {
                told.append("\n    vars.").append(name).append('=').append(told(found.value()));
                told.append(places ? " " + found.layer().kind() + ' ' + found.position() : "");
            }
        }
        return told.toString();
    }

    private static String told(Object value) {
        if (value instanceof FieldValues.Items items) {
            return items.values().stream().map(GeneratedFleet::told).toList().toString();
        }
        if (value instanceof FieldValues fields) {
            Map<String, String> sorted = new TreeMap<>();
            for (int i = 0; i < fields.size(); i++) {
                sorted.put(fields.key(i), told(fields.value(i)));
            }
            return sorted.toString();
        }
        return value.toString();
    }
}
