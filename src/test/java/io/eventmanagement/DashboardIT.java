package io.eventmanagement;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.eventmanagement.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The dashboard in a real browser, in front of a service whose event.com is another copy's stand-in. Skipped without a
 * Chromium.
 */
class DashboardIT {

    private static final double PATIENCE = 60_000;

    private static final HasAttributeOptions SOON = new HasAttributeOptions().setTimeout(PATIENCE);
    private static final ContainsTextOptions IN_TIME = new ContainsTextOptions().setTimeout(PATIENCE);

    private static PackagedService eventCom;
    private static PackagedService service;
    private static Playwright playwright;
    private static Browser browser;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private Wire wire;
    private BrowserContext context;
    private Page page;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean isOver;
    private Thread clients;

    /** As .ci/run looks for it. */
    private static Optional<Path> chromium() {
        List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator));
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> chromium = chromium();
        assumeTrue(chromium.isPresent(), "there is no Chromium");
        eventCom = PackagedService.start(Map.of("EVENT_API_STAND_IN", "true", "STAND_IN_CLOSE_RATIO", "0",
                "STAND_IN_EVENT_DELAY_MS", "0", "STAND_IN_ADD_FAILURES", "0"));
        service = PackagedService.start(Map.of("EVENT_API_BASE_URL", eventCom.url() + "/event.com", "DASHBOARD_ENABLED", "true",
                "DASHBOARD_ACTIONS", "true", "CIRCUIT_BREAKER_READ_DELAY_MS", "1000", "CACHE_USER_TTL_MS", "0",
                "CIRCUIT_BREAKER_RESET_TIMEOUT_MS", "60000"));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Builds run as root, where Chromium has no sandbox; it sees nothing but this page.
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(chromium.get())
                .setArgs(List.of("--no-sandbox")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (playwright != null) {
            playwright.close();
        }
        for (PackagedService one : Stream.of(service, eventCom).filter(one -> one != null).toList()) {
            one.close();
        }
    }

    @BeforeEach
    void open() {
        eventCom.operate("/q/stand-in/recover");
        for (String circuit : List.of("add-event", "get-users", "get-events", "get-user-by-id", "get-event-by-id")) {
            service.operate("/q/circuits/" + circuit + "/reset");
        }
        wire = new Wire(service.managementPort());
        open(ColorScheme.LIGHT, 1280);
    }

    private void open(ColorScheme scheme, int width) {
        if (context != null) {
            context.close();
        }
        context = browser.newContext(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900)
                // Or colours would be judged while they change.
                .setReducedMotion(ReducedMotion.REDUCE));
        page = context.newPage();
        page.onRequest(request -> requests.add(request.url()));
        page.onConsoleMessage(message -> complaints.add(message.type() + ": " + message.text()));
        page.onPageError(complaints::add);
        page.navigate("http://localhost:" + wire.port() + "/q/dashboard");
    }

    @AfterEach
    void close() throws Exception {
        isOver = true;
        if (clients != null) {
            clients.join();
        }
        if (context != null) {
            context.close();
        }
        if (wire != null) {
            wire.close();
        }
    }

    private Locator html() {
        return page.locator("html");
    }

    private Locator circuit(String name) {
        return page.locator("[data-circuit=" + name + "]");
    }

    private void assertState(String state) {
        assertThat(html()).hasAttribute("data-state", state, SOON);
    }

    /** Some of everything, until the end of the test. */
    private void ask() {
        clients = new Thread(() -> {
            for (int n = 0; !isOver; n++) {
                try {
                    service.get(n % 2 == 0 ? "/getEventsByUserId/1" : "/getUsers");
                } catch (UncheckedIOException e) {
                    complaints.add(e.toString());
                }
                LockSupport.parkNanos(20_000_000);
            }
        });
        clients.start();
    }

    private void assertNoViolations() {
        assertThat(violations(new AxeBuilder(page))).isEmpty();
    }

    /** Each with where it is. */
    private static List<String> violations(AxeBuilder axe) {
        return axe.analyze().getViolations().stream()
                .map(rule -> rule.getId() + " " + rule.getNodes().stream().map(CheckedNode::getTarget).toList()).toList();
    }

    private void openTheAddCircuit() {
        eventCom.operate("/q/stand-in/fail");
        eventually("the circuit is open", () -> {
            service.post("/addEvent", "{\"name\":\"n\",\"userId\":1}");
            return service.manage("/q/circuits").body().contains("\"OPEN\"");
        });
    }

    @Test
    void anOutageIsSeenFromItsBeginningToItsEnd() {
        ask();
        assertState("well");
        assertThat(page.locator("#headline")).containsText("Event.com answers", IN_TIME);
        assertThat(circuit("get-users")).hasAttribute("data-state", "CLOSED", SOON);

        eventCom.operate("/q/stand-in/fail");

        assertThat(circuit("get-users")).hasAttribute("data-state", "OPEN", SOON);
        assertState("degraded");
        assertThat(html()).hasAttribute("data-cause", "event.com", SOON);
        assertThat(page.locator("#headline")).containsText("It is event.com", IN_TIME);
        assertThat(page.locator("#since")).containsText("since");
        assertThat(circuit("get-users").locator(".wait")).containsText("probe", IN_TIME);
        assertThat(page.locator("#notes")).containsText("last good answer", IN_TIME);
        assertThat(page.locator("em-log")).containsText("get-users", IN_TIME);
        assertThat(page.locator("#spoken")).containsText("It is event.com", IN_TIME);
        eventually("a probe failed", () -> !circuit("get-users").locator(".probe.bad").getAttribute("d").isEmpty());

        eventCom.operate("/q/stand-in/recover");

        assertThat(circuit("get-users")).hasAttribute("data-state", "CLOSED", SOON);
        eventually("a probe succeeded", () -> !circuit("get-users").locator(".probe.good").getAttribute("d").isEmpty());
        assertState("well");
        assertNothingFromElsewhere();
    }

    private void assertNothingFromElsewhere() {
        assertThat(requests).isNotEmpty().allMatch(url -> url.startsWith("http://localhost:" + wire.port() + "/q/")
                || url.startsWith("data:image/svg+xml"));
        assertThat(complaints).isEmpty();
    }

    @Test
    void aPageThatIsOpenedLateSeesWhatHappened() {
        openTheAddCircuit();
        service.operate("/q/circuits/add-event/reset");

        open(ColorScheme.DARK, 1280);

        assertThat(page.locator("em-log")).containsText("reset by an operator", IN_TIME);
        eventually("the lane shows it", () -> !circuit("add-event").locator("path.open").getAttribute("d").isEmpty());
    }

    @Test
    void anActionAsksOnceAndSaysWhatItDid() {
        openTheAddCircuit();
        assertThat(circuit("add-event")).hasAttribute("data-state", "OPEN", SOON);
        Locator reset = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Reset add-event"));

        reset.focus();
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Reset add-event?");
        assertThat(violations(new AxeBuilder(page).include("dialog"))).isEmpty();
        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
        assertThat(circuit("add-event")).hasAttribute("data-state", "OPEN");

        reset.click();
        page.locator("#ask-yes").click();

        assertThat(page.locator("#said")).containsText("The circuit add-event was reset.", IN_TIME);
        assertThat(circuit("add-event")).hasAttribute("data-state", "CLOSED", SOON);
        assertThat(service.output()).contains("POST /q/circuits/add-event/reset, by 127.0.0.1: 204");
        assertNothingFromElsewhere();
    }

    @Test
    void oneUserIsPurged() {
        page.getByLabel("Its id").fill("a/b");
        page.getByLabel("Its id").press("Enter");
        page.locator("#ask-yes").click();

        assertThat(page.locator("#said")).containsText("The user a/b was purged.", IN_TIME);
        assertThat(service.output()).contains("POST /q/cache/users/a%2Fb/purge, by 127.0.0.1: 204");
    }

    // ---- What the service says, as this test has it ----

    /** Keeps what was in an element, one text after the other. */
    private static final String KEPT = "window.kept = { spoken: [], headline: [] }; addEventListener('DOMContentLoaded', () => "
            + "Object.entries(window.kept).forEach(([id, texts]) => new MutationObserver("
            + "() => texts.push(document.getElementById(id).textContent))"
            + ".observe(document.getElementById(id), { childList: true })));";

    private static String message(String event, JsonObject data) {
        return "event: " + event + "\ndata: " + data.encode() + "\n\n";
    }

    /** As often as it is asked: the stream ends each time, so the page asks again. */
    private void saying(Consumer<JsonObject> change, String headlineOfNews) {
        JsonObject all = new JsonObject(service.manage("/q/dashboard/data").body());
        change.accept(all);
        JsonObject news = all.copy().put("headline", headlineOfNews).put("log", new JsonArray());
        page.route("**/q/dashboard/stream", route -> {
            asked.incrementAndGet();
            route.fulfill(new Route.FulfillOptions().setContentType("text/event-stream")
                    .setBody(message("all", all) + message("news", news)));
        });
        page.addInitScript(KEPT);
        page.reload();
        eventually("it has come back twice", () -> {
            page.waitForTimeout(100);
            return asked.get() > 2;
        });
    }

    @Test
    void whatHasNotChangedIsStillThereAfterTheConnectionHasComeBack() {
        saying(all -> all.put("replicas", new JsonArray().add(replica("a", "well", true)).add(replica("b", "missing", false))),
                "");

        assertThat(page.locator(".replicas li")).hasCount(2);
        assertThat(page.locator(".replicas")).containsText("missing");
    }

    private static JsonObject replica(String name, String state, boolean isThis) {
        return new JsonObject().put("name", name).put("state", state).put("isThis", isThis);
    }

    @Test
    void onlyAnotherStateOrAnotherCauseIsSpoken() {
        saying(all -> all.put("state", "degraded").put("cause", "event.com").put("headline", "One headline"),
                "Another headline");

        assertThat(page.evaluate("window.kept.headline.join()").toString()).contains("Another headline");
        assertThat(page.evaluate("window.kept.spoken.join()").toString()).contains("One headline")
                .doesNotContain("Another headline");
    }

    @Test
    void whatIsNotKnownIsNotSaidToBeNothing() {
        saying(all -> all.putNull("lost").put("deliveries", new JsonObject().put("accepted", 1).put("sending", 0)
                .put("oldestMs", 1).put("limit", 9)), "");

        assertThat(page.locator("em-deliveries")).containsText("isn’t known");
    }

    @Test
    void theStandInsButtonsShowWhatItIsMadeToDo() {
        saying(all -> {
            all.put("standIn", "slow");
            all.getJsonObject("about").put("plays", true);
        }, "");

        assertThat(page.locator("em-stand-in [data-mode=slow]")).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("em-stand-in [data-mode=recover]")).hasAttribute("aria-pressed", "false");
        assertNoViolations();
    }

    @Test
    void aTabThatIsHiddenSaysHowItIs() {
        page.addInitScript("Object.defineProperty(document, 'hidden', { get: () => true })");
        page.reload();

        openTheAddCircuit();

        assertThat(html()).hasAttribute("data-state", Pattern.compile("degraded|failing"), SOON);
        assertThat(page).hasTitle(Pattern.compile("(Degraded|Failing) .*"));
        assertThat(page.locator("#headline")).containsText("Asking");
    }

    private enum Way {
        CUT,
        HUSH
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsGoneIsSaidAndComesBack(Way way) {
        assertThat(page.locator("#live-text")).containsText("live", IN_TIME);

        if (way == Way.CUT) {
            wire.cut();
        } else {
            wire.hush();
        }

        assertState("disconnected");
        assertThat(page.locator("#since")).containsText("old", IN_TIME);
        assertThat(page.locator("#spoken")).containsText("Disconnected", IN_TIME);
        assertNoViolations();

        wire.mend();

        assertThat(html()).not().hasAttribute("data-state", "disconnected", SOON);
        assertThat(page.locator("#live-text")).containsText("live", IN_TIME);
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = { "LIGHT", "DARK" })
    void everybodyCanReadIt(ColorScheme scheme) {
        ask();
        open(scheme, 1280);
        assertThat(circuit("get-users")).hasAttribute("data-state", "CLOSED", SOON);
        assertNoViolations();

        openTheAddCircuit();

        assertThat(html()).not().hasAttribute("data-state", "well", SOON);
        assertThat(circuit("add-event")).hasAttribute("data-state", "OPEN", SOON);
        assertNoViolations();
    }

    @Test
    void itFitsOnATelephone() {
        open(ColorScheme.LIGHT, 360);
        assertThat(circuit("get-users")).hasAttribute("data-state", "CLOSED", SOON);

        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
        assertNoViolations();
    }
}
