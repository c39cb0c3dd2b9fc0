package dev.lineman.agent;

import dev.lineman.inventory.extension.ModelPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A random inventory for the project's own templates: two folders with defaults and model rules, extensions with one
 * phone, with a shared one or without any. Each leaf of its YAML files is on a line of its own and knows other values
 * that are as good. For one test.
 */
final class RandomOffice {
    private static final List<String> MODELS = List.of(
            "Snom D785",
            "Snom 370",
            "Yealink T54W",
            "Yealink T31",
            "Cisco 8841",
            "Poly VVX 250",
            "Fanvil X5U",
            "Grandstream GRP2614",
            "Grandstream GXP2170",
            "Linphone");
    private static final List<String> PATTERNS =
            List.of("Snom*", "Yealink*", "*T54W", "Cisco 88*", "Grandstream*", "Mitel*");

    /** Variables with values that are equally good; those that begin with {@code x} are misspelt. */
    private static final Map<String, List<String>> VARIABLES = new TreeMap<>(Map.ofEntries(
            Map.entry("ntp_server", List.of("ntp.example", "time.example")),
            Map.entry("vlan_id", List.of("20", "30")),
            Map.entry("sip_port", List.of("5070", "5080")),
            Map.entry("outbound_proxy", List.of("sbc.example", "edge.example")),
            Map.entry("voicemail_number", List.of("*97", "*98")),
            Map.entry("pickup_code", List.of("*8", "**")),
            Map.entry("firmware_url", List.of("http://fw.example/a.rom", "http://fw.example/b.rom")),
            Map.entry("phonebook_url", List.of("http://pb.example/a", "http://pb.example/b")),
            Map.entry("user_password", List.of("user1", "user2")),
            Map.entry("register_expires", List.of("120", "300")),
            Map.entry("xvlan", List.of("1", "2")),
            Map.entry("xntp", List.of("a", "b"))));

    private static final Map<String, List<String>> OPTIONS = new TreeMap<>(Map.of(
            "timezone", List.of("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/Berln"),
            "language", List.of("German", "French", "Polish", "Dutch", "Klingon"),
            "transport", List.of("TCP", "TLS", "UDP"),
            "resync", List.of("hourly", "weekly", "never"),
            "srtp", List.of("offered", "off"),
            "tone", List.of("de", "uk")));

    private static final List<String> CODECS = List.of("PCMA", "PCMU", "G722", "G729", "OPUS", "G7222");

    /** A vendor parameter of each family; one family is misspelt. */
    private static final Map<String, String> PARAMETERS = new TreeMap<>(Map.of(
            "cisco", "Voice_Mail_Server_1_",
            "grandstream", "provisioning.config.username",
            "linphone", "sip/guess_hostname",
            "snom", "call_waiting",
            "yealink", "features.dnd.large_icon.enable",
            "yealnik", "features.dnd.large_icon.enable"));

    private final Random random;
    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private final List<Person> people = new ArrayList<>();
    private final List<Leaf> leaves = new ArrayList<>();

    /** The lines of the keys around the value that is written now, by their indentation. */
    private final TreeMap<Integer, Integer> around = new TreeMap<>();

    RandomOffice(long seed) {
        this.random = new Random(seed);
        int count = 3 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            boolean north = random.nextBoolean();
            Person owner = i > 0 && random.nextInt(5) == 0 ? people.get(i - 1) : null;
            if (owner != null && owner.model() != null && owner.line() == 1) {
                people.add(new Person(100 + i, owner.north(), owner.mac(), owner.model(), 2));
            } else {
                String model = random.nextInt(6) == 0 ? null : any(MODELS);
                people.add(new Person(100 + i, north, "0004130001" + (10 + i), model, 1));
            }
        }
        defaults(false);
        defaults(true);
        people.forEach(this::extension);
    }

    /**
     * An extension.
     *
     * @param model null without a phone
     * @param line 1, or 2 on the phone of the extension before
     */
    record Person(int number, boolean north, String mac, String model, int line) {
        String file() {
            return "extensions.d/" + (north ? "north/" : "") + number + ".yaml";
        }
    }

    /**
     * Where a leaf is.
     *
     * @param person null in defaults
     * @param pattern of the model rule; null elsewhere
     * @param phone whether the leaf is below {@code phone}
     */
    record Place(String file, Person person, String pattern, boolean phone) {
        /** The whole file of a model rule. */
        Place plain() {
            return new Place(file, person, null, phone);
        }
    }

    /**
     * One value of a YAML file.
     *
     * @param line its index in the file
     * @param path its keys below the place
     * @param group its line, those of the keys around it, and those of the BLF key that it belongs to
     * @param others values that are as good
     */
    record Leaf(Place place, int line, List<String> path, List<Integer> group, String value, List<String> others) {}

    List<Leaf> leaves() {
        return leaves;
    }

    /** The files by path. */
    Map<String, String> files() {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach((path, lines) -> texts.put(path, String.join("\n", lines) + "\n"));
        return texts;
    }

    /** The file of a leaf with another value for it. */
    String fileWith(Leaf leaf, String value) {
        List<String> lines = new ArrayList<>(files.get(leaf.place().file()));
        String line = lines.get(leaf.line());
        lines.set(leaf.line(), line.substring(0, line.length() - leaf.value().length() - 2) + '"' + value + '"');
        return String.join("\n", lines) + "\n";
    }

    /** A leaf, with the types that all layers give its BLF key: a wrong type leaves the whole key out. */
    List<Leaf> keyOf(Leaf leaf) {
        List<Leaf> key = new ArrayList<>(List.of(leaf));
        leaves.stream()
                .filter(other -> other.path().get(0).equals("blf")
                        && other.path().get(other.path().size() - 1).equals("type")
                        && other.path()
                                .get(1)
                                .equals(leaf.path().get(leaf.path().size() > 2 ? 1 : 0)))
                .forEach(key::add);
        return key;
    }

    /** The models of the phones that a leaf reaches, whether or not they override it. */
    Set<String> modelsReachedBy(Leaf leaf) {
        return people.stream()
                .filter(person -> person.model() != null && reaches(leaf.place(), person))
                .map(Person::model)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether each extension that a leaf reaches has a nearer value. Also, if the leaf is for phones, and no phone is in
     * its folder yet.
     */
    boolean isOverridden(Leaf leaf) {
        boolean detail = leaf.path().size() == 1;
        if (leaf.place().person() == null
                && people.stream()
                        .noneMatch(person ->
                                person.model() != null && reaches(leaf.place().plain(), person))) {
            return true;
        }
        List<Person> reached = people.stream()
                .filter(person -> isOfFamily(leaf, person)
                        && reaches(leaf.place(), person)
                        && (detail || leaf.place().person() != null || (person.model() != null && person.line() == 1)))
                .toList();
        return !reached.isEmpty() && reached.stream().allMatch(person -> isOverridden(leaf, person));
    }

    /** Whether a leaf is no vendor parameter, or one for the phone of a person. */
    private static boolean isOfFamily(Leaf leaf, Person person) {
        return !leaf.path().get(0).equals("settings")
                || (person.model() != null
                        && person.model()
                                .toLowerCase(Locale.ROOT)
                                .startsWith(leaf.path().get(1)));
    }

    private boolean isOverridden(Leaf leaf, Person person) {
        int own = rank(leaf.place());
        for (Leaf other : leaves) {
            int rank = rank(other.place());
            boolean nearer = rank < own || (rank == own && isNearerRule(other.place(), leaf.place()));
            if (nearer && reaches(other.place(), person) && hides(other.path(), leaf.path())) {
                return true;
            }
        }
        return false;
    }

    /** Of two rules in one file, the longer pattern wins. */
    private static boolean isNearerRule(Place place, Place than) {
        return place.pattern() != null
                && than.pattern() != null
                && ModelPattern.of(place.pattern()).compareTo(ModelPattern.of(than.pattern())) < 0;
    }

    /** Maps merge by name; a list replaces the lists below it. */
    private static boolean hides(List<String> nearer, List<String> path) {
        return path.get(0).equals("codecs") ? nearer.get(0).equals("codecs") : nearer.equals(path);
    }

    private static boolean reaches(Place place, Person person) {
        if (place.person() != null) {
            return place.person().equals(person)
                    || (place.phone() && place.person().mac().equals(person.mac()));
        }
        boolean folder = !place.file().contains("/north/") || person.north();
        return folder
                && (place.pattern() == null
                        || (person.model() != null
                                && ModelPattern.of(place.pattern()).matches(ModelPattern.normalise(person.model()))));
    }

    /** Smaller is nearer. */
    private static int rank(Place place) {
        if (place.person() != null) {
            return place.phone() ? 0 : 1;
        }
        return (place.file().contains("/north/") ? 2 : 4) + (place.pattern() == null ? 1 : 0);
    }

    private void defaults(boolean north) {
        Place place = new Place("extensions.d/" + (north ? "north/" : "") + "_defaults.yaml", null, null, false);
        if (!north) {
            leaf(place, "", List.of("pbx_ip"), List.of("pbx.example", "sip.example"));
            line(place, "vars:");
            leaf(place, "  ", List.of("vars", "admin_password"), List.of("admin1", "admin2"));
            variables(place, "  ", 3);
        } else {
            line(place, "vars:");
            variables(place, "  ", 2);
        }
        settings(place, "", 2);
        if (random.nextBoolean()) {
            line(place, "models:");
            List<String> patterns = new ArrayList<>(PATTERNS);
            for (int i = 0; i < 2; i++) {
                String pattern = patterns.remove(random.nextInt(patterns.size()));
                Place rule = new Place(place.file(), null, pattern, false);
                line(rule, "  \"" + pattern + "\":");
                line(rule, "    vars:");
                variables(rule, "      ", 1);
                settings(rule, "    ", 2);
            }
        }
    }

    private void extension(Person person) {
        Place place = new Place(person.file(), person, null, false);
        line(place, "extension: " + person.number());
        leaf(place, "", List.of("first_name"), List.of("Ann" + person.number(), "Ben" + person.number()));
        leaf(place, "", List.of("last_name"), List.of("Ash", "Elm"));
        leaf(place, "", List.of("auth_id"), List.of("u" + person.number(), "w" + person.number()));
        leaf(place, "", List.of("auth_password"), List.of("p" + person.number(), "q" + person.number()));
        if (random.nextInt(3) == 0 && person.model() != null) {
            // A Linphone shows no label.
            if (!person.model().equals("Linphone")) {
                leaf(place, "", List.of("label"), List.of("Desk", "Hall"));
            }
            leaf(place, "", List.of("pbx_ip"), List.of("pbx2.example", "pbx3.example"));
        }
        if (random.nextInt(2) == 0) {
            line(place, "vars:");
            variables(place, "  ", 1);
        }
        if (random.nextInt(2) == 0) {
            settings(place, "", 1);
        }
        if (person.model() != null) {
            Place phone = new Place(person.file(), person, null, true);
            line(phone, "phone:");
            line(phone, "  mac: " + person.mac());
            line(phone, "  line: " + person.line());
            if (person.line() == 1) {
                line(phone, "  model: " + person.model());
                if (random.nextInt(2) == 0) {
                    line(phone, "  vars:");
                    variables(phone, "    ", 1);
                }
                if (random.nextInt(2) == 0) {
                    settings(phone, "  ", 2);
                }
            }
        }
    }

    private void variables(Place place, String indent, int count) {
        List<String> names = new ArrayList<>(VARIABLES.keySet());
        for (int i = 0; i < count; i++) {
            String name = names.remove(random.nextInt(names.size()));
            leaf(place, indent, List.of("vars", name), VARIABLES.get(name));
        }
    }

    private void settings(Place place, String indent, int count) {
        List<Integer> kinds = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        for (int i = 0; i < count; i++) {
            switch (kinds.remove(random.nextInt(kinds.size()))) {
                case 0 -> options(place, indent);
                case 1 -> codecs(place, indent);
                case 2 -> blf(place, indent);
                case 3 -> parameter(place, indent);
                default -> access(place, indent);
            }
        }
    }

    private void options(Place place, String indent) {
        line(place, indent + "options:");
        List<String> names = new ArrayList<>(OPTIONS.keySet());
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String name = names.remove(random.nextInt(names.size()));
            leaf(place, indent + "  ", List.of("options", name), OPTIONS.get(name));
        }
    }

    private void parameter(Place place, String indent) {
        String family = any(List.copyOf(PARAMETERS.keySet()));
        line(place, indent + "settings:");
        line(place, indent + "  " + family + ":");
        List<String> path = List.of("settings", family, String.valueOf(PARAMETERS.get(family)));
        leaf(place, indent + "    ", path, List.of("1", "2", "3"));
    }

    private void codecs(Place place, String indent) {
        line(place, indent + "codecs:");
        List<String> codecs = new ArrayList<>(CODECS);
        int first = files.get(place.file()).size();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            item(place, indent + "  - ", List.of("codecs", String.valueOf(i)), codecs);
            // A problem with the whole list is at its first item.
            leaves.get(leaves.size() - 1).group().add(first);
        }
    }

    private void blf(Place place, String indent) {
        line(place, indent + "blf:");
        List<Integer> keys = new ArrayList<>(List.of(1, 2, 3, 30, 300));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String key = String.valueOf(keys.remove(random.nextInt(keys.size())));
            line(place, indent + "  " + key + ":");
            int from = leaves.size();
            String inner = indent + "    ";
            if (random.nextBoolean()) {
                leaf(
                        place,
                        inner,
                        List.of("blf", key, "type"),
                        List.of("speeddial", "extension", "shared", "conference"));
            }
            leaf(place, inner, List.of("blf", key, "number"), List.of("100", "101", "102", "555"));
            if (random.nextBoolean()) {
                leaf(place, inner, List.of("blf", key, "first_name"), List.of("Key", "Knob"));
            }
            List<Integer> group =
                    leaves.subList(from, leaves.size()).stream().map(Leaf::line).toList();
            leaves.subList(from, leaves.size()).forEach(leaf -> leaf.group().addAll(group));
        }
    }

    private void access(Place place, String indent) {
        line(place, indent + "provisioning:");
        if (random.nextBoolean()) {
            leaf(place, indent + "  ", List.of("provisioning", "user"), List.of("fetch", "get"));
            leaf(place, indent + "  ", List.of("provisioning", "password"), List.of("pw1", "pw2"));
        } else {
            line(place, indent + "  allow:");
            item(place, indent + "    - ", List.of("provisioning", "allow"), List.of("10.0.0.0/8", "192.168.0.0/16"));
        }
    }

    private void leaf(Place place, String indent, List<String> path, List<String> values) {
        item(place, indent + path.get(path.size() - 1) + ": ", path, values);
    }

    private void item(Place place, String before, List<String> path, List<String> values) {
        String value = any(values);
        List<String> others = new ArrayList<>(values);
        others.remove(value);
        line(place, before + '"' + value + '"');
        int at = files.get(place.file()).size() - 1;
        int indent = indent(before);
        List<Integer> group = new ArrayList<>(around.headMap(indent).values());
        group.add(at);
        leaves.add(new Leaf(place, at, path, group, value, others));
    }

    private void line(Place place, String text) {
        List<String> lines = files.computeIfAbsent(place.file(), path -> new ArrayList<>());
        int indent = indent(text);
        around.tailMap(indent, true).clear();
        around.put(indent, lines.size());
        lines.add(text);
    }

    private static int indent(String text) {
        return text.length() - text.stripLeading().length();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
