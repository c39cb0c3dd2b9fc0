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

/** A real browser without a window: Chromium of Debian. */
final class Browser implements AutoCloseable {
    /** The folder for screenshots, which people can look at after a run. */
    private static final Path SCREENSHOTS = Path.of("target/pages");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser with a new profile. Skips the test if there is no browser. */
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
        return new Browser(new ChromeDriver(service, options)).withSize(1280, 900, false);
    }

    Browser open(String url) {
        driver.get(url);
        return this;
    }

    Browser withSize(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
        return this;
    }

    Browser withColorScheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    Browser withoutScripts() {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        return this;
    }

    /** Returns the visible text of an element. */
    String text(String selector) {
        // In one call: the page may replace an element that was found before.
        return String.valueOf(
                driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", selector));
    }

    /** Returns the visible text of an element while scripts are off. */
    String textWithoutScripts(String selector) {
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

    Object execute(String script) {
        return driver.executeScript("return " + script);
    }

    String source() {
        return String.valueOf(driver.getPageSource());
    }

    String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /** Checks that the page needs no horizontal scrolling. */
    void assertNoHorizontalScrolling() {
        assertThat(execute("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("what is too wide on %s", url())
                .isEqualTo(0L);
    }

    /** Checks that the page's policy refused nothing and no script failed. */
    void assertNoErrors() {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    /** Saves a screenshot. */
    Browser screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        return this;
    }

    @Override
    public void close() {
        driver.quit();
    }
}
