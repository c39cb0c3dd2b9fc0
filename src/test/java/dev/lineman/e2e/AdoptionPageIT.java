package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unknown phone is adopted in a browser, from its request to its file. */
@Tag("browser")
class AdoptionPageIT {
    private static final String MAC = "0004139999ff";
    private static final String FILE = "cfg" + MAC;
    private static final String ENTER = "\uE007";

    @TempDir
    Path folder;

    private FixtureRoot root;
    private RunningProcess agent;
    private Browser browser;
    private String home;

    @BeforeEach
    void start() throws Exception {
        browser = Browser.start(folder.resolve("profile"));
        root = new FixtureRoot(folder.resolve("root"));
        root.write(
                "extensions.d/_defaults.yaml",
                "{pbx_ip: 10.172.0.2, provisioning: {allow: [127.0.0.0/8, 10.0.0.0/8]}}\n");
        root.write("extensions.d/acme/_defaults.yaml", "{site: acme, auth_password: !secret acme-password}\n");
        root.write(
                "extensions.d/acme/100.yaml", FixtureRoot.extension(100, "Ann").replaceAll("auth_password.*\n", ""));
        root.write("extensions.d/zeta/_defaults.yaml", "site: zeta\n");
        root.write("extensions.d/zeta/200.yaml", FixtureRoot.extension(200, "Zoe"));
        root.write("secrets.yaml", "acme-password: hidden\n");
        Path password = Files.writeString(folder.resolve("password"), "open sesame\n");
        agent = RunningProcess.startReady(root, "--admin-password-file", password.toString());
        home = "http://admin:open%20sesame@localhost:" + agent.adminPort();
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (agent != null) {
            agent.close();
        }
    }

    private void thePhoneAsks() throws Exception {
        Deadline.await(() ->
                assertThat(agent.get("acme/" + "cfg" + FixtureRoot.mac(100))).contains("Ann"));
        assertThat(agent.request(
                                "GET",
                                "/provisioning/" + FILE,
                                "User-Agent",
                                "Mozilla/4.0 (compatible; snom320-SIP 8.7.5.35)")
                        .statusCode())
                .isEqualTo(404);
    }

    /** With the keyboard alone: texts, and the return key at the fields and at the button. */
    @Test
    void anUnknownPhoneIsAdoptedAndGetsItsFile() throws Exception {
        thePhoneAsks();
        Deadline.await(() -> assertThat(browser.open(home + "/unknown").text(".unknown"))
                .contains(
                        "00:04:13:99:99:ff",
                        "Snom",
                        "snom320",
                        "8.7.5.35",
                        "acme",
                        "a phone of this site was last seen at"));
        browser.screenshot("unknown").assertNoHorizontalScrolling();
        browser.type(".unknown .button", ENTER);
        Deadline.await(() -> assertThat(browser.text("h1")).isEqualTo("Adopt 00:04:13:99:99:ff"));
        assertThat(browser.execute("document.querySelector('#field-model').value"))
                .isEqualTo("Snom 320");
        assertThat(browser.execute("document.querySelector('#field-site').value"))
                .isEqualTo("acme");
        assertThat(browser.execute(
                        "[...document.querySelectorAll('.field input, .field select')].every(f => f.labels.length)"))
                .isEqualTo(true);
        browser.screenshot("adopt-form").assertNoHorizontalScrolling();
        browser.type("#field-extension", "117").type("#field-first_name", "Kim " + "<b>" + ENTER);
        Deadline.await(() ->
                assertThat(browser.text("#plan")).contains("extensions.d/acme/117.yaml", "first_name: 'Kim <b>'"));
        assertThat(browser.text(".diff"))
                .contains("+++ out/provisioning/acme/" + FILE, "user_pass1$: ••••••", "user_realname1$: Kim <b>");
        assertThat(browser.source()).doesNotContain("hidden<", "hidden\n");
        browser.screenshot("adopt-plan").assertNoHorizontalScrolling();
        assertThat(root.resolve("extensions.d/acme/117.yaml")).doesNotExist();
        browser.type("button.main", ENTER);
        Deadline.await(() -> assertThat(browser.text("main")).contains("has an extension", "the page of this phone"));
        assertThat(root.read("extensions.d/acme/117.yaml")).contains("extension: 117", "first_name: 'Kim <b>'");
        browser.screenshot("adopted").assertNoHorizontalScrolling();
        Deadline.await(() ->
                assertThat(agent.get("acme/" + FILE)).contains("user_realname1$: Kim <b>", "user_pass1$: hidden"));
        browser.click("main a[href='/phones/" + MAC + "']");
        Deadline.await(() -> assertThat(browser.text("h1")).isEqualTo("117 Kim <b>"));
        browser.assertNoErrors();
        assertThat(agent.out())
                .anyMatch(line -> line.endsWith(
                        "admin adopted phone " + MAC + " on the operator's page: wrote extensions.d/acme/117.yaml"));
    }

    @Test
    void theFormFitsASmallScreenAndWorksWithoutScripts() throws Exception {
        thePhoneAsks();
        String plan = home + "/unknown/" + MAC + "?extension=118&first_name=Kim&model=Snom+320&site=acme";
        browser.withSize(390, 844, true).withColorScheme("dark");
        for (String path : new String[] {"/unknown", "/unknown/" + MAC}) {
            browser.open(home + path).screenshot("small-adopt" + path.replaceAll("\\W", "-"));
            browser.assertNoHorizontalScrolling();
        }
        Deadline.await(() -> assertThat(browser.open(plan).count("button.main")).isEqualTo(1));
        browser.open(plan + "#plan").screenshot("small-adopt-plan").assertNoHorizontalScrolling();
        try (Browser scriptless = Browser.start(folder.resolve("scriptless")).withoutScripts()) {
            scriptless.open(plan);
            Deadline.await(() -> assertThat(scriptless.count("button.main")).isEqualTo(1));
            scriptless.click("button.main");
            Deadline.await(() -> assertThat(scriptless.count("main a[href='/phones/" + MAC + "']"))
                    .isEqualTo(1));
        }
        Deadline.await(() -> assertThat(agent.get("acme/" + FILE)).contains("Kim"));
    }
}
