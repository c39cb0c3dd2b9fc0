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

/** A client reads the phonebook of a site as phones do: from their own file, page by page, and with a search. */
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

    /** What a phone reads in its files, from its own to the answer of a search: patterns with the next URL. */
    private static String walk(RunningProcess agent, String file, String text, Pattern... links) throws Exception {
        String content = agent.get(file);
        for (Pattern link : links) {
            Matcher found = link.matcher(content);
            assertThat(found.find()).as(link + " in " + content).isTrue();
            String url = found.group(1).replace("&amp;", "&");
            if (found.groupCount() > 1) {
                url += "?" + found.group(2) + "=" + text;
            }
            assertThat(url).startsWith(URL);
            content = agent.get(
                    url.substring(URL.length()).replace("__TEXT__", text).replace("#SEARCH", text));
        }
        return content;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-", "k8sQ2xY7pLm4vTaa"})
    void aPersonReachesTheSearchFromTheFileOfThePhone(String token) throws Exception {
        phonebook("berlin", token == null ? "" : token);
        root.write("extensions.d/folder/phones/_defaults.yaml", "vars: {admin_password: 123456}\n");
        root.write("extensions.d/folder/phones/phones.yaml", """
                - {extension: 91, auth_id: 91, auth_password: 123456, phone: {mac: 000413000001, model: Snom D785}}
                - {extension: 92, auth_id: 92, auth_password: 123456, phone: {mac: 805ec0000002, model: Yealink T54W}}
                - {extension: 93, auth_id: 93, auth_password: 123456, phone: {mac: 08000f000003, model: Mitel 6869i}}
                - {extension: 94, auth_id: 94, auth_password: 123456, phone: {mac: 00562b000004, model: Cisco 8851}}
                """);
        String folders = (token == null ? "" : token + '/') + "berlin/";
        try (RunningProcess agent = RunningProcess.startReady(root)) {
            assertThat(walk(
                            agent,
                            folders + "snomD785-000413000001.htm",
                            "P33",
                            Pattern.compile("<dkey_directory perm=\"R\">url ([^<]*)<"),
                            Pattern.compile("<Label>Search</Label>\\s*<URL>([^<]*)<"),
                            Pattern.compile("<Url>([^<]*)<")))
                    .contains("<SnomIPPhoneDirectory>", ">1033<", ">01712033<")
                    .doesNotContain(">1034<");
            assertThat(walk(
                            agent,
                            folders + "805ec0000002.cfg",
                            "P33",
                            Pattern.compile("remote_phonebook.data.2.url = (.*)")))
                    .contains("<YealinkIPPhoneDirectory>", ">1033<", ">01712033<")
                    .doesNotContain(">1034<");
            assertThat(walk(
                            agent,
                            folders + "08000F000003.cfg",
                            "P33",
                            Pattern.compile("directory script: (.*)"),
                            Pattern.compile("<Prompt>Search</Prompt>\\s*<URI>([^<]*)<"),
                            Pattern.compile("<URL>([^<]*)</URL>\\s*<Parameter>([^<]*)<")))
                    .contains("<AastraIPPhoneTextMenu", "Dial:1033<", "Dial:01712033<", ">Search<")
                    .doesNotContain(":1034<");
            assertThat(walk(
                            agent,
                            folders + "00562b000004.xml",
                            "P33",
                            Pattern.compile("<XML_Directory_Service_URL ua=\"na\">([^<]*)<"),
                            Pattern.compile("<Name>Search</Name>\\s*<URL>([^<]*)<"),
                            Pattern.compile("<URL>([^<]*)</URL>[^?]*<QueryStringParam>([^<]*)<")))
                    .contains("<CiscoIPPhoneDirectory>", ">1033<", ">01712033<")
                    .doesNotContain(">1034<");
        }
    }
}
