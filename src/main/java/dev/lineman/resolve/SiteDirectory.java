package dev.lineman.resolve;

import static java.util.Objects.requireNonNull;

import dev.lineman.inventory.Account;
import dev.lineman.inventory.Inventory;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.extension.ExtensionField;
import dev.lineman.resolve.people.NameOrder;
import dev.lineman.resolve.people.Person;
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

    /** Ends a name in a sort key: it comes before all letters. */
    private static final char END = '\u0001';

    private final String site;
    private final Inventory inventory;
    private final ReferenceResolver referenceResolver;
    private final FieldRuleCheck fieldRuleCheck;
    private final Supplier<List<Account>> extensions;

    /** The contact that has each speed dial. */
    private final Map<String, Person> speedDials = new HashMap<>();

    /** Null before the first look-up. */
    private @Nullable SortedPeople sortedPeople;

    /** By name, in the order of names; null before the first look-up. */
    private @Nullable Map<String, PeopleGroup> groups;

    /** @param extensions finds the extensions that the files of the site can have */
    SiteDirectory(
            String site,
            Inventory inventory,
            ReferenceResolver referenceResolver,
            FieldRuleCheck fieldRuleCheck,
            Supplier<List<Account>> extensions) {
        this.site = site;
        this.inventory = inventory;
        this.referenceResolver = referenceResolver;
        this.fieldRuleCheck = fieldRuleCheck;
        this.extensions = extensions;
    }

    /**
     * The people of the site in their order.
     *
     * @param nameOrder by the language of the site
     */
    private record SortedPeople(List<Person> all, NameOrder nameOrder) {}

    /**
     * A person and the place in the phonebook.
     *
     * @param key of the order
     */
    private record SortedPerson(String key, Person person) {}

    /**
     * A group with its people in their order.
     *
     * @param number the place among all groups, from 1
     */
    private record PeopleGroup(int number, String name, List<Person> people) {}

    /** Returns the people, sorted. */
    Collection<Map<String, Object>> people() {
        return new LazyCollection<>(() -> sorted().all(), this::person);
    }

    /** Returns the people on a page. */
    Collection<Map<String, Object>> people(SitePage page) {
        return new LazyCollection<>(() -> sorted().all().subList(page.start(), page.end()), this::person);
    }

    /** Returns how many phone numbers each of the people has. */
    List<Integer> numberCounts() {
        return sorted().all().stream().map(person -> person.numbers().size()).toList();
    }

    /** Returns the groups by name, each with its people in the same order. */
    Collection<Map<String, Object>> groups() {
        return new LazyCollection<>(() -> groupsByName().values(), this::group);
    }

    private SortedPeople sorted() {
        if (sortedPeople == null) {
            sortedPeople = sort();
        }
        return sortedPeople;
    }

    private SortedPeople sort() {
        referenceResolver.addDependency(SiteFields.dependency(site, SiteFields.PEOPLE));
        List<Account> accounts = extensions.get();
        NameOrder nameOrder = NameOrder.of(mostFrequent(accounts, this::language));
        boolean byFirstName = ExtensionField.FIRST_NAME
                .key()
                .equals(mostFrequent(
                        accounts, extension -> extension.layers().text(ExtensionField.PHONEBOOK_SORT.key())));
        List<Person> people = new ArrayList<>();
        accounts.stream().map(Person::new).filter(Person::isListed).forEach(people::add);
        people.addAll(contacts());
        List<SortedPerson> sorted = new ArrayList<>();
        for (Person person : people) {
            String key = sortKey(person, byFirstName, nameOrder);
            if (key != null) {
                sorted.add(new SortedPerson(key, person));
            }
        }
        sorted.sort(Comparator.comparing(SortedPerson::key));
        return new SortedPeople(sorted.stream().map(SortedPerson::person).toList(), nameOrder);
    }

    /** The contacts of the site. The first one with a speed dial keeps it. */
    private List<Person> contacts() {
        referenceResolver.addDependency(SiteFields.dependency(site, SiteFields.CONTACTS));
        referenceResolver.addDependency(SiteFields.dependency("", SiteFields.CONTACTS));
        List<Person> contacts =
                inventory.contacts(site).stream().map(Person::new).toList();
        for (Person contact : contacts) {
            String dial = contact.speedDial();
            if (dial != null) {
                speedDials.putIfAbsent(dial, contact);
            }
        }
        return contacts;
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
    private @Nullable String sortKey(Person person, boolean byFirstName, NameOrder nameOrder) {
        String first = text(person, "firstName");
        String last = text(person, "lastName");
        List<String> names = new ArrayList<>(byFirstName ? List.of(first, last) : List.of(last, first));
        names.removeIf(String::isBlank);
        if (names.isEmpty() && person.isContact()) {
            names.add(person.company());
        }
        if (names.isEmpty() || names.get(0).isBlank()) {
            return null;
        }
        StringBuilder key = new StringBuilder();
        names.forEach(name -> key.append(nameOrder.keyOf(name.strip())).append(END));
        names.forEach(name -> key.append(END).append(name));
        return key.append(END).append(END).append(person.numbers()).toString();
    }

    /** A person as templates see it. */
    private Map<String, Object> person(Person person) {
        return new LazyMap(PERSON_KEYS, key -> switch (key) {
            case "company" -> person.company();
            case "department" -> person.department();
            case "numbers" -> numbers(person);
            case "groups" -> person.groups();
            case "groupNumbers" -> groupNumbers(person);
            case "speedDial" -> speedDial(person);
            case "displayName" -> displayName(person);
            default -> text(person, key);
        });
    }

    /** Both names; the company of a contact without a name. */
    private String displayName(Person person) {
        String names = text(person, "displayName");
        return names.isBlank() && person.isContact() ? person.company() : names;
    }

    private String speedDial(Person person) {
        String dial = person.speedDial();
        return dial != null && person.equals(speedDials.get(dial)) ? dial : "";
    }

    /** The text of a name. */
    private String text(Person person, String key) {
        AccountField field = AccountField.of(key);
        if (field == null) {
            throw new IllegalStateException("no field " + key);
        }
        return fieldRuleCheck.text(field, person.account());
    }

    private static List<Map<String, Object>> numbers(Person person) {
        List<Map<String, Object>> all = new ArrayList<>();
        person.numbers().forEach((type, number) -> all.add(Map.of("type", type, "number", number)));
        return all;
    }

    /** The places of the groups of a person among all groups, so that a template need not search in them. */
    private List<Integer> groupNumbers(Person person) {
        Map<String, PeopleGroup> all = groupsByName();
        return person.groups().stream()
                .map(name -> requireNonNull(all.get(name)).number())
                .sorted()
                .toList();
    }

    private Map<String, PeopleGroup> groupsByName() {
        if (groups == null) {
            SortedPeople sorted = sorted();
            Map<String, List<Person>> members = new TreeMap<>(
                    Comparator.comparing(sorted.nameOrder()::keyOf).thenComparing(Comparator.naturalOrder()));
            for (Person person : sorted.all()) {
                person.groups()
                        .forEach(name -> members.computeIfAbsent(name, group -> new ArrayList<>())
                                .add(person));
            }
            Map<String, PeopleGroup> numbered = new LinkedHashMap<>();
            members.forEach((name, people) -> numbered.put(name, new PeopleGroup(numbered.size() + 1, name, people)));
            groups = numbered;
        }
        return groups;
    }

    /** A group as templates see it. */
    private Map<String, Object> group(PeopleGroup group) {
        return new LazyMap(
                GROUP_KEYS,
                key -> key.equals("name") ? group.name() : new LazyCollection<>(group::people, this::person));
    }
}
