package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The status page of two thousand phones in a browser. */
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusPageIT {
    private static final int FIRST = 1000;
    private static final int PHONES = 2000;
    private static final int FETCHING = 60;
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @TempDir
    static Path folder;

    private FixtureRoot root;
    private RunningProcess agent;
    private Browser browser;
    private String home;

    @BeforeAll
    void start() throws Exception {
        browser = Browser.start(folder.resolve("profile"));
        root = new FixtureRoot(folder.resolve("root"));
        Files.createDirectories(root.resolve("templates/phones"));
        Files.copy(Path.of("templates/phones/snom320.xml"), root.resolve("templates/phones/snom320.xml"));
        for (int number = FIRST; number < FIRST + PHONES; number++) {
            root.write(file(number), FixtureRoot.extension(number, number == FIRST ? "'" + HOSTILE + "'" : "Jane"));
        }
        for (int number = FIRST + 100; number < FIRST + 105; number++) {
            root.write(file(number), FixtureRoot.extension(number, "Jane").replace("Snom320", "Snom 9000"));
        }
        root.write("extensions.d/twice.yaml", "extension: " + (FIRST + 110) + "\n");
        root.write("templates/phones/broken.xml", "<doc>\n  <header>\n</doc>\n");
        agent = RunningProcess.startReady(root);
        home = "http://localhost:" + agent.adminPort();
        for (int number = FIRST; number < FIRST + FETCHING; number++) {
            agent.request("GET", "/provisioning/cfg" + FixtureRoot.mac(number));
        }
        agent.request(
                "GET", "/provisioning/001565aabb01.cfg", "User-Agent", "Yealink SIP-T46S 66.85.0.5 00:15:65:aa:bb:01");
    }

    @BeforeEach
    void resetBrowser() {
        browser.withColorScheme("light").withSize(1280, 900, false);
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void thePageShowsTheStateOfTheFleet() throws Exception {
        Deadline.await(
                () -> assertThat(browser.open(home).text("h1")).matches("\\d\\d of 2,000 phones are up to date"));
        assertThat(browser.text(".problems"))
                .contains("extensions.d/twice.yaml:1:12", "broken.xml:3:", "(and therefore 5 phones keep");
        assertThat(browser.text(".cycles")).contains("files changed", "because of");
        assertThat(browser.text("main")).contains("00:15:65:aa:bb:01", "SIP-T46S");
        browser.assertNoHorizontalScrolling();
        browser.screenshot("fleet").assertNoErrors();
    }

    @Test
    void thePageUpdatesItselfAfterAnEdit() throws Exception {
        browser.open(home).execute("window.stayed = true");
        assertThat(browser.text(".problems")).doesNotContain("unknown key");
        root.write(file(FIRST + 200), FixtureRoot.extension(FIRST + 200, "Jane").replace("first_name", "frist_name"));
        Deadline.await(() -> assertThat(browser.text(".problems")).contains("unknown key 'frist_name'"));
        assertThat(browser.text(".problems")).contains("frist_name: ••••••");
        root.write(file(FIRST + 200), FixtureRoot.extension(FIRST + 200, "Janet"));
        Deadline.await(() -> assertThat(browser.text(".problems")).doesNotContain("unknown key"));
        Deadline.await(() -> assertThat(browser.text(".cycles"))
                .contains("1 problem solved", "provisioning/cfg" + FixtureRoot.mac(FIRST + 200)));
        assertThat(browser.execute("window.stayed")).isEqualTo(true);
        browser.assertNoErrors();
    }

    @Test
    void thePageOfAPhoneShowsItsFileWithoutItsPassword() throws Exception {
        browser.open(home + "/phones/" + FixtureRoot.mac(FIRST));
        assertThat(browser.text("h1")).isEqualTo(FIRST + " " + HOSTILE + " Doe");
        assertThat(browser.count("img")).isZero();
        assertThat(browser.text(".text")).contains("user_pass1$: ••••••", "user_realname1$: " + HOSTILE);
        assertThat(browser.source()).doesNotContain("s" + FIRST);
        browser.assertNoHorizontalScrolling();
        browser.screenshot("phone").assertNoErrors();
    }

    @Test
    void theSearchFindsAPhoneWhileTheUserTypes() throws Exception {
        browser.open(home + "/phones").screenshot("phones");
        assertThat(browser.count(".phones tbody tr")).isEqualTo(100);
        browser.type("input[type=search]", "1777");
        Deadline.await(() -> assertThat(browser.count(".phones tbody tr")).isEqualTo(1));
        assertThat(browser.url()).endsWith("/phones?q=1777");
        browser.click(".phones tbody a");
        Deadline.await(() -> assertThat(browser.text("h1")).isEqualTo("1777 Jane Doe"));
        browser.assertNoErrors();
    }

    @Test
    void thePageFollowsTheDarkColorScheme() throws Exception {
        browser.open(home);
        String background = "getComputedStyle(document.documentElement).backgroundColor";
        Object light = browser.execute(background);
        browser.withColorScheme("dark");
        assertThat(browser.execute(background)).isNotEqualTo(light).isEqualTo("rgb(19, 21, 23)");
        browser.screenshot("dark");
    }

    @Test
    void thePageFitsASmallScreen() throws Exception {
        browser.withSize(390, 844, true);
        for (String path : List.of("/", "/phones", "/problems", "/unknown", "/phones/" + FixtureRoot.mac(FIRST))) {
            browser.open(home + path).assertNoHorizontalScrolling();
            browser.screenshot("small-" + path.replaceAll("\\W", "-"));
        }
    }

    @Test
    void thePageWorksWithoutScripts() throws Exception {
        try (Browser plain = Browser.start(folder.resolve("plain")).withoutScripts()) {
            plain.open(home);
            assertThat(plain.textWithoutScripts("h1")).contains("of 2,000 phones");
            assertThat(plain.textWithoutScripts(".cycles time")).endsWith(" UTC");
            plain.open(home + "/phones?q=1777");
            assertThat(plain.count(".phones tbody tr")).isEqualTo(1);
        }
    }

    private static String file(int number) {
        return "extensions.d/" + number + ".yaml";
    }
}
