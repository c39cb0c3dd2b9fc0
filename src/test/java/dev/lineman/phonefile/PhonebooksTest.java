package dev.lineman.phonefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.OneShotRendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The phonebooks of a large site, in the format of each vendor: each number once, below the name of its person. */
class PhonebooksTest {
    private static final int PEOPLE = 10_000;

    /**
     * By the beginning of the file name: the element with the entries, that of an entry, those of a number. A name with
     * {@code @} is an attribute of the entry.
     */
    private static final Map<String, List<String>> FORMATS = Map.ofEntries(
            Map.entry("phonebook-snom.xml", List.of("SnomIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-yealink", List.of("YealinkIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-grandstream", List.of("AddressBook", "Contact", "phonenumber")),
            Map.entry("phonebook-cisco", List.of("CiscoIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry(
                    "phonebook-fanvil",
                    List.of("FanvilIPPhoneDirectory", "DirectoryEntry", "Telephone", "Mobile", "Other")),
            Map.entry("phonebook-flyingvoice", List.of("YealinkIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry(
                    "phonebook-snom-m", List.of("IPPhoneDirectory", "DirectoryEntry", "Telephone", "Office", "Mobile")),
            Map.entry("phonebook-mitel", List.of("AastraIPPhoneTextMenu", "MenuItem", "URI")),
            Map.entry("phonebook-akuvox", List.of("Directory", "Contact", "@Office")),
            Map.entry("phonebook-htek", List.of("PhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-avaya", List.of("IPPhoneDirectory", "DirectoryEntry", "Number")),
            Map.entry("phonebook-gigaset", List.of("list", "entry", "@office1", "@mobile1", "@home1", "@office2")),
            Map.entry("000000000000-directory", List.of("item_list", "item", "ct")));

    /** The entries that a phone takes at a time, by the element with the entries. */
    private static final Map<String, Integer> PAGES = Map.of("CiscoIPPhoneDirectory", 32, "AastraIPPhoneTextMenu", 30);

    private static final Pattern PHONEBOOK = Pattern.compile("<var name=\"phonebook_url\"[^>]* default=\"([^\"]*)\"");

    @TempDir
    Path root;

    @Test
    void eachFormatHasEveryNumberOfTenThousandPeopleOnce() throws Exception {
        people();
        assertThat(OneShotRendering.withBuiltInTemplates(root).problems()).isEmpty();

        Map<String, List<String>> numbers = new TreeMap<>();
        for (Path file : files()) {
            String name = root.resolve("out/provisioning").relativize(file).toString();
            if (!name.endsWith("-search.xml")) {
                String format = FORMATS.keySet().stream()
                        .filter(name::startsWith)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no format of " + name));
                numbers.computeIfAbsent(format, key -> new ArrayList<>()).addAll(numbers(file, FORMATS.get(format)));
            }
        }
        assertThat(numbers.keySet()).isEqualTo(new TreeMap<>(FORMATS).keySet());
        numbers.forEach((format, all) -> assertThat(all)
                .as(format)
                .hasSize(PEOPLE + (PEOPLE + 1) / 2)
                .doesNotHaveDuplicates()
                .contains("0300000", "017100000", "0309999", "017109998"));
    }

    @Test
    void eachDefaultOfAPhonebookIsAFileOfTheSiteTemplate() throws Exception {
        String made = Files.readString(Path.of("templates/site/phonebooks.xml"));
        List<String> missing = new ArrayList<>();
        try (Stream<Path> all = Files.walk(Path.of("templates/phones"))) {
            for (Path template : all.filter(Files::isRegularFile).sorted().toList()) {
                PHONEBOOK
                        .matcher(Files.readString(template))
                        .results()
                        .filter(found -> !made.contains("filename=\"" + found.group(1) + "\""))
                        .forEach(found -> missing.add(template + ": " + found.group(1)));
            }
        }
        assertThat(missing).isEmpty();
    }

    private void people() throws IOException {
        StringBuilder yaml = new StringBuilder("- {extension: 1}\n");
        for (int i = 0; i < PEOPLE; i++) {
            yaml.append("- contact: {first_name: F")
                    .append(i)
                    .append(", last_name: 'L & ")
                    .append(i % 100);
            yaml.append("', groups: [G")
                    .append(i % 200)
                    .append("], numbers: {work: '030")
                    .append(String.format("%04d", i));
            yaml.append(i % 2 == 0 ? "', mobile: '01710" + String.format("%04d", i) + "'}}\n" : "'}}\n");
        }
        Path extensions = Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(extensions.resolve("_defaults.yaml"), "site_templates: [phonebooks]\n");
        Files.writeString(extensions.resolve("people.yaml"), yaml.toString());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("out/provisioning"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The numbers of a file, and a check of its entries. */
    private static List<String> numbers(Path file, List<String> format) throws IOException {
        NodeList entries = XmlFileReader.parse(Files.readString(file)).getElementsByTagName(format.get(1));
        assertThat(entries.getLength()).as(file.toString()).isPositive();
        Integer limit = PAGES.get(format.get(0));
        if (limit != null) {
            assertThat(entries.getLength()).as(file.toString()).isLessThanOrEqualTo(limit);
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            assertThat(entry.getParentNode().getNodeName()).isEqualTo(format.get(0));
            List<String> found = numbers(entry, format.subList(2, format.size()));
            if (found.size() == 1 && found.get(0).endsWith(".xml")) {
                // A link to another page, or to the search.
                continue;
            }
            assertThat(found).isNotEmpty();
            for (String number : found) {
                String person = "F" + Integer.parseInt(number.substring(number.length() - 4));
                assertThat(entry.getTextContent() + entry.getAttribute("name") + entry.getAttribute("Name"))
                        .contains(person);
            }
            numbers.addAll(found);
        }
        return numbers;
    }

    private static List<String> numbers(Element entry, List<String> names) {
        List<String> numbers = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith("@")) {
                numbers.add(entry.getAttribute(name.substring(1)));
            } else {
                NodeList found = entry.getElementsByTagName(name);
                for (int i = 0; i < found.getLength(); i++) {
                    numbers.add(found.item(i).getTextContent().replace("Dial:", ""));
                }
            }
        }
        numbers.removeIf(String::isEmpty);
        return numbers;
    }
}
