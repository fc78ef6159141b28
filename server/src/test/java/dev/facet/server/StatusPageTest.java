package dev.facet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.facet.model.fixture.TinyModel;
import dev.facet.v1.ActivateVersionRequest;
import dev.facet.v1.EmbedRequest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The page for people, in a real browser. Where the machine has none these tests are skipped,
 * unless {@code REQUIRE_BROWSER=true}.
 */
class StatusPageTest {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static Optional<ChromeDriver> opened = Optional.empty();

  private final Path repository;
  private final ChromeDriver browser;

  StatusPageTest(@TempDir Path directory) throws Exception {
    repository = directory.resolve("models");
    TinyModel.write(repository, "face", 1, 1);
    browser = opened.orElseThrow();
  }

  @BeforeAll
  static void openBrowser() {
    Optional<File> chromium = onPath("chromium");
    Optional<File> driver = onPath("chromedriver");
    boolean there = chromium.isPresent() && driver.isPresent();
    boolean required = Boolean.parseBoolean(System.getenv("REQUIRE_BROWSER"));
    assumeTrue(there || required, "chromium and chromedriver are on the PATH");
    assertTrue(there, "chromium and chromedriver are on the PATH");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.WARNING);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.setCapability("goog:loggingPrefs", logs);
    opened =
        Optional.of(
            new ChromeDriver(
                new ChromeDriverService.Builder()
                    .usingDriverExecutable(driver.orElseThrow())
                    .build(),
                options));
  }

  @AfterAll
  static void closeBrowser() {
    opened.ifPresent(ChromeDriver::quit);
  }

  @Test
  void page_showsTheModels_theTraffic_andWhatChanged() throws Exception {
    TinyModel.write(repository, "face", 2, 2);
    try (TestServer server = server("models.activation", "true", "models.live", "")) {
      open(server);
      await("readiness", "serving"::equals);
      await("versions", text -> text.contains("live"));
      String before = text("versions");
      assertTrue(before.contains("face"), before);

      for (int i = 0; i < 5; i++) {
        server.embeddings().embed(EmbedRequest.newBuilder().setImage(Drawings.raw(i)).build());
      }
      server
          .models()
          .activateVersion(
              ActivateVersionRequest.newBuilder().setName("face").setVersion(1).build());

      await("batches", text -> text.contains("to 1") && text.contains("5"));
      await("latency", text -> text.contains("ms"));
      await("throughput", text -> text.matches("\\d.*"));
      await("memory", text -> text.endsWith("MiB"));
      await("changes", text -> text.lines().filter(line -> line.contains("live")).count() >= 2);
      await("uptime", text -> text.matches("up \\d+ (min|h)"));
      assertEquals(List.of(), complaints());
    }
  }

  @Test
  void twoPhotos_areCompared_droppedOrChosen(@TempDir Path photos) throws Exception {
    Path photo = Files.write(photos.resolve("one.png"), Drawings.file("png", 1, 120, 120));
    Path other = Files.write(photos.resolve("other.png"), Drawings.file("png", 2, 120, 120));
    try (TestServer server = server()) {
      open(server);
      await("readiness", "serving"::equals);

      choose("first", photo);
      drop("second", photo);
      await("similarity", "Similarity 1.0000"::equals);

      choose("second", other);
      await("similarity", text -> text.startsWith("Similarity ") && !text.contains("1.0000"));

      choose("second", Files.writeString(photos.resolve("text.png"), "no image"));
      await("similarity", text -> text.startsWith("INVALID_ARGUMENT: "));
    }
  }

  @Test
  void serverThatIsGone_isShownAsGone() throws Exception {
    try (TestServer server = server()) {
      open(server);
      await("readiness", "serving"::equals);
    }
    await("readiness", "does not answer"::equals);
  }

  @Test
  void serverWithTokens_asksForOne(@TempDir Path files) throws Exception {
    Path photo = Files.write(files.resolve("one.png"), Drawings.file("png", 1, 120, 120));
    Path tokens =
        Files.writeString(
            files.resolve("tokens.txt"),
            // Of the token "secret".
            "page embed 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b\n");
    try (TestServer server = server("auth.tokens", tokens.toString())) {
      open(server);
      await("readiness", "serving"::equals);
      await("token-line", text -> text.contains("Token"));
      choose("first", photo);
      choose("second", photo);
      await("similarity", text -> text.startsWith("UNAUTHENTICATED: "));

      WebElement token = browser.findElement(By.id("token"));
      token.sendKeys("secret\t");

      await("similarity", "Similarity 1.0000"::equals);
    }
  }

  private TestServer server(String... more) throws Exception {
    String[] flags = Arrays.copyOf(more, more.length + 4);
    flags[more.length] = "http.enabled";
    flags[more.length + 1] = "true";
    flags[more.length + 2] = "http.port";
    flags[more.length + 3] = "0";
    return new TestServer(repository, flags);
  }

  private void open(TestServer server) {
    complaints();
    browser.get("http://127.0.0.1:" + server.server().httpAddress().orElseThrow().getPort() + "/");
  }

  private void choose(String side, Path photo) {
    browser
        .findElement(By.cssSelector("#" + side + " input"))
        .sendKeys(photo.toAbsolutePath().toString());
  }

  /** Drops a photo, as a person does from a file manager: the file comes by an input of its own. */
  private void drop(String side, Path photo) {
    WebElement input =
        (WebElement)
            browser.executeScript(
                "const input = document.createElement('input'); input.type = 'file';"
                    + " document.body.append(input); return input;");
    Objects.requireNonNull(input).sendKeys(photo.toAbsolutePath().toString());
    browser.executeScript(
        "const dropped = new DataTransfer(); dropped.items.add(arguments[0].files[0]);"
            + " arguments[1].dispatchEvent(new DragEvent('drop',"
            + " {dataTransfer: dropped, bubbles: true, cancelable: true}));"
            + " arguments[0].remove();",
        input,
        browser.findElement(By.id(side)));
  }

  private String text(String id) {
    return browser.findElement(By.id(id)).getText().strip();
  }

  private void await(String id, Predicate<String> expected) {
    long end = System.nanoTime() + LONGEST.toNanos();
    String shown = text(id);
    while (!expected.test(shown)) {
      assertTrue(System.nanoTime() < end, id + " shows: " + shown);
      shown = text(id);
    }
  }

  /** What the browser complains of since it was last asked: scripts, the policy of content. */
  private List<String> complaints() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(String::valueOf)
        .toList();
  }

  private static Optional<File> onPath(String program) {
    return Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
        .map(directory -> new File(directory, program))
        .filter(File::canExecute)
        .findFirst();
  }
}
