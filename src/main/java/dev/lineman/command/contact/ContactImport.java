package dev.lineman.command.contact;

import dev.lineman.command.csv.CellPositions;
import dev.lineman.command.csv.CsvImport;
import dev.lineman.command.csv.CsvImport.NewFile;
import dev.lineman.command.csv.CsvImport.TargetCheck;
import dev.lineman.command.csv.ExtensionFilePath;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.problem.ListPhrase;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Converts the contacts of a source into extension files. Reads and writes no files itself: {@link
 * dev.lineman.command.exchange.ContactExchange} does. One instance per import; not thread-safe.
 */
public final class ContactImport {
    /** The most contacts that a message names. */
    private static final int MAX_NAMED = 5;

    private final ContactSource source;
    private final ContactTarget target;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();
    private final SortedMap<String, ContactYaml> pages = new TreeMap<>();
    private int unchanged;

    private ContactImport(ContactSource source, ContactTarget target) {
        this.source = source;
        this.target = target;
    }

    /**
     * Where contacts go, and what is there.
     *
     * @param path the file below the root for contacts whose source names no file
     * @param existing all extensions and contacts
     * @param removesMissing whether contacts of a replaced file that the source does not have are removed
     * @param targetCheck finds files that cannot be written
     */
    public record ContactTarget(String path, Inventory existing, boolean removesMissing, TargetCheck targetCheck) {}

    /** Makes the files of a source's contacts, and checks them against the existing ones. */
    public static ContactImport of(ContactSource source, ContactTarget target) {
        ContactImport contactImport = new ContactImport(source, target);
        contactImport.problems.addAll(source.problems());
        SortedMap<String, List<Contact>> byPath = new TreeMap<>();
        for (Contact contact : source.contacts()) {
            String file = contact.file();
            byPath.computeIfAbsent(file == null ? target.path() : file, path -> new ArrayList<>())
                    .add(contact);
        }
        if (byPath.containsKey(target.path())) {
            String refusal = ExtensionFilePath.refusal(target.path());
            if (refusal != null) {
                contactImport.problems.add(Problem.blocking(
                        Position.of(source.name()), "no file can be named after this one: " + refusal));
                byPath.clear();
            }
        }
        byPath.forEach(contactImport::file);
        return contactImport;
    }

    /** Makes one file, unless it has these contacts already. */
    private void file(String path, List<Contact> contacts) {
        List<Contact> all = new ArrayList<>(contacts);
        ExtensionFile old = target.existing().file(path);
        if (old != null) {
            List<Contact> present = old.contacts().stream()
                    .map(contact -> Contact.of(path, contact))
                    .toList();
            List<Contact> missing = missing(present, contacts);
            reportMissing(path, missing);
            if (!target.removesMissing()) {
                all.addAll(missing);
            }
            if (isSame(present, all)) {
                unchanged++;
                return;
            }
            if (!old.entries().isEmpty()) {
                problems.add(Problem.blocking(
                        contacts.get(0).at(),
                        path
                                + " also holds extensions, which would be lost: move them to another file, or rename the source"
                                + " of the contacts"));
            }
        }
        all.sort(Contact.ORDER);
        ContactYaml page = new ContactYaml();
        page.comment(source.comment(), Position.of(source.name()));
        all.forEach(page::add);
        pages.put(path, page);
        String obstacle = target.targetCheck().obstacle(new NewFile(path, page.text()));
        if (obstacle != null) {
            problems.add(Problem.blocking(contacts.get(0).at(), obstacle));
        }
    }

    /** Returns the contacts of a file whose person the source does not have. */
    private static List<Contact> missing(List<Contact> present, List<Contact> contacts) {
        Set<String> persons = contacts.stream().map(Contact::person).collect(Collectors.toSet());
        return present.stream()
                .filter(contact -> !persons.contains(contact.person()))
                .toList();
    }

    private static boolean isSame(List<Contact> some, List<Contact> others) {
        return some.stream()
                .map(Contact::content)
                .sorted()
                .toList()
                .equals(others.stream().map(Contact::content).sorted().toList());
    }

    private void reportMissing(String path, List<Contact> missing) {
        if (missing.isEmpty()) {
            return;
        }
        String names =
                ListPhrase.some(missing.stream().map(Contact::displayName).toList(), MAX_NAMED);
        if (target.removesMissing()) {
            lines.add("removed from " + path + ", because " + source.name() + " does not have them: " + names);
        } else {
            problems.add(Problem.warning(
                    missing.get(0).at(),
                    source.name() + " does not have all contacts of this file: " + names
                            + " stay; remove them with --remove-missing"));
        }
    }

    /** Returns the new files, also if there are errors. */
    public List<NewFile> files() {
        List<NewFile> files = new ArrayList<>();
        pages.forEach((path, page) -> files.add(new NewFile(path, page.text())));
        return files;
    }

    /** Adds problems that the check of all inputs found. Positions in the new files become places in the source. */
    public void addProblems(Collection<Problem> found) {
        found.forEach(problem -> problems.add(CellPositions.move(problem, this::place)));
    }

    private Position place(Position position) {
        ContactYaml page = pages.get(position.file());
        return page == null ? position : page.place(position);
    }

    /** Returns the problems, errors first. */
    public List<Problem> problems() {
        return problems.stream().sorted(CsvImport.ERRORS_FIRST).toList();
    }

    /** Whether an error prevents the import. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity().isError());
    }

    /** Returns what the import removes. */
    public List<String> lines() {
        return lines;
    }

    /** Returns the number of contacts in the source. */
    public int contacts() {
        return source.contacts().size();
    }

    /** Returns the number of files that have their contacts already. */
    public int unchanged() {
        return unchanged;
    }
}
