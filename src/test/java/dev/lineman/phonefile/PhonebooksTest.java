package dev.lineman.phonefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.OneShotRendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The phonebooks of a large site, in the format of each vendor: each number once, below the name of its person. */
class PhonebooksTest {
    private static final int PEOPLE = 10_000;

    /** By the beginning of the file name: the element with the entries, that of an entry, that of a number. */
    private static final Map<String, List<String>> FORMATS = Map.ofEntries(
            Map.entry("phonebook-snom", List.of("SnomIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-yealink", List.of("YealinkIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-grandstream", List.of("AddressBook", "Contact", "phonenumber")),
            Map.entry("phonebook-cisco", List.of("CiscoIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-fanvil", List.of("FanvilIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-flyingvoice", List.of("YealinkIPPhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-htek", List.of("PhoneDirectory", "DirectoryEntry", "Telephone")),
            Map.entry("phonebook-avaya", List.of("IPPhoneDirectory", "DirectoryEntry", "Number")),
            Map.entry("000000000000-directory", List.of("item_list", "item", "ct")));

    @TempDir
    Path root;

    @Test
    void eachFormatHasEveryNumberOfTenThousandPeopleOnce() throws Exception {
        people();
        assertThat(OneShotRendering.of(root).problems()).isEmpty();

        Map<String, List<String>> numbers = new TreeMap<>();
        for (Path file : files()) {
            String name = root.resolve("out/provisioning").relativize(file).toString();
            String format = FORMATS.keySet().stream()
                    .filter(name::startsWith)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no format of " + name));
            if (!name.endsWith("-search.xml")) {
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

    private void people() throws IOException {
        for (String template : List.of("site/phonebooks.xml", "lib/phonebook-people.vm", "lib/phonebook-numbers.vm")) {
            Path copy = root.resolve("templates").resolve(template);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of("templates").resolve(template), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        StringBuilder yaml = new StringBuilder("- {extension: 1}\n");
        for (int i = 0; i < PEOPLE; i++) {
            yaml.append("- contact: {first_name: F")
                    .append(i)
                    .append(", last_name: 'L & ")
                    .append(i % 100);
            yaml.append("', groups: [G")
                    .append(i % 5)
                    .append("], numbers: {work: '030")
                    .append(String.format("%04d", i));
            yaml.append(i % 2 == 0 ? "', mobile: '01710" + String.format("%04d", i) + "'}}\n" : "'}}\n");
        }
        Files.createDirectories(root.resolve("extensions.d"));
        Files.writeString(root.resolve("extensions.d/people.yaml"), yaml.toString());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("out/provisioning"))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The numbers of a file, and a check of its entries. */
    private static List<String> numbers(Path file, List<String> format) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        NodeList entries = document.getElementsByTagName(format.get(1));
        assertThat(entries.getLength()).as(file.toString()).isPositive();
        if (format.get(0).equals("CiscoIPPhoneDirectory")) {
            assertThat(entries.getLength()).as(file.toString()).isLessThanOrEqualTo(32);
        }
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < entries.getLength(); i++) {
            Element entry = (Element) entries.item(i);
            assertThat(entry.getParentNode().getNodeName()).isEqualTo(format.get(0));
            NodeList found = entry.getElementsByTagName(format.get(2));
            assertThat(found.getLength()).isPositive();
            for (int n = 0; n < found.getLength(); n++) {
                String number = found.item(n).getTextContent();
                String person = "F" + Integer.parseInt(number.substring(number.length() - 4));
                assertThat(entry.getTextContent()).contains(person);
                numbers.add(number);
            }
        }
        return numbers;
    }
}
