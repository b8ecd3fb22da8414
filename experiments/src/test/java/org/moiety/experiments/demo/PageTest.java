package org.moiety.experiments.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.experiments.browser.Browser;
import org.moiety.experiments.lesson.Input;
import org.moiety.experiments.lesson.Lesson;
import org.moiety.experiments.lesson.Lessons;
import org.moiety.experiments.transcript.Entry;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Transcript;
import org.moiety.experiments.transcript.Value;
import org.openqa.selenium.Keys;

/// The page in a real browser, with all lessons that there are. To look at every step, name a folder in the environment: `MOIETY_SCREENSHOTS=target/screenshots`.
final class PageTest {
  private static final int DESK = 1280;
  private static final int PHONE = 390;
  private static final long SEED = 7;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Inputs of lessons that take long with their own.
  private static final Map<String, Map<String, String>> LIGHT = Map.of("train",
      Map.of("iterations", "3", "batch", "4"));

  private static DemoServer server;
  private static Browser browser;

  @TempDir
  private Path folder;

  @BeforeAll
  static void start() {
    browser = Browser.open();
    server = DemoServer.start(0);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void saysNothingAndAsksNobodyElse() throws IOException {
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.requests()).isNotEmpty().allMatch(address -> address.startsWith(server.address()));
  }

  static Stream<String> lessons() {
    return Lessons.all().stream().map(Lesson::name);
  }

  private static Stream<String> lessonsWithAField() {
    return Lessons.all().stream()
        .filter(lesson -> lesson.inputs().stream().anyMatch(input -> input.type() == Input.Type.PRIME))
        .map(Lesson::name);
  }

  private static void begin(String hash, int width, boolean dark) {
    browser.show("about:blank", width, dark);
    browser.show(server.address() + "#" + hash, width, dark);
    browser.until("!!document.getElementById('in-seed')");
  }

  private static void open(String hash, int width, boolean dark) {
    begin(hash, width, dark);
    browser.until("!!document.querySelector('#stage[data-outcome]:not([data-outcome=\"\"])')");
  }

  private static String query(Map<String, String> inputs) {
    return inputs.entrySet().stream()
        .map(input -> "&" + input.getKey() + "=" + URLEncoder.encode(input.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  private static String text(String selector) {
    return browser.value("document.querySelector(" + quoted(selector) + ").textContent").toString();
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long steps() {
    return browser.number("document.querySelectorAll('#steps button').length");
  }

  private static void go(long step) {
    browser.value("document.querySelectorAll('#steps button')[" + (step - 1) + "].click()");
    browser.until("document.querySelector('#step .number').textContent === 'Step " + step + "'");
  }

  /// Waits until the lesson went with these values.
  private static void awaitValues(Map<String, String> values) throws IOException {
    browser.until(
        "(() => { const data = document.getElementById('stage').dataset; return data.outcome !== '' && Object.entries("
            + JSON.writeValueAsString(values)
            + ").every(([name, value]) => JSON.parse(data.inputs ?? '{}')[name] === value); })()");
  }

  /// The lesson's end on the page is that of the engine with the same inputs.
  private static void checkEnd(Transcript transcript) throws IOException {
    go(transcript.steps().size());
    assertThat(steps()).isEqualTo(transcript.steps().size());
    Result result = transcript.result();
    Object outcome = browser.value("document.querySelector('.ending').dataset.outcome");
    assertThat(outcome).isEqualTo(result.outcome().text());
    assertThat(text(".ending")).contains(result.text());
    List<String> shares = checkCompared(transcript.lesson().equals("fixed-point") ? "In the field" : "On shares",
        result.reconstructed());
    List<String> clear = checkCompared("In the clear", result.plain());
    if (text("#ending").contains("They agree.")) {
      assertThat(shares).isNotEmpty().isEqualTo(clear);
    }
  }

  /// @param title how the lesson calls what it computed; one without shares has another word
  private static List<String> checkCompared(String title, Value value) throws IOException {
    String all = browser.value("JSON.stringify([...document.querySelectorAll('[data-compared=\"" + title
        + "\"] [data-all]')].map(number => number.dataset.all))").toString();
    List<String> digits = JSON.readerForListOf(String.class).readValue(all);
    assertThat(digits).isEqualTo(value == null || value.pixels() != null
        ? List.of()
        : value.entries().stream().map(Entry::digits).toList());
    return digits;
  }

  /// Another value than an input has at first, as it is typed; null to leave it.
  private static String other(Input input) {
    return switch (input.type()) {
      case NUMBER, INTEGER -> {
        double next = Double.parseDouble(input.preset()) + 1;
        double bounded = input.max() != null && next > input.max() ? Double.parseDouble(input.preset()) / 2 : next;
        yield bounded % 1 == 0 ? Long.toString((long) bounded) : Double.toString(bounded);
      }
      case NUMBERS, MATRIX -> input.preset().replaceFirst("[^,;]+", "0.75");
      case CHOICE, IMAGE -> input.options().getLast();
      case PRIME -> null;
    };
  }

  /// Other values for all inputs but the field.
  private static Map<String, String> others(Lesson lesson) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Input input : lesson.inputs()) {
      String value = other(input);
      if (value != null) {
        values.put(input.name(), value);
      }
    }
    values.putAll(light(lesson.name()));
    return values;
  }

  private static Map<String, String> light(String lesson) {
    return LIGHT.getOrDefault(lesson, Map.of());
  }

  private static void enter(Input input, String value) {
    String selector = "#in-" + input.name();
    switch (input.type()) {
      case NUMBER, INTEGER, NUMBERS -> browser.type(selector, value);
      case MATRIX -> browser.type(selector, value.replace(";", "\n"));
      case IMAGE -> browser.choose(selector, value);
      case CHOICE -> {
        if (Boolean.TRUE.equals(browser.value("!!document.querySelector('select" + selector + "')"))) {
          browser.choose(selector, value);
        } else {
          browser.click(selector + "-" + value);
        }
      }
      case PRIME -> browser.click(selector + "-" + value);
    }
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void followsEachInput(String name) throws IOException {
    Lesson lesson = Lessons.named(name);
    begin(name + "?seed=" + SEED, DESK, false);
    Map<String, String> values = others(lesson);
    for (Input input : lesson.inputs()) {
      if (values.containsKey(input.name())) {
        enter(input, values.get(input.name()));
      }
    }
    awaitValues(values);
    assertThat(text("#error")).isEmpty();
    checkEnd(Lessons.transcript(lesson, values, SEED));
  }

  @ParameterizedTest
  @MethodSource("lessonsWithAField")
  void worksInASmallFieldToo(String name) throws IOException {
    Lesson lesson = Lessons.named(name);
    Map<String, String> small = new LinkedHashMap<>();
    open(name + "?seed=" + SEED, DESK, true);
    for (Input input : lesson.inputs()) {
      if (input.type() == Input.Type.PRIME) {
        enter(input, "small");
        small.put("prime", input.smallPreset());
        awaitValues(small);
      }
    }
    checkEnd(Lessons.transcript(lesson, small, SEED));
    picture(name + "-small", DESK, true);
  }

  /// No step is wider than the window, on a desk and on a phone, in light and dark.
  @ParameterizedTest
  @MethodSource("lessons")
  void fitsEveryWindow(String name) throws IOException {
    open(name + "?seed=" + SEED + query(light(name)), PHONE, false);
    for (int width : new int[]{DESK, PHONE}) {
      for (boolean dark : new boolean[]{false, true}) {
        browser.window(width, dark);
        browser.value("document.querySelectorAll('.fold').forEach(fold => fold.open = " + (width == DESK) + ")");
        assertThat(browser.value("getComputedStyle(document.body).backgroundColor"))
            .isEqualTo(dark ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)");
        assertThat(browser.value("[...Array(document.querySelectorAll('#steps button').length).keys()].filter(step => {"
            + " document.querySelectorAll('#steps button')[step].click();"
            + " return document.documentElement.scrollWidth > " + width + "; }).join()"))
            .as("steps that are too wide for " + width).isEqualTo("");
        picture(name, width, dark);
      }
    }
  }

  private static void picture(String name, int width, boolean dark) throws IOException {
    String folder = System.getenv("MOIETY_SCREENSHOTS");
    if (folder != null) {
      for (long step = 1; step <= steps(); step++) {
        go(step);
        browser.screenshot(
            Path.of(folder, "lesson-" + name + "-" + step + "-" + width + (dark ? "-dark" : "-light") + ".png"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void addressHoldsTheState(String name) throws IOException {
    Lesson lesson = Lessons.named(name);
    Map<String, String> values = others(lesson);
    open(name + "?seed=" + SEED + query(values) + "&step=2&eyes=party-1", DESK, false);
    Object before = browser.value("document.getElementById('main').innerText");
    Object address = browser.value("location.href");
    browser.reload();
    browser.until("!!document.querySelector('#stage[data-outcome]:not([data-outcome=\"\"])')");
    assertThat(browser.value("location.href")).isEqualTo(address);
    assertThat(text("#step .number")).isEqualTo("Step 2");
    assertThat(browser.value("document.querySelector('input[name=eyes]:checked').value")).isEqualTo("party-1");
    assertThat(browser.value("document.getElementById('main').innerText")).isEqualTo(before);
    checkEnd(Lessons.transcript(lesson, values, SEED));
  }

  @Test
  void trainingIsShownWhileItGoesOn() {
    begin("train?seed=1&iterations=30&batch=2", DESK, false);
    browser.until("document.getElementById('progress').textContent.includes(' of 30: ')"
        + " && !!document.querySelector('.chart .line')");
    assertThat(text("#step .number")).isEqualTo("Step 1");
    browser.until("document.querySelector('#stage').dataset.outcome === 'agrees'");
    assertThat(browser.value("document.getElementById('progress').hidden")).isEqualTo(true);
    assertThat(text("#step .number")).isEqualTo("Step 1");
  }

  /// A raised index is nobody's half.
  @Test
  void indexIsNoHalf() {
    open("relu?seed=1&step=3", DESK, false);
    assertThat(text(".open [data-value='c(1)'] .chip")).isEqualTo("c\u207d\u00b9\u207e");
    assertThat(browser.number("document.querySelectorAll(\".chip[data-ids='c(1)']:not(.whole)\").length")).isZero();
  }

  /// With the large prime, so that no check passes by luck.
  @ParameterizedTest
  @CsvSource({"result,caught", "input,caught", "check,caught", "none,agrees"})
  void cheaterIsCaught(String cheat, String outcome) throws IOException {
    open("mac?seed=1&step=99&cheat=" + (cheat.equals("none") ? "result" : "none"), DESK, false);
    browser.click("#in-cheat-" + cheat);
    awaitValues(Map.of("cheat", cheat));
    assertThat(browser.value("document.querySelector('.ending').dataset.outcome")).isEqualTo(outcome);
    assertThat(text("#ending")).contains(outcome.equals("caught") ? "The cheater was caught." : "They agree.");
    assertThat(browser.number("document.querySelectorAll('[data-compared=\"On shares\"]').length"))
        .isEqualTo(outcome.equals("caught") ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({"3,-4,-12", "0,5,0", "1.5,1.5,2.25"})
  void productOfWhatIsTyped(String x, String y, String product) throws IOException {
    open("multiply?seed=1", DESK, false);
    browser.type("#in-x", x);
    browser.type("#in-y", y);
    awaitValues(Map.of("x", x, "y", y));
    assertThat(text(".verdict")).contains("= " + product + ", as computed in the clear");
  }

  @Test
  void wrongInputIsToldAndLeavesTheRest() {
    open("share?seed=1", DESK, false);
    browser.type("#in-x", "5000");
    browser.until("document.getElementById('error').textContent.includes('expected a number from -2000 to 2000')");
    assertThat(steps()).isGreaterThan(2);
    browser.type("#in-x", "50");
    browser.until("document.getElementById('error').textContent === ''");
  }

  @Test
  void eyesSeeTheirOwnOnly() {
    open("multiply?seed=1&step=2", DESK, false);
    String own = text(".party-1 [data-value=a_1] .num");
    assertThat(text(".columns")).contains(own);
    browser.click("input[name=eyes][value=party-1]");
    assertThat(text(".columns")).contains(own);
    assertThat(browser.number("document.querySelectorAll('.party-0 .value, .dealer .value').length")).isZero();
    browser.click("input[name=eyes][value=listener]");
    assertThat(browser.number("document.querySelectorAll('.column .value').length")).isZero();
    browser.click("input[name=eyes][value=all]");
    assertThat(browser.number("document.querySelectorAll('.dealer .value').length")).isEqualTo(3);
  }

  /// After `multiply` nobody has seen a factor, nor the other's shares of them.
  @Test
  void notebooksTellWhatEachSaw() {
    open("multiply?seed=1&step=99", DESK, false);
    assertThat(saw("party 0")).contains("x_0", "a_0", "alpha", "beta", "z").doesNotContain("x", "y", "x_1", "a", "b",
        "c", "a_1");
    assertThat(saw("party 1")).contains("x_1", "alpha", "z").doesNotContain("x", "y", "x_0", "a_0");
    assertThat(saw("public")).contains("alpha", "z").doesNotContain("x", "x_0", "x_1", "a_0", "z_9");
  }

  private static List<String> saw(String who) {
    return List.of(browser.value("[...document.querySelectorAll('[data-who=\"" + who
        + "\"] [data-saw]')].map(each => each.dataset.saw).join(' ')").toString().split(" "));
  }

  @Test
  void allDigitsForPointerAndKeyboard() {
    open("share?seed=1&step=2", DESK, false);
    String number = ".party-1 [data-value=x_1] button.num";
    Object digits = browser.value("document.querySelector('" + number + "').dataset.digits");
    assertThat(digits.toString().length()).isGreaterThan(30);
    browser.pointAt(number);
    browser.until("!document.getElementById('tip').hidden");
    assertThat(text("#tip")).isEqualTo(digits);
    browser.press("body", Keys.ESCAPE);
    browser.until("document.getElementById('tip').hidden");
    browser.value("document.querySelector('" + number + "').focus()");
    browser.until("document.querySelector('" + number + "').getAttribute('aria-describedby') === 'tip'");
    assertThat(text("#tip")).isEqualTo(digits);
  }

  @Test
  void worksByKeyboard() {
    open("share?seed=1", DESK, false);
    browser.press(Keys.TAB);
    assertThat(browser.value("document.activeElement.id")).isEqualTo("skip");
    browser.press(Keys.ENTER);
    assertThat(browser.value("document.activeElement.id")).isEqualTo("main");
    browser.press(Keys.ARROW_RIGHT);
    browser.press(Keys.ARROW_RIGHT);
    assertThat(text("#step .number")).isEqualTo("Step 3");
    browser.press(Keys.ARROW_LEFT);
    assertThat(text("#step .number")).isEqualTo("Step 2");
    assertThat(browser.value("document.getElementById('step').getAttribute('aria-live')")).isEqualTo("polite");
    browser.value("document.getElementById('next').focus()");
    browser.press(Keys.ENTER);
    assertThat(text("#step .number")).isEqualTo("Step 3");
    assertThat(browser.value("document.activeElement.id")).isEqualTo("next");
    browser.value("document.getElementById('in-x').focus()");
    browser.press(Keys.ARROW_LEFT);
    assertThat(text("#step .number")).isEqualTo("Step 3");
  }

  /// Every field has a name, every picture a description, and there is one heading of each lesson.
  @ParameterizedTest
  @MethodSource("lessons")
  void everythingHasAName(String name) {
    open(name + "?seed=" + SEED + "&step=99", DESK, false);
    assertThat(
        browser.number("[...document.querySelectorAll('input, select, textarea')].filter(field => !field.labels?.length"
            + " && !field.ariaLabel).length"))
        .isZero();
    assertThat(browser
        .number("document.querySelectorAll('svg:not([role=img]):not([aria-hidden]), canvas:not([aria-label])').length"))
        .isZero();
    assertThat(browser.number("document.querySelectorAll('h1').length")).isEqualTo(1);
    assertThat(browser.number("document.querySelectorAll('main, nav[aria-label], header').length")).isEqualTo(3);
    assertThat(browser.value("new Set([...document.querySelectorAll('[id]')].map(each => each.id)).size"
        + " === document.querySelectorAll('[id]').length")).isEqualTo(true);
  }

  @Test
  void playGoesOnByItself() {
    open("share?seed=1", DESK, false);
    browser.value(
        "(window.later = window.setTimeout, window.setTimeout = (act, millis) => later(act, millis / 50), true)");
    browser.click("#play");
    browser.until("document.querySelector('#step .number').textContent === 'Step 2'");
    browser.click("#play");
    assertThat(browser.value("document.getElementById('play').getAttribute('aria-pressed')")).isEqualTo("false");
  }

  @Test
  void picturesAreDrawnAndRead() throws IOException {
    open("share?seed=1&step=5", DESK, false);
    browser.choose("#in-image", "draw");
    browser.until("location.hash.includes('image=28x28')");
    browser.draw(".draw");
    browser.until("/image=28x28%3A0*[1-9a-f]/.test(location.hash)");
    BufferedImage picture = new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 200, 200);
    graphics.dispose();
    Path file = folder.resolve("half.png");
    ImageIO.write(picture, "png", file.toFile());
    browser.choose("#in-image", "file");
    browser.press("#in-image-file", file.toString());
    browser.until("/image=28x14%3Af{24}[0-9a-f]{8}0{24}f{24}/.test(location.hash)");
    browser.until("document.querySelector('#stage').dataset.inputs.includes('28x14:')");
    assertThat(browser.number("document.querySelector('.party-0 [data-value=m] canvas').height")).isEqualTo(14);
  }

  @Test
  void nextLessonFollowsTheLastStep() {
    List<Lesson> all = Lessons.all();
    open(all.getFirst().name() + "?seed=1&step=99", DESK, false);
    browser.click("#next");
    browser.until("location.hash.startsWith('#" + all.get(1).name() + "?')");
    browser.until("document.querySelector('#stage').dataset.outcome === 'agrees'");
    assertThat(text("h1")).isEqualTo(all.get(1).title());
    assertThat(text("#lessons [aria-current=page] b")).isEqualTo(all.get(1).name());
    assertThat(browser.number("document.querySelectorAll('#lessons li').length")).isEqualTo(all.size());
  }
}
