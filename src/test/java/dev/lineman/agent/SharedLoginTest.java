package dev.lineman.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lineman.problem.Problem;
import dev.lineman.template.OwnModels;
import dev.lineman.template.Template;
import dev.lineman.template.header.SharedLogin;
import dev.lineman.template.header.TypedSetting;
import dev.lineman.template.model.ModelEntry;
import dev.lineman.template.model.ModelField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A phone with one login for all its files does not send it to the server of another. */
class SharedLoginTest {
    private static final String FILE = "provisioning/000413000111.cfg";
    private static final String VAR = "<var name=\"fw\" type=\"url\" login=\"settings\"/>";
    private static final String LOGIN = "provisioning: {user: phones, password: s3cret}\n";
    private static final String WHY =
            "error: 'fw' is not below 'provisioning_url', and the phone would send the login of"
                    + " 'provisioning' to that server (templates/phones/desk.xml), so it is left out; put the file below"
                    + " templates/static/ and write its path, or protect the phone's files with a token instead of a login"
                    + " (for 000413000111)";

    @TempDir
    Path folder;

    private TestRoot root;

    @BeforeEach
    void newRoot() {
        root = new TestRoot(folder);
        root.write("templates/static/fw/desk.bin", "firmware");
        defaults(LOGIN);
        desk(VAR);
    }

    private void defaults(String rule) {
        root.write(
                "extensions.d/_defaults.yaml",
                "pbx_ip: p\nmodel: Desk\nprovisioning_url: http://own.example:5481/provisioning\n" + rule);
    }

    private void desk(String header) {
        root.write(
                "templates/phones/desk.xml",
                "<doc><header><type>phone-template</type><name>Desk</name>" + header + "</header><data><device>"
                        + "<deviceconfig filename=\"%%mac_address%%.cfg\"><![CDATA[[{IF fw}%%fw%%{ENDIF}]"
                        + " %%provisioning_folder%%]]></deviceconfig></device></data></doc>");
    }

    private void phone(String url) {
        root.write(
                "extensions.d/111.yaml",
                "extension: 111\nfirst_name: A\nlast_name: B\nauth_id: a\nauth_password: p\nvars: {fw: '" + url
                        + "'}\nphone: {mac: 000413000111}\n");
    }

    private String firmware() {
        root.runUntilIdle();
        assertThat(root.fromScratch().problems()).isEqualTo(root.problems());
        String file = requireNonNull(root.files().get(FILE));
        return file.substring(1, file.indexOf(']'));
    }

    private List<String> problems() {
        return root.problems().stream().map(Problem::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.example/fw/desk.bin",
                "https://own.example:5481/provisioning/desk.bin",
                "http://own.example/provisioning/desk.bin",
                "http://own.example:5481/other/desk.bin",
                "http://own.example:5481/provisioning2/desk.bin",
                "http://own.example:5481@other.example/provisioning/desk.bin",
                "http://own.example.other.example:5481/provisioning/desk.bin",
            })
    void theUrlOfAnotherServerIsAnErrorAndLeftOut(String url) {
        phone(url);
        assertThat(firmware()).isEmpty();
        assertThat(problems()).containsExactly("extensions.d/111.yaml:6:12: " + WHY);
    }

    @ParameterizedTest
    @CsvSource({
        "http://own.example:5481/provisioning/fw/desk.bin, http://own.example:5481/provisioning/fw/desk.bin",
        "HTTP://OWN.example:5481/provisioning/fw?a=b, HTTP://OWN.example:5481/provisioning/fw?a=b",
        "http://own.example:5481/provisioning, http://own.example:5481/provisioning",
        "fw/desk.bin, http://own.example:5481/provisioning/fw/desk.bin",
        "'', ''",
    })
    void aUrlBelowTheOwnOneStays(String url, String told) {
        phone(url);
        assertThat(firmware()).isEqualTo(told);
        assertThat(problems()).isEmpty();
    }

    @Test
    void aPhoneOfASiteAndWithATokenFindsItsFilesBelowTheFolderOfAll() {
        defaults("site: acme\nprovisioning: {user: phones, password: s3cret, token: 0123456789abcdef}\n");
        phone("http://own.example:5481/provisioning/fw/desk.bin");
        root.runUntilIdle();
        assertThat(root.files().get("provisioning/acme/000413000111.cfg"))
                .isEqualTo(
                        "[http://own.example:5481/provisioning/fw/desk.bin] http://own.example:5481/provisioning/\n");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aDefaultOnAnotherServerIsAnErrorOfTheTemplateAndLeftOut() {
        desk("<var name=\"fw\" type=\"url\" default=\"http://other.example/fw.bin\" login=\"settings\"/>");
        root.write(
                "extensions.d/111.yaml",
                "extension: 111\nfirst_name: A\nlast_name: B\nauth_id: a\nauth_password: p\nphone: {mac: 000413000111}\n");
        assertThat(firmware()).isEmpty();
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("templates/phones/desk.xml:1:")
                .contains("error: the default of 'fw' is not below 'provisioning_url'");
        defaults("");
        assertThat(firmware()).isEqualTo("http://other.example/fw.bin");
    }

    @Test
    void withoutALoginTheUrlOfAnotherServerStays() {
        String url = "http://other.example/fw/desk.bin";
        phone(url);
        for (String rule : List.of("provisioning: {token: 0123456789abcdef}\n", "provisioning: {user: ''}\n", "")) {
            defaults(rule);
            assertThat(firmware()).as(rule).isEqualTo(url);
            assertThat(problems()).as(rule).isEmpty();
        }
        defaults(LOGIN);
        assertThat(firmware()).isEmpty();
        desk(VAR.replace(" login=\"settings\"", ""));
        assertThat(firmware()).isEqualTo(url);
    }

    @Test
    void aModelWithALoginOfItsOwnForTheFileTakesAnyUrl() {
        desk(VAR.replace("/>", " unless=\"firmware_login\"/>"));
        phone("http://other.example/desk.bin");
        assertThat(firmware()).isEmpty();
        root.write(
                "templates/models/desk.yaml",
                "family: Desks\ntemplate: desk\nmodels:\n  Desk: {features: [firmware, firmware_login]}\n");
        assertThat(firmware()).isEqualTo("http://other.example/desk.bin");
        assertThat(problems()).isEmpty();
    }

    @Test
    void aWrongAttributeIsAnErrorOfTheTemplate() {
        Map<String, String> wrong = Map.of(
                VAR.replace("settings", "yes"),
                "'login' of <var> is 'settings', not 'yes'; correct it, or remove it",
                VAR.replace("url", "int"),
                "'login' of <var> is for type=\"url\" and texts only; remove it",
                VAR.replace("login=\"settings\"", "unless=\"tls\""),
                "'unless' of <var> is for login=\"settings\" only; remove it",
                VAR.replace("/>", " unless=\"tsl\"/>"),
                "'tsl' is no feature of models (srtp, tls, firmware, firmware_login, ipui, tftp); correct it, or remove it");
        phone("");
        wrong.forEach((header, message) -> {
            desk(header);
            root.runUntilIdle();
            assertThat(problems()).anyMatch(problem -> problem.contains(message));
        });
    }

    /** The login is also for files of all sites, which are above the folder of the phone's own. */
    @Test
    void aPhoneOfASiteHasTheLoginForAFileOfAllSites() {
        defaults("site: acme\n" + LOGIN);
        root = TestRoot.withBuiltIn(folder);
        root.write(
                "extensions.d/111.yaml",
                "{extension: 111, first_name: A, last_name: B, auth_id: a, auth_password: p, phone: {mac: 000b82000111, model:"
                        + " Grandstream GRP2614}, vars: {admin_password: 123456, firmware_url: fw, phonebook_url:"
                        + " \"http://other.example/phonebook.xml\"}}");
        root.runUntilIdle();
        assertThat(root.files().get("provisioning/acme/cfg000b82000111.xml"))
                .contains(
                        "<item name=\"provisioning.firmware.serverPath\">own.example:5481/provisioning/fw</item>",
                        "<item name=\"provisioning.firmware.username\">phones</item>",
                        "<item name=\"phonebook.download.server\">other.example</item>",
                        "<item name=\"phonebook.download.username\"></item>");
    }

    /** All phones of the program: each family of each template. */
    @Test
    void noBuiltInTemplateSendsTheLoginToTheServerOfAnother() throws IOException {
        Map<String, ModelEntry> families = new TreeMap<>();
        for (ModelEntry model : OwnModels.catalog().models()) {
            families.putIfAbsent(model.text(ModelField.TEMPLATE) + ' ' + model.text(ModelField.FAMILY), model);
        }
        root = TestRoot.withBuiltIn(folder);
        Map<String, Set<String>> shared = new TreeMap<>();
        int number = 0;
        for (ModelEntry model : families.values()) {
            number++;
            shared.put(phoneWithForeignUrls(model, number), sharedNames(model));
        }
        root.runUntilIdle();

        Map<String, Set<String>> reported = new TreeMap<>();
        for (Problem problem : root.problems()) {
            String text = problem.toString();
            if (text.contains("would send the login")) {
                reported.computeIfAbsent(text.substring(0, text.indexOf(':')), file -> new TreeSet<>())
                        .add(text.replaceFirst("(?s).*?'(\\w+)'.*", "$1"));
            }
        }
        shared.values().removeIf(Set::isEmpty);
        assertThat(reported).isEqualTo(shared).hasSizeGreaterThan(10);
        shared.forEach((file, names) -> {
            String mac = file.replaceAll("\\D", "");
            String texts = root.files().entrySet().stream()
                    .filter(made -> made.getKey().contains(mac))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.joining());
            assertThat(texts).as(file).isNotEmpty();
            names.forEach(name -> assertThat(texts).doesNotContain("foreign.example/" + name));
        });
    }

    private static Set<String> sharedNames(ModelEntry model) throws IOException {
        Template template = template(model);
        return template.header().settings().values().stream()
                .filter(setting -> {
                    SharedLogin login = setting.sharedLogin();
                    return login != null && login.appliesTo(model.texts(ModelField.FEATURES));
                })
                .map(TypedSetting::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Template template(ModelEntry model) throws IOException {
        return requireNonNull(
                OwnModels.catalog().template("templates/phones/" + model.text(ModelField.TEMPLATE) + ".xml"));
    }

    /** Writes an extension with a phone whose URLs are all those of another server. Returns the path of the file. */
    private String phoneWithForeignUrls(ModelEntry model, int number) throws IOException {
        String file = "extensions.d/%012d.yaml".formatted(number);
        StringBuilder vars = new StringBuilder("admin_password: 123456, base_pin: 1234");
        template(model).header().settings().values().stream()
                .sorted(Comparator.comparing(TypedSetting::name))
                .filter(setting -> setting.isUrl() || setting.sharedLogin() != null)
                .forEach(setting ->
                        vars.append(", ").append(setting.name()).append(": http://foreign.example/" + setting.name()));
        root.write(file, """
                extension: %d
                first_name: A
                last_name: B
                auth_id: a
                auth_password: p
                vars: {%s}
                phone: {mac: %012d, model: "%s"}
                """.formatted(1000 + number, vars, number, model.name()));
        return file;
    }
}
