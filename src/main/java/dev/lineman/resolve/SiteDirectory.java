package dev.lineman.resolve;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.inventory.extension.ExtensionKey;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.resolve.people.NameOrder;
import dev.lineman.resolve.people.SitePage;
import dev.lineman.resolve.value.AccountField;
import dev.lineman.resolve.value.LazyCollection;
import dev.lineman.resolve.value.LazyMap;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.resolve.value.SiteFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The people of a site for its phonebooks: all that have a name and are listed, in the order of their names. {@link
 * SiteModel} shows them to templates as {@code $people} and {@code $groups}. For one site, by one thread.
 *
 * <p>Only the order is kept in memory. The values of a person are looked up each time that a template reads them.
 */
final class SiteDirectory {
    /** The keys of a person in templates. */
    private static final Set<String> PERSON_KEYS = new TreeSet<>(Set.of(
            "firstName",
            "lastName",
            "displayName",
            "company",
            "department",
            "numbers",
            "groups",
            "groupNumbers",
            "speedDial"));

    /** The keys of a group in templates. */
    private static final Set<String> GROUP_KEYS = new TreeSet<>(Set.of("name", "people"));

    /** The types of numbers in the order in which templates see them. */
    private static final List<ExtensionField> NUMBER_TYPES =
            ExtensionField.all(field -> field.isIn(ExtensionField.FieldScope.NUMBERS));

    private static final String FIRST_NAME = "first_name";
    /** Ends a name in a sort key: it comes before all letters. */
    private static final char END = '\u0001';

    private final String site;
    private final Inventory inventory;
    private final ReferenceResolver referenceResolver;
    private final FieldRuleCheck fieldRuleCheck;
    private final Supplier<Collection<String>> numbers;

    /** The contact that has each speed dial. */
    private final Map<String, Account> speedDials = new HashMap<>();

    /** Sorted; null before the first look-up. */
    private @Nullable List<Account> people;

    /** The people of each group; null before the first look-up. */
    private @Nullable Map<String, List<Account>> members;

    /** The place of each group among all, from 1. */
    private final Map<String, Integer> groupNumbers = new HashMap<>();

    private NameOrder nameOrder = NameOrder.of("");

    /** @param numbers finds the numbers of the extensions that the files of the site can have */
    SiteDirectory(
            String site,
            Inventory inventory,
            ReferenceResolver referenceResolver,
            FieldRuleCheck fieldRuleCheck,
            Supplier<Collection<String>> numbers) {
        this.site = site;
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
        this.fieldRuleCheck = fieldRuleCheck;
        this.numbers = numbers;
    }

    /**
     * A person and the place in the phonebook.
     *
     * @param key of the order
     */
    private record SortedPerson(String key, Account person) {}

    /** Returns the people, sorted. */
    Collection<Map<String, Object>> people() {
        return new LazyCollection<>(this::sorted, this::person);
    }

    /** Returns the people on a page. */
    Collection<Map<String, Object>> people(SitePage page) {
        return new LazyCollection<>(() -> sorted().subList(page.start(), page.end()), this::person);
    }

    /** Returns how many phone numbers each of the people has. */
    List<Integer> numberCounts() {
        return sorted().stream().map(person -> phoneNumbers(person).size()).toList();
    }

    /** Returns the groups by name, each with its people in the same order. */
    Collection<Map<String, Object>> groups() {
        return new LazyCollection<>(() -> members().entrySet(), this::group);
    }

    private List<Account> sorted() {
        if (people == null) {
            referenceResolver.addDependency(SiteFields.dependency(site, SiteFields.PEOPLE));
            List<Account> extensions = extensions();
            nameOrder = NameOrder.of(mostFrequent(extensions, this::language));
            boolean byFirstName = FIRST_NAME.equals(mostFrequent(
                    extensions, extension -> extension.layers().text(ExtensionField.PHONEBOOK_SORT.key())));
            List<SortedPerson> sorted = new ArrayList<>();
            for (Account person : extensions) {
                if (!"false".equals(person.layers().text(ExtensionField.LISTED.key()))) {
                    add(person, byFirstName, sorted);
                }
            }
            for (Account contact : contacts()) {
                add(contact, byFirstName, sorted);
            }
            sorted.sort(Comparator.comparing(SortedPerson::key));
            people = sorted.stream().map(SortedPerson::person).toList();
        }
        return people;
    }

    private List<Account> extensions() {
        List<Account> extensions = new ArrayList<>();
        for (String number : numbers.get()) {
            // Several extensions with one number are a problem elsewhere.
            extensions.add(inventory.extensions(new ExtensionKey(site, number)).get(0));
        }
        return extensions;
    }

    /** The contacts of the site. The first one with a speed dial keeps it. */
    private List<Account> contacts() {
        referenceResolver.addDependency(SiteFields.dependency(site, SiteFields.CONTACTS));
        referenceResolver.addDependency(SiteFields.dependency("", SiteFields.CONTACTS));
        List<Account> contacts = inventory.contacts(site);
        for (Account contact : contacts) {
            String dial = contact.entry().text(ExtensionField.SPEED_DIAL.key());
            if (dial != null) {
                speedDials.putIfAbsent(dial, contact);
            }
        }
        return contacts;
    }

    private void add(Account person, boolean byFirstName, List<SortedPerson> people) {
        String key = sortKey(person, byFirstName);
        if (key != null) {
            people.add(new SortedPerson(key, person));
        }
    }

    /** The text that most extensions have, the first by its letters of several; empty if none has one. */
    private static String mostFrequent(List<Account> extensions, Function<Account, @Nullable String> value) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Account extension : extensions) {
            String text = value.apply(extension);
            if (text != null) {
                counts.merge(text, 1, Integer::sum);
            }
        }
        String most = "";
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            most = count.getValue() > counts.getOrDefault(most, 0) ? count.getKey() : most;
        }
        return most;
    }

    private @Nullable String language(Account extension) {
        LayerStack.LayerValue found = SiteFields.language(extension);
        ResolvedValue value = found == null ? null : referenceResolver.followName(found);
        return value == null ? null : value.text();
    }

    /** The key of the order of a person; null without a name. Equal names are in the order of their numbers. */
    private @Nullable String sortKey(Account person, boolean byFirstName) {
        String first = text(person, "firstName");
        String last = text(person, "lastName");
        List<String> names = new ArrayList<>(byFirstName ? List.of(first, last) : List.of(last, first));
        names.removeIf(String::isBlank);
        if (names.isEmpty() && isContact(person)) {
            names.add(layered(person, ExtensionField.COMPANY));
        }
        if (names.isEmpty() || names.get(0).isBlank()) {
            return null;
        }
        StringBuilder key = new StringBuilder();
        names.forEach(name -> key.append(nameOrder.keyOf(name.strip())).append(END));
        names.forEach(name -> key.append(END).append(name));
        return key.append(END).append(END).append(phoneNumbers(person)).toString();
    }

    private Map<String, Object> person(Account person) {
        return new LazyMap(PERSON_KEYS, key -> switch (key) {
            case "company" -> layered(person, ExtensionField.COMPANY);
            case "department" -> layered(person, ExtensionField.DEPARTMENT);
            case "numbers" -> numbers(person);
            case "groups" -> groups(person);
            case "groupNumbers" -> groupNumbers(person);
            case "speedDial" -> speedDial(person);
            case "displayName" -> displayName(person);
            default -> text(person, key);
        });
    }

    private static boolean isContact(Account person) {
        return person.entry().indexOf(ExtensionField.EXTENSION.key()) < 0;
    }

    /** Both names; the company of a contact without a name. */
    private String displayName(Account person) {
        String names = text(person, "displayName");
        return names.isBlank() && isContact(person) ? layered(person, ExtensionField.COMPANY) : names;
    }

    private String speedDial(Account person) {
        String dial = person.entry().text(ExtensionField.SPEED_DIAL.key());
        return dial != null && person.equals(speedDials.get(dial)) ? dial : "";
    }

    /** The text of a name. */
    private String text(Account person, String key) {
        AccountField field = AccountField.of(key);
        if (field == null) {
            throw new IllegalStateException("no field " + key);
        }
        field.sources().forEach(source -> fieldRuleCheck.holdsField(source, person));
        return referenceResolver.text(field, person);
    }

    private static String layered(Account person, ExtensionField field) {
        String text = person.layers().text(field.key());
        return text == null ? "" : text;
    }

    /** The numbers of a person by type, the one at work first. */
    private static Map<String, String> phoneNumbers(Account person) {
        FieldValues numbers = person.entry().fields(ExtensionField.NUMBERS.key());
        Map<String, String> all = new LinkedHashMap<>();
        for (ExtensionField type : NUMBER_TYPES) {
            String number = isContact(person)
                    ? numbers.text(type.key())
                    : type == ExtensionField.WORK
                            ? person.number()
                            : person.layers().text(type.key());
            if (number != null && !number.isEmpty()) {
                all.put(type.key(), number);
            }
        }
        return all;
    }

    private static List<Map<String, Object>> numbers(Account person) {
        List<Map<String, Object>> all = new ArrayList<>();
        phoneNumbers(person).forEach((type, number) -> all.add(Map.of("type", type, "number", number)));
        return all;
    }

    /** The names of the groups of a person, each once. */
    private static List<String> groups(Account person) {
        LayerStack.LayerValue found = person.layers().get(ExtensionField.GROUPS.key());
        Set<String> names = new LinkedHashSet<>();
        if (found != null && found.value() instanceof FieldValues.Items items) {
            items.values().forEach(name -> names.add(String.valueOf(name)));
        } else if (found != null) {
            names.add(String.valueOf(found.value()));
        }
        names.removeIf(String::isBlank);
        return List.copyOf(names);
    }

    /** The places of the groups of a person among all groups, so that a template need not search in them. */
    private List<Integer> groupNumbers(Account person) {
        members();
        return groups(person).stream().map(groupNumbers::get).sorted().toList();
    }

    /** The people of each group, by the name of the group in the order of names. */
    private Map<String, List<Account>> members() {
        List<Account> all = sorted();
        if (members == null) {
            Map<String, List<Account>> found =
                    new TreeMap<>(Comparator.comparing((String name) -> nameOrder.keyOf(name))
                            .thenComparing(Comparator.naturalOrder()));
            for (Account person : all) {
                groups(person)
                        .forEach(name -> found.computeIfAbsent(name, group -> new ArrayList<>())
                                .add(person));
            }
            found.keySet().forEach(name -> groupNumbers.put(name, groupNumbers.size() + 1));
            members = found;
        }
        return members;
    }

    private Map<String, Object> group(Map.Entry<String, List<Account>> group) {
        return new LazyMap(
                GROUP_KEYS,
                key -> key.equals("name") ? group.getKey() : new LazyCollection<>(group::getValue, this::person));
    }
}
