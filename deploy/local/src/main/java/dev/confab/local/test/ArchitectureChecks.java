package dev.confab.local.test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules of the code base that a compiler does not know, as tests for the module that asks. Each failure names the
 * class and the rule.
 */
public final class ArchitectureChecks {
    private static final String SQL_STATEMENTS = "java\\.sql\\.(Statement|PreparedStatement|CallableStatement)";
    private static final Set<String> STATEMENT_SOURCES = Set.of("prepareStatement", "prepareCall", "createStatement");
    private static final Set<String> QUERY_SOURCES =
            Set.of("createQuery", "createNativeQuery", "createMutationQuery", "createSelectionQuery");

    private ArchitectureChecks() {}

    /** One test for each rule, over all classes below the package {@code root} (tests excepted). */
    public static Stream<DynamicTest> of(String root) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("no classes below " + root);
        }
        return Stream.concat(
                rules(root).entrySet().stream()
                        .map(rule -> DynamicTest.dynamicTest(
                                rule.getKey(),
                                () -> rule.getValue().allowEmptyShould(true).check(classes))),
                Stream.of(
                        DynamicTest.dynamicTest("every package is null-marked", () -> checkNullMarked(classes, root))));
    }

    private static Map<String, ArchRule> rules(String root) {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "features are free of cycles",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        // What is sent over a socket may carry what features publish; no feature may know how it is sent.
        rules.put(
                "features know no protocol",
                noClasses()
                        .that(not(resideInAPackage("..protocol..")))
                        .should()
                        .dependOnClassesThat(resideInAPackage(root + ".protocol..")));
        // A lane prepares the session of the one connection that it keeps.
        rules.put(
                "only repositories and stores speak SQL",
                noClasses()
                        .that(not(named("Repository", "Store", "LaneConnection")))
                        .should()
                        .accessTargetWhere(speaksSql()));
        rules.put(
                "only Redis classes and stores touch the Redis client",
                noClasses()
                        .that(not(nameMatching(".*\\.Redis[^.]*")))
                        .and(not(named("Store")))
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("io.vertx..redis..").or(resideInAPackage("io.quarkus.redis.."))));
        rules.put(
                "no service knows another one",
                noClasses()
                        .should()
                        .dependOnClassesThat(resideInAPackage("dev.confab..")
                                .and(resideInAPackage("dev.confab.chat..")
                                        .or(resideInAPackage("dev.confab.notification.."))
                                        .or(resideInAPackage("dev.confab.task.."))
                                        .or(resideInAPackage("dev.confab.cli..")))
                                .and(not(resideInAPackage(root + "..")))));
        rules.put(
                "nothing is injected into fields",
                fields().should()
                        .notBeAnnotatedWith("jakarta.inject.Inject")
                        .andShould()
                        .notBeAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty"));
        rules.put(
                "settings come from documented mappings",
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .haveFullyQualifiedName("org.eclipse.microprofile.config.inject.ConfigProperty"));
        rules.put(
                "names say a role, not a habit",
                noClasses()
                        .should()
                        .haveNameMatching(
                                ".*(Util|Utils|Helper|Helpers|Manager|Impl|Dto|DTO|Dao|DAO|Controller|Abstract[A-Z]\\w*)"));
        rules.putAll(roles());
        return rules;
    }

    private static Map<String, ArchRule> roles() {
        return Map.of(
                "REST classes are called Resource", annotatedAre("jakarta.ws.rs.Path", "Resource"),
                "WebSocket classes are called Socket", annotatedAre("io.quarkus.websockets.next.WebSocket", "Socket"),
                "setting mappings are called Config", annotatedAre("io.smallrye.config.ConfigMapping", "Config"),
                "commands are called Command", annotatedAre("picocli.CommandLine.Command", "Command"),
                "readiness checks are called HealthCheck",
                        annotatedAre("org.eclipse.microprofile.health.Readiness", "HealthCheck"),
                "exceptions are called Exception",
                        classes()
                                .that()
                                .areAssignableTo(Throwable.class)
                                .should()
                                .haveSimpleNameEndingWith("Exception"));
    }

    private static ArchRule annotatedAre(String annotation, String role) {
        return classes().that(annotatedWith(annotation)).should().haveSimpleNameEndingWith(role);
    }

    private static void checkNullMarked(JavaClasses classes, String root) {
        Set<String> missing = classes.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(found -> found.getName().startsWith(root))
                .filter(found -> !nullMarked(found))
                .map(JavaPackage::getName)
                .collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            throw new AssertionError("these packages have no package-info with @NullMarked: " + missing);
        }
    }

    private static boolean nullMarked(JavaPackage found) {
        return found.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    private static DescribedPredicate<JavaAccess<?>> speaksSql() {
        return DescribedPredicate.describe("speaks SQL", access -> {
            String owner = access.getTargetOwner().getFullName();
            String method = access.getTarget().getName();
            return owner.matches(SQL_STATEMENTS)
                    || (owner.equals("java.sql.Connection") && STATEMENT_SOURCES.contains(method))
                    || QUERY_SOURCES.contains(method);
        });
    }

    /** Classes of these roles, and what is nested in them. */
    private static DescribedPredicate<JavaClass> named(String... roles) {
        return DescribedPredicate.describe("are called " + String.join(" or ", roles), candidate -> {
            String outermost = candidate.getName().replaceAll("\\$.*", "");
            return Stream.of(roles).anyMatch(outermost::endsWith);
        });
    }

    private static DescribedPredicate<JavaClass> not(DescribedPredicate<? super JavaClass> predicate) {
        return DescribedPredicate.not(predicate.forSubtype());
    }
}
