package dev.lineman.operator.explain.contact;

import dev.lineman.build.State;
import dev.lineman.build.impact.TargetKey;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionFile;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.operator.view.Explanation;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import dev.lineman.problem.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds contacts, and explains which phonebooks have them. For one state, by one thread. */
public final class ContactExplainer {
    /** The most contacts that are explained. */
    private static final int MAX_CONTACTS = 10;

    private final State state;
    private final Inventory inventory;

    public ContactExplainer(State state) {
        this.state = state;
        this.inventory = state.inputs().inventory();
    }

    /**
     * The contacts that a user asked for.
     *
     * @param explanations of the first ones, by file
     * @param more how many others there are
     */
    public record FoundContacts(List<Explanation> explanations, int more) {
        public FoundContacts {
            explanations = List.copyOf(explanations);
        }
    }

    /** Returns the contacts with a number or a name, or in a file. */
    public FoundContacts find(String asked) {
        ContactSearch search = ContactSearch.of(asked);
        List<Explanation> explanations = new ArrayList<>();
        int more = 0;
        for (ExtensionFile file : inventory.filesBelow(FolderNames.EXTENSIONS)) {
            for (FieldValues contact : file.contacts()) {
                if (search.matches(file.path(), contact)) {
                    if (explanations.size() < MAX_CONTACTS) {
                        explanations.add(explain(file.path(), contact));
                    } else {
                        more++;
                    }
                }
            }
        }
        return new FoundContacts(explanations, more);
    }

    /** Returns the names of all contacts, for suggestions. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (ExtensionFile file : inventory.filesBelow(FolderNames.EXTENSIONS)) {
            file.contacts()
                    .forEach(contact -> names.add(Explanation.ExplainedContact.of(file.path(), contact)
                            .name()));
        }
        return names;
    }

    private Explanation explain(String file, FieldValues contact) {
        String folder = file.substring(0, file.lastIndexOf('/'));
        String site = inventory.defaultsOf(folder).text(ExtensionField.SITE.key());
        return new Explanation.ContactExplanation(
                Explanation.ExplainedContact.of(file, contact),
                site == null ? "" : site,
                values(contact),
                phonebooks(site == null || site.isEmpty() ? null : site),
                problems(file, contact));
    }

    /** The values as the file has them. */
    private static Map<String, String> values(FieldValues contact) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : contact.keys()) {
            Object value = contact.get(key);
            if (value instanceof FieldValues numbers) {
                numbers.keys().forEach(type -> values.put(type, String.valueOf(numbers.get(type))));
            } else if (value instanceof FieldValues.Items items) {
                values.put(
                        key,
                        String.join(
                                ", ",
                                items.values().stream().map(String::valueOf).toList()));
            } else {
                values.put(key, String.valueOf(value));
            }
        }
        return values;
    }

    /**
     * The files with the people of a site, each with the number of its pages.
     *
     * @param site null for all sites
     */
    private List<Explanation.ExplainedPhonebook> phonebooks(@Nullable String site) {
        Map<String, Integer> pages = new TreeMap<>();
        for (BuildTarget target : state.outputIndex().targets()) {
            if (TargetKey.isSite(target.key()) && (site == null || site.equals(TargetKey.site(target.key())))) {
                Output first = null;
                for (Output output : target.outputs()) {
                    if (showsPeople(output)) {
                        first = output.page() == 0 || first == null ? output : first;
                        pages.merge(first.path(), 1, Integer::sum);
                    }
                }
            }
        }
        return pages.entrySet().stream()
                .map(book -> new Explanation.ExplainedPhonebook(book.getKey(), book.getValue()))
                .toList();
    }

    private static boolean showsPeople(Output output) {
        return output.reads().names().stream().anyMatch(name -> name.equals("people") || name.equals("groups"));
    }

    /** The problems of the contact, and those that make the whole file unusable. */
    private List<Problem> problems(String file, FieldValues contact) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (String key : contact.keys()) {
            FieldValues inner = contact.fields(key);
            for (Position place : Stream.concat(
                            Stream.of(contact.positionOf(file, key)),
                            inner.keys().stream().map(type -> inner.positionOf(file, type)))
                    .toList()) {
                first = Math.min(first, place.line());
                last = Math.max(last, place.line());
            }
        }
        int from = first;
        int to = last;
        List<Problem> found = Stream.of(
                        inventory.contactProblems(),
                        state.problemIndex().of(file),
                        state.snapshot().problems())
                .flatMap(Collection::stream)
                .filter(problem -> problem.at().file().equals(file))
                .filter(problem -> problem.severity() == Severity.BLOCKING
                        || (problem.at().line() >= from && problem.at().line() <= to))
                .toList();
        return state.causes(found).stream().distinct().sorted().toList();
    }
}
