package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real browser without a window: Debian's Chromium. */
final class Browser implements AutoCloseable {
    /** Where pictures of pages go, for people. */
    private static final Path PICTURES = Path.of("target/pages");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts one that has never been anywhere; the test is skipped where there is none. */
    static Browser start(Path profile) {
        Path chromium = Debian.program("chromium", "chromium");
        Path chromedriver = Debian.program("chromedriver", "chromium-driver");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options)).sized(1280, 900, false);
    }

    Browser open(String url) {
        driver.get(url);
        return this;
    }

    Browser sized(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
        return this;
    }

    Browser prefers(String colours) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
        return this;
    }

    Browser withoutScripts() {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        return this;
    }

    /** What a person sees of an element. */
    String text(String selector) {
        // At one go: the page may replace what was found before.
        return String.valueOf(
                driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector));
    }

    /** The same where scripts are off. */
    String seen(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    Browser click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
        return this;
    }

    Browser type(String selector, String keys) {
        driver.findElement(By.cssSelector(selector)).sendKeys(keys);
        return this;
    }

    Object ask(String script) {
        return driver.executeScript("return " + script);
    }

    String source() {
        return String.valueOf(driver.getPageSource());
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Nothing has to be scrolled sideways to be read. */
    void assertItFits() {
        assertThat(ask("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what is too wide on %s", address())
                .isEqualTo(0L);
    }

    /** Nothing was refused by the page's policy, and no script failed. */
    void assertItIsContent() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    /** Keeps a picture of the page. */
    Browser picture(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        return this;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
