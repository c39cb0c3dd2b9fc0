package dev.lineman.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.access.AccessRule;
import dev.lineman.access.FileAccess;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Phones search in a phonebook with {@code ?search=}. */
final class PhonebookSearchTest {
    private static final String PHONE = "192.0.2.1";
    private static final String BOOK = "phonebook-yealink.xml";
    private static final Pattern NAME = Pattern.compile("<Name>([^<]*)</Name>");

    /** Texts of names with what a person may type for them. */
    private static final Map<String, List<String>> SPELLINGS = Map.of(
            "Müller", List.of("müller", "MULLER", "mueller", "Müll"),
            "Özil", List.of("Özil", "ozil", "oezil"),
            "Łódź", List.of("Łódź", "lodz"),
            "Strauß", List.of("strauss", "STRAUß"),
            "O'Neil", List.of("o'neil", "neil"),
            "Ng", List.of("ng"),
            "Ada", List.of("ada", "AD"),
            "Ångström", List.of("angstrom", "ångström"));

    @TempDir
    Path out;

    private static String entry(String name, String... numbers) {
        String telephones = List.of(numbers).stream()
                .map(number -> "<Telephone>" + number + "</Telephone>")
                .collect(Collectors.joining());
        return "  <DirectoryEntry>\n    <Name>" + name + "</Name>" + telephones + "\n  </DirectoryEntry>\n";
    }

    private static String book(String vendor, List<String> entries) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <%1$sIPPhoneDirectory>
                  <Title>Phonebook</Title>
                  <Prompt/>
                %2$s  <SoftKeyItem><Name>Next</Name><URL>http://192.0.2.9/next</URL><Position>3</Position></SoftKeyItem>
                </%1$sIPPhoneDirectory>
                """.formatted(vendor, String.join("", entries));
    }

    private ServedFiles served(String... entries) throws IOException {
        return new ServedFiles(out).publish(BOOK, "", book("Yealink", List.of(entries)));
    }

    private static String find(ServedFiles files, String name, String text) throws IOException {
        return files.get(PHONE, name + "?search=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    private static List<String> names(String answer) {
        return NAME.matcher(answer)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals("Next"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "mull, Müller Anna",
        "mueller, Müller Anna",
        "ANNA müll, Müller Anna",
        "030 123, Baker & Sons",
        "+49 30-12345, Baker & Sons",
        "baker &, Baker & Sons",
        "0171, Abel Zoë",
        "zoe, Abel Zoë",
    })
    void wordsFindNamesAndNumbersWithoutCaseAndAccents(String text, String name) throws IOException {
        try (ServedFiles files = served(
                entry("Müller Anna", "100"),
                entry("Baker &amp; Sons", "+49 30 123 45", "030 12345"),
                entry("Abel Zo&#xEB;", "101", "0171/55"))) {
            String answer = find(files, BOOK, text);
            assertThat(answer).startsWith("HTTP/1.1 200").contains("Content-Type: application/xml");
            assertThat(names(answer))
                    .singleElement()
                    .satisfies(found -> assertThat(found.replace("&amp;", "&").replace("&#xEB;", "ë"))
                            .isEqualTo(name));
            assertThat(answer).endsWith("</YealinkIPPhoneDirectory>\n").doesNotContain("SoftKeyItem");
        }
    }

    @Test
    void aRequestWithoutASearchGetsTheWholeFile() throws IOException {
        try (ServedFiles files = served(entry("Anna", "100"), entry("Ben", "101"))) {
            for (String query : List.of("", "?search=", "?search=+", "?name=anna", "?model=T54W&research=anna")) {
                assertThat(files.get(PHONE, BOOK + query))
                        .contains("ETag:", "SoftKeyItem")
                        .contains("Anna", "Ben");
            }
        }
    }

    @Test
    void aFileThatIsNoPhonebookIsAnsweredAsItIs() throws IOException {
        try (ServedFiles files = new ServedFiles(out)
                .publish("settings.xml", "", "<settings><a>anna</a></settings>")
                .publish("broken.xml", "", "<YealinkIPPhoneDirectory")) {
            assertThat(find(files, "settings.xml", "anna")).contains("ETag:", "<settings><a>anna</a></settings>");
            assertThat(find(files, "broken.xml", "anna")).contains("ETag:", "<YealinkIPPhoneDirectory");
        }
    }

    @Test
    void allPagesOfAPhonebookAreSearchedAndACiscoPhoneGetsAtMost32() throws IOException {
        try (ServedFiles files = new ServedFiles(out)) {
            for (int page = 1; page <= 4; page++) {
                int first = page * 100;
                String name = page == 1 ? "book.xml" : "book-" + page + ".xml";
                files.publish(
                        name,
                        "",
                        book(
                                "Cisco",
                                IntStream.range(first, first + 20)
                                        .mapToObj(number -> entry("Person " + number, "7" + number))
                                        .toList()));
            }
            assertThat(names(find(files, "book.xml", "7419"))).containsExactly("Person 419");
            String all = find(files, "book.xml", "person");
            assertThat(names(all)).hasSize(32).startsWith("Person 100").endsWith("Person 211");
            assertThat(all).contains("<Prompt>First 32 matches</Prompt>").doesNotContain("Next");
            assertThat(find(files, "book.xml", "Person 41")).contains("<Prompt>10 matches</Prompt>");
            assertThat(find(files, "book.xml", "7419")).contains("<Prompt>1 match</Prompt>");
            assertThat(find(files, "book.xml", "nobody")).contains("<Prompt>No matches</Prompt>");
        }
    }

    @Test
    void aMenuOfAMitelPhoneKeepsItsSearchAndDropsTheLinksToPages() throws IOException {
        String menu = """
                <AastraIPPhoneTextMenu>
                  <Title>Phonebook 1/2</Title>
                  <MenuItem><Prompt>Search</Prompt><URI>http://192.0.2.9/search.xml</URI></MenuItem>
                %s  <MenuItem><Prompt>Next page</Prompt><URI>http://192.0.2.9/book-2.xml</URI></MenuItem>
                </AastraIPPhoneTextMenu>
                """;
        String people = IntStream.range(0, 40)
                .mapToObj(number -> "<MenuItem><Prompt>Person " + number + "</Prompt><URI>Dial:+49 30 " + (500 + number)
                        + "</URI></MenuItem>\n")
                .collect(Collectors.joining());
        try (ServedFiles files = new ServedFiles(out)
                .publish("book.xml", "", menu.formatted(people))
                .publish("book-2.xml", "", menu.formatted("<MenuItem><Prompt>Zoe</Prompt><URI>Dial:9</URI></MenuItem>"))
                .publish("empty.xml", "", menu.formatted(""))) {
            assertThat(find(files, "book.xml", "zoe"))
                    .contains("<Title>1 match</Title>", "<Prompt>Search</Prompt>", "Dial:9<")
                    .doesNotContain("Person", "page")
                    .endsWith("</AastraIPPhoneTextMenu>\n");
            String all = find(files, "book.xml", "person");
            assertThat(all).contains("<Title>First 29 matches</Title>");
            assertThat(all.split("<MenuItem>", -1)).hasSize(31);
            assertThat(find(files, "book.xml", "4930 539")).contains("1 match", "Person 39<");
            assertThat(find(files, "book.xml", "dial")).contains("<Title>No matches</Title>", "Search");
            assertThat(find(files, "empty.xml", "zoe")).contains("<Title>No matches</Title>", "Search");
        }
    }

    @Test
    void aPhonebookWithoutAPromptHasTheNumberOfMatchesInItsTitle() throws IOException {
        String snom = book("Snom", List.of(entry("Anna", "100"))).replace("  <Prompt/>\n", "");
        try (ServedFiles files = new ServedFiles(out).publish("book.xml", "", snom)) {
            assertThat(find(files, "book.xml", "ben")).contains("<Title>No matches</Title>");
        }
    }

    @Test
    void aSearchHasTheAccessRulesOfTheFile() throws IOException {
        AccessRule token = new AccessRule(
                null, List.of(), false, false, AccessRule.hashToken("k8sQ2xY7pLm4"), AccessRule.FOREVER, 0);
        try (ServedFiles files = new ServedFiles(out)) {
            files.publish(
                    BOOK,
                    FileAccess.text("provisioning/" + BOOK, Map.of(token.text(), List.of("000413000001"))),
                    book("Yealink", List.of(entry("Anna", "100"))));
            assertThat(find(files, BOOK, "anna")).startsWith("HTTP/1.1 404");
            String answer = find(files, "k8sQ2xY7pLm4/" + BOOK, "anna");
            assertThat(names(answer)).containsExactly("Anna");
            assertThat(answer).contains("Cache-Control: private");
        }
    }

    @Test
    void aSearchFollowsANewPublication() throws IOException {
        try (ServedFiles files = served(entry("Anna", "100"))) {
            assertThat(names(find(files, BOOK, "anna"))).containsExactly("Anna");
            files.publish(BOOK, "", book("Yealink", List.of(entry("Annabel", "100"), entry("Ben", "101"))));
            assertThat(names(find(files, BOOK, "anna"))).containsExactly("Annabel");
            assertThat(names(find(files, BOOK, "nobody"))).isEmpty();
        }
    }

    @Test
    void aLargePhonebookIsReadBesideTheRequestsAndSearchedUntilThenInItsOldContent() throws IOException {
        try (ServedFiles files = new ServedFiles(out).publish(BOOK, "", largeBook("Anna"))) {
            assertThat(find(files, BOOK, "anna")).startsWith("HTTP/1.1 503").contains("Retry-After: 1");
            assertThat(names(awaitAnswer(files, "anna", "Anna"))).containsExactly("Anna");

            files.publish(BOOK, "", largeBook("Annabel"));
            assertThat(find(files, BOOK, "anna")).startsWith("HTTP/1.1 200");
            assertThat(names(awaitAnswer(files, "anna", "Annabel"))).containsExactly("Annabel");
        }
    }

    private static String largeBook(String first) {
        List<String> entries = new ArrayList<>(List.of(entry(first, "1")));
        for (int i = 0; i < 3000; i++) {
            entries.add(entry("Person " + i, "7" + i));
        }
        return book("Yealink", entries);
    }

    /** Repeats a search until the answer has a name. */
    private static String awaitAnswer(ServedFiles files, String text, String name) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        String answer = "";
        while (!answer.contains("<Name>" + name + "<") && System.nanoTime() - deadline < 0) {
            files.pass(Duration.ofSeconds(1));
            answer = find(files, BOOK, text);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return answer;
    }

    @Test
    void theHeadOfAnAnswerHasItsLength() throws IOException {
        try (ServedFiles files = served(entry("Anna", "100"))) {
            String answer = find(files, BOOK, "anna");
            int length = answer.length() - answer.indexOf("\r\n\r\n") - 4;
            assertThat(files.ask("HEAD", PHONE, BOOK + "?search=anna"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Content-Length: " + length)
                    .endsWith("\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%zz",
                "%C3%28",
                "%00%01",
                "%3C/Name%3E",
                "%26%3B",
                "((((",
                "%E2%82",
                "a%20%20b",
                "x%F0",
                "%CC%81"
            })
    void unusualTextFindsNothingAndDoesNoHarm(String text) throws IOException {
        try (ServedFiles files = served(entry("Anna", "100"))) {
            assertThat(names(files.get(PHONE, BOOK + "?search=" + text))).isEmpty();
            assertThat(names(files.get(PHONE, BOOK + "?search=" + text.repeat(500))))
                    .isEmpty();
        }
    }

    @Test
    void latin1IsUnderstood() throws IOException {
        try (ServedFiles files = served(entry("Müller", "100"))) {
            String latin1 = URLEncoder.encode("Mü", Charset.forName("ISO-8859-1"));
            assertThat(names(files.get(PHONE, BOOK + "?search=" + latin1))).containsExactly("Müller");
        }
    }

    @Test
    void aFloodOfSearchesIsRefusedAndFilesAreNot() throws IOException {
        try (ServedFiles files = served(entry("Anna", "100"))) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                statuses.add(ServedFiles.status(find(files, BOOK, "anna")));
            }
            assertThat(statuses).containsOnly(200, 503);
            assertThat(statuses.subList(0, 20)).containsOnly(200);
            assertThat(statuses.subList(20, 30)).containsOnly(503);
            assertThat(files.get(PHONE, BOOK)).startsWith("HTTP/1.1 200");
            assertThat(files.get("198.51.100.7", BOOK + "?search=anna")).startsWith("HTTP/1.1 200");
            files.pass(Duration.ofSeconds(1));
            assertThat(find(files, BOOK, "anna")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aSearchFindsWhatAFilterByHandFinds() throws IOException {
        Random random = new Random(20261130);
        List<String> parts = List.copyOf(SPELLINGS.keySet());
        try (ServedFiles files = new ServedFiles(out)) {
            for (int round = 0; round < 20; round++) {
                List<Set<String>> people = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    Set<String> words = new LinkedHashSet<>();
                    words.add(parts.get(random.nextInt(parts.size())));
                    words.add(parts.get(random.nextInt(parts.size())));
                    people.add(words);
                }
                files.publish(
                        BOOK,
                        "",
                        book(
                                "Snom",
                                people.stream()
                                        .map(words -> entry(String.join(" ", words), "1"))
                                        .toList()));
                Set<String> asked = new LinkedHashSet<>(people.get(random.nextInt(40)));
                String text = asked.stream()
                        .map(part -> {
                            List<String> spellings = SPELLINGS.get(part);
                            return spellings.get(random.nextInt(spellings.size()));
                        })
                        .collect(Collectors.joining(" "));
                List<String> expected = people.stream()
                        .filter(words -> asked.stream().allMatch(part -> holds(words, part)))
                        .map(words -> String.join(" ", words))
                        .toList();
                assertThat(names(find(files, BOOK, text))).as(text).isEqualTo(expected);
                files.pass(Duration.ofSeconds(1));
            }
        }
    }

    /** No spelling of one part is in another part, except for "ng" in Ångström. */
    private static boolean holds(Set<String> words, String part) {
        return words.contains(part) || (part.equals("Ng") && words.contains("Ångström"));
    }
}
