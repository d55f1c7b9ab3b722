package io.eventmanagement;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.time.Clock;
import java.util.Set;

import jakarta.inject.Inject;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import io.eventmanagement.time.Time;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.runtime.ExecutionMode;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy.AuthorizationRequestContext;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy.CheckResult;

/** The arrows between the packages, and habits that hold everywhere. */
@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String OURS = "io.eventmanagement..";

    private static String named(String name) {
        return "io.eventmanagement." + name + "..";
    }

    private static String[] named(String... names) {
        return java.util.Arrays.stream(names).map(ArchitectureTest::named).toArray(String[]::new);
    }

    /** Of our packages, one depends on these at most. */
    private static ArchRule onlyOn(String name, String... others) {
        DescribedPredicate<JavaClass> known = resideInAnyPackage(named(others)).or(resideInAPackage(named(name)));
        return noClasses().that().resideInAPackage(named(name))
                .should().dependOnClassesThat(resideInAPackage(OURS).and(not(known)));
    }

    private static ArchRule usedByNobody(String name) {
        return noClasses().that().resideOutsideOfPackage(named(name))
                .should().dependOnClassesThat().resideInAPackage(named(name));
    }

    @ArchTest
    static final ArchRule TIME_KNOWS_NONE_OF_US = onlyOn("time");

    @ArchTest
    static final ArchRule BULKHEAD_KNOWS_NONE_OF_US = onlyOn("bulkhead");

    @ArchTest
    static final ArchRule CIRCUIT_KNOWS_THE_CLOCK_AND_ITS_SETTINGS = onlyOn("circuit", "time", "settings");

    @ArchTest
    static final ArchRule TIME_BULKHEAD_AND_CIRCUIT_KNOW_NOTHING_OF_HTTP_OR_JSON = knowsNothingOfHttpOrJson("time", "bulkhead",
            "circuit");

    private static ArchRule knowsNothingOfHttpOrJson(String... names) {
        return noClasses().that().resideInAnyPackage(named(names)).should().dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.http..", "io.vertx.ext.web..", "jakarta.ws.rs..", "com.fasterxml.jackson..");
    }

    @ArchTest
    static final ArchRule SETTINGS_KNOW_NONE_OF_US = onlyOn("settings");

    @ArchTest
    static final ArchRule READS_KNOW_WHAT_IS_BELOW_THEM = onlyOn("reads", "upstream", "circuit", "bulkhead",
            "time", "runtime", "settings", "tracing", "redis");

    @ArchTest
    static final ArchRule REDIS_KNOWS_THE_CLOCK_AND_ITS_SETTINGS = onlyOn("redis", "settings", "time");

    @ArchTest
    static final ArchRule READS_KNOW_NOTHING_OF_HTTP_OR_JSON = knowsNothingOfHttpOrJson("reads");

    @ArchTest
    static final ArchRule UPSTREAM_KNOWS_WHAT_IS_BELOW_IT = onlyOn("upstream", "circuit", "bulkhead", "time",
            "runtime", "settings");

    private static final DescribedPredicate<JavaClass> DOCUMENTED = resideInAPackage("io.quarkus.runtime.annotations")
            .or(belongToAnyOf(Quarkus.class, StartupEvent.class, ShutdownEvent.class,
                    ShutdownDelayInitiatedEvent.class, LaunchMode.class, ExecutionMode.class, ConfigurationException.class,
                    Filters.class,
                    HttpSecurityPolicy.class, AuthorizationRequestContext.class, CheckResult.class,
                    HttpAuthenticationMechanism.class,
                    ChallengeData.class, OidcAuthenticationMechanism.class));

    /** Types that a framework's documentation doesn't know, so that an upgrade may change them without a word. */
    private static final DescribedPredicate<JavaClass> INTERNAL = resideInAnyPackage("io.quarkus..runtime..",
            "io.vertx..impl..",
            "io.smallrye.faulttolerance", "io.smallrye.faulttolerance.core..", "org.jboss.resteasy.reactive..impl..",
            "org.jboss.resteasy.reactive.server.core..", "io.netty..internal..").and(not(DOCUMENTED)).as("internal types");

    /** On the server's side, until they do without. */
    private static final Set<String> NEED_INTERNAL_TYPES = Set.of("web.AnswerWriter", "web.ClientConnection",
            "web.ClientConnections", "web.RequestGate");

    private static final DescribedPredicate<JavaClass> EXCEPTIONS = describe("exceptions", type -> NEED_INTERNAL_TYPES
            .contains(type.getFullName().replaceAll("^io\\.eventmanagement\\.|\\$.*", "")));

    @ArchTest
    static final ArchRule ONLY_RUNTIME_KNOWS_INTERNAL_TYPES = noClasses().that().resideOutsideOfPackage(named("runtime"))
            .and(not(EXCEPTIONS)).should().dependOnClassesThat(INTERNAL);

    @ArchTest
    static final ArchRule EACH_EXCEPTION_IS_STILL_NEEDED = classes().that(EXCEPTIONS).and().areTopLevelClasses()
            .should().dependOnClassesThat(INTERNAL);

    @ArchTest
    static final ArchRule RUNTIME_KNOWS_THE_CLOCK_AND_ITS_SETTINGS = onlyOn("runtime", "time", "settings");

    /** Resources, and what those that add events share. */
    private static final DescribedPredicate<JavaClass> KNOW_HTTP = describe("know HTTP",
            type -> type.getFullName().matches(".*(Resource|AddRequests)(\\$.*)?"));

    @ArchTest
    static final ArchRule SERVICES_DO_NOT_KNOW_WHO_CALLS_THEM = noClasses().that()
            .resideInAnyPackage(named("event", "user")).and(not(KNOW_HTTP))
            .should().dependOnClassesThat().resideInAnyPackage(named("legacy", "problem", "web", "health"));

    @ArchTest
    static final ArchRule PAGING_KNOWS_NONE_OF_US = onlyOn("paging");

    @ArchTest
    static final ArchRule IDEMPOTENCY_KNOWS_LITTLE = onlyOn("idempotency", "time", "paging", "settings", "database");

    @ArchTest
    static final ArchRule THE_DATABASE_KNOWS_ITS_SETTINGS = onlyOn("database", "settings", "time");

    @ArchTest
    static final ArchRule DELIVERY_KNOWS_WHAT_IS_BELOW_IT = onlyOn("delivery", "idempotency", "database", "bulkhead", "circuit",
            "settings", "time", "web", "security");

    @ArchTest
    static final ArchRule SECURITY_KNOWS_WEB_AND_THE_CLOCK = onlyOn("security", "web", "time", "settings");

    @ArchTest
    static final ArchRule THE_LIMITER_KNOWS_WHO_CALLS = onlyOn("ratelimit", "security", "web", "settings", "time", "redis");

    @ArchTest
    static final ArchRule ONLY_PROBLEM_KNOWS_HOW_REQUESTS_ARE_REFUSED = noClasses().that()
            .resideOutsideOfPackages(named("security", "ratelimit", "problem", "metrics"))
            .and(not(KNOW_HTTP)).should().dependOnClassesThat().resideInAnyPackage(named("security", "ratelimit"));

    @ArchTest
    static final ArchRule PROBLEM_IS_USED_BY_NOBODY = usedByNobody("problem");

    @ArchTest
    static final ArchRule LEGACY_IS_USED_BY_NOBODY = usedByNobody("legacy");

    @ArchTest
    static final ArchRule HEALTH_IS_USED_BY_NOBODY = usedByNobody("health");

    @ArchTest
    static final ArchRule METRICS_ARE_USED_BY_NOBODY = usedByNobody("metrics");

    @ArchTest
    static final ArchRule ONLY_METRICS_KNOW_MICROMETER = noClasses().that().resideOutsideOfPackage(named("metrics"))
            .should().dependOnClassesThat().resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule TRACING_KNOWS_THE_CIRCUITS = onlyOn("tracing", "circuit");

    @ArchTest
    static final ArchRule ONLY_TRACING_KNOWS_OPENTELEMETRY = noClasses().that().resideOutsideOfPackage(named("tracing"))
            .should().dependOnClassesThat().resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule EVENTCOM_KNOWS_ITS_SETTINGS = onlyOn("eventcom", "settings").allowEmptyShould(true);

    @ArchTest
    static final ArchRule EVENTCOM_IS_USED_BY_NOBODY = usedByNobody("eventcom");

    @ArchTest
    static final ArchRule THERE_ARE_NO_CYCLES = slices().matching("io.eventmanagement.(*)..").should().beFreeOfCycles();

    /** Also as a method reference. Time.SYSTEM is the one place that a test can take the place of. */
    @ArchTest
    static final ArchRule ONLY_TIME_READS_THE_CLOCKS = noClasses().that().doNotBelongToAnyOf(Time.class)
            .should().accessTargetWhere(describe("a clock is read", ArchitectureTest::readsAClock));

    private static boolean readsAClock(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getName();
        return owner.isEquivalentTo(System.class) && (name.equals("currentTimeMillis") || name.equals("nanoTime"))
                || owner.getPackageName().equals("java.time") && name.equals("now")
                || owner.isEquivalentTo(Clock.class) && name.startsWith("system");
    }

    @ArchTest
    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = noFields().should().beAnnotatedWith(Inject.class);

    @ArchTest
    static final ArchRule SETTINGS_ARE_READ_BY_MAPPINGS_ALONE = noClasses().should().dependOnClassesThat()
            .areAssignableTo(ConfigProperty.class);

    @ArchTest
    static final ArchRule NOBODY_WRITES_TO_THE_CONSOLE = noClasses().should()
            .accessField(System.class, "out").orShould().accessField(System.class, "err");
}
