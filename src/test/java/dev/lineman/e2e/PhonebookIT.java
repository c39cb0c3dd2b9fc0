package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client reads the phonebook of a site as a Cisco phone does: page by page, by the soft key "Next", and with a search. */
class PhonebookIT {
    private static final String MAC = "0004130000a1";
    private static final Pattern NEXT = Pattern.compile("<Name>Next</Name>\\s*<URL>([^<]*)</URL>");
    private static final Pattern ENTRY = Pattern.compile(
            "<DirectoryEntry>\\s*<Name>([^<]*)</Name>\\s*<Telephone>([^<]*)</Telephone>\\s*</DirectoryEntry>");
    private static final String URL = "http://phones.example/provisioning/";
    private static final int PEOPLE = 100;
    /** A third of the people has a mobile number too, and a contact of all sites has two. */
    private static final int NUMBERS = PEOPLE + 34 + 2;

    @TempDir
    Path folder;

    private FixtureRoot root;

    private void phonebook(String site, String token) throws Exception {
        root = new FixtureRoot(folder.resolve("root"));
        root.write("extensions.d/shared.yaml", """
                contact: {company: City Taxi, numbers: {work: 22456, mobile: 0171 22456}}
                """);
        String where = site.isEmpty() ? "" : "site: " + site + "\n";
        String access = token.isEmpty() ? "" : "provisioning: {token: " + token + "}\n";
        root.write("extensions.d/_defaults.yaml", access + "pbx_ip: pbx.example\n");
        root.write(
                "extensions.d/folder/_defaults.yaml",
                where + "site_templates: [phonebooks]\nprovisioning_url: http://phones.example/provisioning\n");
        String people = IntStream.range(0, PEOPLE)
                .mapToObj(i -> "- {extension: " + (1000 + i) + ", first_name: P" + i + ", last_name: L" + i % 7
                        + (i % 3 == 0 ? ", mobile: 0171 " + (2000 + i) : "") + "}")
                .collect(Collectors.joining("\n"));
        root.write("extensions.d/folder/people.yaml", people + "\n");
        root.write("extensions.d/folder/phone.yaml", """
                {extension: 99, pbx_ip: pbx.example, auth_id: 99, auth_password: p, phone: {mac: %s, model: Linphone}}
                """.formatted(MAC));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -", "berlin, -", "berlin, k8sQ2xY7pLm4vTaa", "-, k8sQ2xY7pLm4vTaa"})
    void theSoftKeyNextLeadsThroughAllPages(String site, String token) throws Exception {
        phonebook(site == null ? "" : site, token == null ? "" : token);
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            String folders = (token == null ? "" : token + '/') + (site == null ? "" : site + '/');
            List<String> numbers = new ArrayList<>();
            String page = agent.get(folders + "phonebook-cisco.xml");
            int pages = 1;
            for (Matcher next = NEXT.matcher(page); next.find(); next = NEXT.matcher(page)) {
                numbers.addAll(numbers(page));
                assertThat(next.group(1)).startsWith(URL + folders);
                page = agent.get(next.group(1).substring(URL.length()));
                pages++;
            }
            numbers.addAll(numbers(page));

            assertThat(numbers).hasSize(NUMBERS).doesNotHaveDuplicates().contains("1000", "1099", "01712099", "22456");
            assertThat(pages).isEqualTo(5);
            assertThat(numbers(agent.get(folders + "phonebook-cisco.xml?search=taxi")))
                    .containsExactly("22456", "017122456");
        }
    }

    /** The numbers of a page, which has at most 32. */
    private static List<String> numbers(String page) {
        List<String> numbers = ENTRY.matcher(page)
                .results()
                .map((MatchResult entry) -> entry.group(2))
                .toList();
        assertThat(numbers).hasSizeBetween(1, 32);
        return numbers;
    }

    @Test
    void theFormOfASearchLeadsToThePhonebook() throws Exception {
        phonebook("berlin", "");
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            String form = agent.get("berlin/phonebook-cisco-search.xml");
            assertThat(form)
                    .contains("<URL>http://phones.example/provisioning/berlin/phonebook-cisco.xml</URL>")
                    .contains("<QueryStringParam>search</QueryStringParam>");
            assertThat(numbers(agent.get("berlin/phonebook-cisco.xml?search=P33")))
                    .containsExactly("1033", "01712033");
        }
        assertThat(Files.exists(root.resolve("out/provisioning/berlin/phonebook-cisco-2.xml")))
                .isTrue();
    }
}
