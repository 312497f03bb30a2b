package ai.ongoing.gateway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules on what may stand where, by a short name each.
 *
 * <p>They are made for a root package, so that the same rules are shown to fail on planted classes below another
 * root; a rule that was never seen failing proves nothing.
 */
final class HouseRules {

    private static final String FORBIDDEN_NAME = ".*(Util|Utils|Helper|Helpers|Manager|Common|Impl|Base)";

    private static final Set<String> FORBIDDEN_PACKAGES =
            Set.of("util", "utils", "helper", "helpers", "manager", "common", "impl", "base", "internal", "misc");

    private final String root;

    HouseRules(String root) {
        this.root = root;
    }

    /** Every rule on single classes; the directions between rooms are {@link #mayUseOnly}. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("java.sql stays behind the ports", sqlBehindThePorts());
        rules.put("Netty and Reactor stay with the byte pump", nettyWithThePump());
        rules.put("the domain knows no Spring", domainWithoutSpring());
        rules.put("only the command line writes to stdout", stdoutIsTheCommandLines());
        rules.put("only start-up and the command line write to stderr", stderrIsForTheOperator());
        rules.put("types are final, abstract, sealed, records or enums", closedTypes());
        rules.put("no dump names", noDumpNames());
        rules.put("no dump packages", noDumpPackages());
        rules.put("constructor injection only", noFieldInjection());
        rules.put("no servlet types", noServlets());
        rules.put("case changes name their locale", caseNamesItsLocale());
        return rules;
    }

    /** A room uses only the rooms it is allowed to. */
    ArchRule mayUseOnly(String room, Set<String> allowed) {
        DescribedPredicate<JavaClass> stranger =
                new DescribedPredicate<>("types of rooms other than " + room + " and " + allowed) {
                    @Override
                    public boolean test(JavaClass type) {
                        if (!type.getPackageName().startsWith(root)) {
                            return false;
                        }
                        String other = Rooms.of(type, root);
                        return !other.equals(room) && !allowed.contains(other);
                    }
                };
        return noClasses()
                .that()
                .resideInAPackage(root + "." + room)
                .should()
                .dependOnClassesThat(stranger)
                .allowEmptyShould(true);
    }

    private ArchRule sqlBehindThePorts() {
        return noClasses()
                .that(not(in(
                        "storage",
                        "storage.schema",
                        "storage.row",
                        "storage.catalogue",
                        "storage.bulk.read",
                        "storage.bulk.write",
                        "key",
                        "migration.backend",
                        "migration.run",
                        "transfer")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "com.zaxxer..")
                .because("SQL stays behind the ports; ask a port of trace instead");
    }

    private ArchRule nettyWithThePump() {
        DescribedPredicate<JavaClass> exchange =
                nameMatching(".*\\.capture\\.Exchange.*").forSubtype();
        return noClasses()
                .that(not(in("proxy", "proxy.egress", "proxy.websocket", "startup", "startup.connection", Rooms.HALL)
                        .or(exchange)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "reactor.netty..")
                .because("decisions live in plain classes; only the byte pump knows the stack");
    }

    private ArchRule domainWithoutSpring() {
        return noClasses()
                .that(in(
                        "trace",
                        "tenant",
                        "provider",
                        "pricing",
                        "migration",
                        "migration.sql",
                        "migration.file",
                        "migration.plan",
                        "migration.backend",
                        "migration.run",
                        "journal",
                        "config",
                        "cli",
                        "cli.command",
                        "cli.migrate",
                        "cli.data",
                        "cli.journal"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "reactor..")
                .because("the domain and every command but serve live without Spring");
    }

    private ArchRule stdoutIsTheCommandLines() {
        return noClasses()
                .that(not(in("cli.command")))
                .should()
                .accessField(System.class, "out")
                .because("stdout belongs to a command's answer; write a log line instead");
    }

    private ArchRule stderrIsForTheOperator() {
        return noClasses()
                .that(not(in("cli.command", "startup", Rooms.HALL)))
                .should()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .because("stderr carries the one line an operator reads; write a log line instead");
    }

    private ArchRule closedTypes() {
        return classes()
                .that(not(INTERFACES))
                .and()
                .areNotAnonymousClasses()
                .and()
                .areNotLocalClasses()
                .should(beClosed())
                .because("inheritance is designed for or forbidden");
    }

    private ArchRule noDumpNames() {
        return noClasses()
                .should()
                .haveNameMatching(FORBIDDEN_NAME)
                .because("put the function into the type or package that needs it");
    }

    private ArchRule noDumpPackages() {
        DescribedPredicate<JavaClass> inADump = new DescribedPredicate<>("types in a dump package") {
            @Override
            public boolean test(JavaClass type) {
                return Stream.of(Rooms.of(type, root).split("\\.", -1)).anyMatch(FORBIDDEN_PACKAGES::contains);
            }
        };
        return noClasses().should(be(inADump)).because("a package you cannot describe in one sentence is two packages");
    }

    private ArchRule noFieldInjection() {
        return fields().should()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .andShould()
                .notBeAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .andShould()
                .notBeAnnotatedWith("jakarta.annotation.Resource")
                .andShould()
                .notBeAnnotatedWith("jakarta.inject.Inject")
                .because("an object is complete when its constructor returns")
                .allowEmptyShould(true);
    }

    private ArchRule noServlets() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.springframework.web.servlet..");
    }

    private ArchRule caseNamesItsLocale() {
        return noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .because("a Turkish machine spells i differently; name Locale.ROOT");
    }

    private DescribedPredicate<JavaClass> in(String... rooms) {
        String[] packages = Arrays.stream(rooms)
                .map(room -> room.isEmpty() ? root : root + "." + room)
                .toArray(String[]::new);
        return resideInAnyPackage(packages);
    }

    private static ArchCondition<JavaClass> beClosed() {
        return new ArchCondition<>("be final, abstract, sealed, a record or an enum") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.isEnum()
                        || type.reflect().isSealed();
                events.add(new SimpleConditionEvent(type, closed, type.getName() + " is open to inheritance"));
            }
        };
    }
}
