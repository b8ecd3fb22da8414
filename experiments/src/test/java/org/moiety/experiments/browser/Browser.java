package org.moiety.experiments.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LoggingPreferences;

/// A headless Chromium of this machine. Where there is none, tests that ask for it are skipped, or fail if the environment says `MOIETY_BROWSER=required`.
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> CHROMIUM = List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> DRIVER = List.of("chromedriver", "chromium.chromedriver");

  /// Selenium warns of Chromiums that are newer than itself; nothing here depends on their version.
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ChromeDriver driver;

  private Browser(Path chromium, Path chromedriver) {
    SELENIUM.setLevel(Level.SEVERE);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--hide-scrollbars");
    options.setCapability("goog:loggingPrefs", logs);
    driver = new ChromeDriver(
        new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile()).usingAnyFreePort().build(),
        options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
  }

  public static Browser open() {
    List<Path> chromium = onPath(CHROMIUM);
    List<Path> chromedriver = onPath(DRIVER);
    if (chromium.isEmpty() || chromedriver.isEmpty()) {
      String message = "no Chromium with its chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)";
      if ("required".equals(System.getenv("MOIETY_BROWSER"))) {
        Assertions.fail(message);
      }
      Assumptions.abort(message + ": the page is not tested");
    }
    return new Browser(chromium.getFirst(), chromedriver.getFirst());
  }

  private static List<Path> onPath(List<String> names) {
    List<String> folders = List.of(System.getenv().getOrDefault("PATH", "").split(":"));
    return names.stream().flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable).toList();
  }

  /// Loads a page.
  ///
  /// @param width of the window, in CSS pixels
  public void show(String address, int width, boolean dark) {
    window(width, dark);
    driver.get(address);
  }

  /// Changes the width of the window and the scheme of colours.
  public void window(int width, boolean dark) {
    List<Object> features = List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
        Map.of("name", "prefers-reduced-motion", "value", "reduce")); // no picture of something half on its way
    command("Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", false));
    command("Emulation.setEmulatedMedia", Map.of("features", features));
  }

  /// The value of an expression.
  public Object value(String script) {
    Object value = driver.executeScript("return " + script);
    return value == null ? "null" : value;
  }

  public long number(String script) {
    return ((Number) value(script)).longValue();
  }

  /// Waits until an expression is true.
  public void until(String script) {
    driver.executeAsyncScript("const done = arguments[0]; const timer = setInterval(() => { if (" + script
        + ") { clearInterval(timer); done(); } }, 20);");
  }

  public void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /// Keys, one after the other, to an element.
  public void press(String selector, CharSequence... keys) {
    driver.findElement(By.cssSelector(selector)).sendKeys(keys);
  }

  /// Keys to whatever has the focus.
  public void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /// Types a text in the place of the old one.
  public void type(String selector, String text) {
    press(selector, Keys.chord(Keys.CONTROL, "a"), text);
  }

  public void choose(String selector, String option) {
    click(selector + " option[value='" + option + "']");
  }

  /// Draws a line across an element.
  public void draw(String selector) {
    WebElement element = driver.findElement(By.cssSelector(selector));
    new Actions(driver).moveToElement(element, -40, -40).clickAndHold().moveToElement(element, 40, 40).release()
        .perform();
  }

  /// Moves the pointer to an element.
  public void pointAt(String selector) {
    new Actions(driver).moveToElement(driver.findElement(By.cssSelector(selector))).perform();
  }

  public void reload() {
    driver.navigate().refresh();
  }

  /// What was written to the console since the last call.
  public List<String> messages() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
  }

  /// Addresses that were asked for since the last call.
  public List<String> requests() throws IOException {
    List<String> addresses = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode event = JSON.readTree(entry.getMessage()).path("message");
      if (event.path("method").asText().equals("Network.requestWillBeSent")) {
        addresses.add(event.path("params").path("request").path("url").asText());
      }
    }
    return addresses;
  }

  /// The whole page as a PNG file.
  public void screenshot(Path file) throws IOException {
    Map<String, Object> image = command("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip",
        Map.of("x", 0, "y", 0, "width", number("innerWidth"), "height",
            number("document.documentElement.scrollHeight"), "scale", 1)));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(image.get("data").toString()));
  }

  private Map<String, Object> command(String name, Map<String, Object> parameters) {
    return driver.executeCdpCommand(name, parameters);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
