package dev.lineman.inventory.extension;

import dev.lineman.input.yaml.YamlSections;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.util.List;

/**
 * What an extension file has in each of its sections, so that its next version is read only where it differs. Immutable.
 *
 * @param places where the sections are in the bytes of the file
 * @param sections the content of each section
 */
public record FileSections(YamlSections places, List<FileSection> sections) {
    public FileSections {
        sections = List.copyOf(sections);
    }

    /**
     * Whether a content ends with the last extension or contact of this file. A program that writes from the beginning has
     * then written all.
     */
    boolean isCompletedBy(byte[] content) {
        FileSection last = sections.get(sections.size() - 1);
        return !(last.entries().isEmpty() && last.contacts().isEmpty()) && places.hasSameEnd(content);
    }

    /**
     * The content of one section. Immutable.
     *
     * @param entries the extensions
     * @param contacts the contacts
     * @param problems those of the section alone; only warnings in a good version of a file
     * @param nodes the number of values, keys, lists and mappings
     * @param aliases the number of aliases
     */
    public record FileSection(
            List<FieldValues> entries, List<FieldValues> contacts, List<Problem> problems, int nodes, int aliases) {
        public FileSection {
            entries = List.copyOf(entries);
            contacts = List.copyOf(contacts);
            problems = List.copyOf(problems);
        }

        /** Returns the section as it is in a version of the file with more lines above it; negative for fewer. */
        public FileSection movedBy(int lines) {
            return lines == 0
                    ? this
                    : new FileSection(
                            moved(entries, lines),
                            moved(contacts, lines),
                            problems.stream()
                                    .map(problem -> problem.moved(at -> moved(at, lines), problem.message()))
                                    .toList(),
                            nodes,
                            aliases);
        }

        private static List<FieldValues> moved(List<FieldValues> all, int lines) {
            return all.isEmpty()
                    ? all
                    : all.stream().map(fields -> LineShift.moved(fields, lines)).toList();
        }

        private static Position moved(Position at, int lines) {
            return new Position(at.file(), at.line() + lines, at.column());
        }
    }
}
