package dev.lineman.inventory.extension.reader;

import dev.lineman.input.Document;
import dev.lineman.input.ReadResult;
import dev.lineman.input.yaml.FileProblems;
import dev.lineman.input.yaml.YamlNode;
import dev.lineman.input.yaml.YamlReader;
import dev.lineman.input.yaml.YamlSection;
import dev.lineman.input.yaml.YamlSections;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.extension.FileSections;
import dev.lineman.inventory.extension.FileSections.FileSection;
import dev.lineman.problem.Problem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an extension file section by section, and only those sections that its last good version does not have. The result is
 * the one of a read of the whole file. Used for one file; reads sections on all processors.
 */
final class SectionReader {

    /** Reads the extensions and contacts of some YAML documents. */
    @FunctionalInterface
    interface EntryReader {
        /** Adds the extensions, the contacts and the problems of these documents. */
        void read(
                List<YamlNode> documents, List<FieldValues> entries, List<FieldValues> contacts, FileProblems problems);
    }

    private final String path;
    private final YamlSections places;
    private final EntryReader reader;
    /** What is known of each section so far. */
    private final @Nullable FileSection[] sections;

    private SectionReader(String path, YamlSections places, EntryReader reader) {
        this.path = path;
        this.places = places;
        this.reader = reader;
        this.sections = new FileSection[places.size()];
    }

    /**
     * Reads a file.
     *
     * @param last the last good version of the file; null if there is none
     * @return null if the file has to be read as a whole: it is no YAML, has one section, or
     *     anchors that several sections use
     */
    static @Nullable ReadResult read(String path, byte[] content, @Nullable Document last, EntryReader reader) {
        YamlSections places = YamlSections.of(content);
        if (places == null) {
            return null;
        }
        SectionReader sectionReader = new SectionReader(path, places, reader);
        FileSections known = last instanceof ExtensionFile file ? file.sections() : null;
        if (known != null) {
            sectionReader.takeKnown(known);
        }
        sectionReader.readOthers();
        return sectionReader.result();
    }

    /** Takes the sections of the last version that this version has, at any place. */
    private void takeKnown(FileSections known) {
        int most = Math.min(places.size(), known.places().size());
        int head = 0;
        while (head < most && take(head, known, head)) {
            head++;
        }
        int tail = 0;
        while (tail < most - head
                && take(places.size() - 1 - tail, known, known.places().size() - 1 - tail)) {
            tail++;
        }
        Map<ByteBuffer, Integer> others = new HashMap<>();
        for (int i = head; i < known.places().size() - tail; i++) {
            others.put(known.places().bytes(i), i);
        }
        for (int i = head; i < places.size() - tail && !others.isEmpty(); i++) {
            Integer same = others.get(places.bytes(i));
            if (same != null) {
                take(i, known, same);
            }
        }
    }

    /** Takes a known section if it has the same bytes. */
    private boolean take(int index, FileSections known, int knownIndex) {
        if (!places.isSame(index, known.places(), knownIndex)) {
            return false;
        }
        int lines = places.line(index) - known.places().line(knownIndex);
        sections[index] = known.sections().get(knownIndex).movedBy(lines);
        return true;
    }

    /** Reads the sections that are not known. Leaves out those that cannot be read by themselves. */
    private void readOthers() {
        int[] others = IntStream.range(0, sections.length)
                .filter(i -> sections[i] == null)
                .toArray();
        IntStream.of(others).parallel().forEach(i -> sections[i] = read(i));
    }

    private @Nullable FileSection read(int index) {
        YamlSection section = YamlReader.read(path, places, index);
        if (section == null) {
            return null;
        }
        List<FieldValues> entries = new ArrayList<>(1);
        List<FieldValues> contacts = new ArrayList<>(1);
        FileProblems problems = new FileProblems(path);
        reader.read(section.documents(), entries, contacts, problems);
        List<Problem> all = problems.all();
        return all.size() > FileProblems.MAX_PROBLEMS
                ? null
                : new FileSection(entries, contacts, all, section.nodes(), section.aliases());
    }

    /** The result, if all sections could be read and the file as a whole is within its limits. */
    private @Nullable ReadResult result() {
        List<FileSection> all = new ArrayList<>(sections.length);
        List<FieldValues> entries = new ArrayList<>(sections.length);
        List<FieldValues> contacts = new ArrayList<>();
        FileProblems problems = new FileProblems(path);
        long nodes = 0;
        long aliases = 0;
        for (FileSection section : sections) {
            if (section == null) {
                return null;
            }
            all.add(section);
            entries.addAll(section.entries());
            contacts.addAll(section.contacts());
            problems.addAll(section.problems());
            nodes += section.nodes();
            aliases += section.aliases();
        }
        boolean empty = entries.isEmpty() && contacts.isEmpty();
        if (empty || !YamlSection.isWithinLimits(nodes, aliases)) {
            return null;
        }
        Document document =
                problems.hasErrors() ? null : new ExtensionFile(path, entries, contacts, new FileSections(places, all));
        return new ReadResult(document, problems.all());
    }
}
