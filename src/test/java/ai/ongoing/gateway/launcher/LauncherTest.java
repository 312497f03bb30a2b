package ai.ongoing.gateway.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.launcher.Sandbox.Outcome;
import ai.ongoing.gateway.launcher.Sandbox.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./ongoingai}, with JDKs that only print how they were called and a build that only leaves its marks. */
final class LauncherTest {

    private static final String BUILDING = "ongoingai: building; this happens once";

    private final Sandbox sandbox;

    LauncherTest(@TempDir Path folder) throws IOException {
        sandbox = Sandbox.in(folder);
        sandbox.script("project/mvnw", """
                echo "arguments $*"
                echo x >>"${0%/*}/builds"
                mkdir -p target/app && : >target/app/built && : >target/app/ongoingai.jar && : >target/app/jvm.options
                """);
    }

    @Test
    void handsEveryArgumentToTheProgramAsItIs() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        Outcome outcome = ongoingai("config", "validate", "--config", "a b.yaml", "");
        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out())
                .containsSubsequence(
                        "arg=@" + app("jvm.options"),
                        "arg=-jar",
                        "arg=" + app("ongoingai.jar"),
                        "arg=config",
                        "arg=validate",
                        "arg=--config",
                        "arg=a b.yaml",
                        "arg=");
    }

    @Test
    void buildsAtTheFirstCallAndKeepsQuietAtTheSecond() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        Outcome first = ongoingai("version");
        assertThat(first.err()).first().isEqualTo(BUILDING);
        assertThat(first.err())
                .contains("arguments -q -B -Dstyle.color=never -Dmaven.test.skip=true"
                        + " -Dspotless.check.skip=true package");
        assertThat(first.out()).noneMatch(line -> line.contains("arguments"));
        Outcome second = ongoingai("version");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main/New.java", "src/package/assemble", ".mvn/jvm.config"})
    void buildsAgainWhenASourceIsNewer(String source) throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        ongoingai("version");
        Path file = sandbox.write("project/" + source, "new");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        ongoingai("version");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void neverBuildsAnInstalledProgram() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        ongoingai("version");
        Files.delete(sandbox.path("project/pom.xml"));
        sandbox.write("project/src/main/Newer.java", "new");
        assertThat(ongoingai("version").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void endsWithOneLineWithoutAJdk() throws Exception {
        sandbox.jdk("jdks/old", "21.0.4");
        Outcome outcome = ongoingai("serve");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .containsExactly("ongoingai: no Java 25 or newer found; install a JDK 25 (Temurin for example)"
                        + " or set JAVA_HOME");
    }

    @Test
    void endsWithOneLineWhenThereIsNothingToCompileWith() throws Exception {
        Files.delete(sandbox.jdk("jdks/jre", "25.0.3").resolve("bin/javac"));
        Outcome outcome = ongoingai("serve");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err())
                .containsExactly("ongoingai: only a Java without compiler was found; building needs a JDK 25 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.3", "25-ea", "26.0.1", "100"})
    void takesEveryVersionFromTwentyFiveOn(String version) throws Exception {
        sandbox.jdk("jdks/a", version);
        assertThat(ongoingai("version").exit()).isZero();
    }

    @Test
    void looksInJavaHomeThenOnPathThenInTheUsualDirectories() throws Exception {
        Path usual = sandbox.jdk("jdks/usual", "25.0.3");
        Path onPath = sandbox.jdk("elsewhere/on-path", "25.0.3");
        Path javaHome = sandbox.jdk("elsewhere/java-home", "25.0.3");
        Path old = sandbox.jdk("elsewhere/old", "17.0.9");
        Files.createSymbolicLink(sandbox.path("tools/java"), onPath.resolve("bin/java"));
        assertThat(ongoingai(Map.of("JAVA_HOME", javaHome.toString())).out()).contains("home=" + javaHome);
        assertThat(ongoingai(Map.of("JAVA_HOME", old.toString())).out()).contains("home=" + onPath);
        Files.delete(sandbox.path("tools/java"));
        assertThat(ongoingai(Map.of()).out()).contains("home=" + usual);
    }

    @Test
    void worksThroughLinksOnPathAndStaysWhereTheUserStands() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        Path elsewhere = Files.createDirectories(sandbox.path("a place"));
        Files.createSymbolicLink(sandbox.path("first"), Path.of("project/ongoingai"));
        Files.createSymbolicLink(sandbox.path("tools/ongoingai"), Path.of("../first"));
        Outcome outcome = sandbox.run(elsewhere, Map.of(), "/bin/sh", "-c", "exec ongoingai version");
        assertThat(outcome.out()).contains("cwd=" + elsewhere, "arg=" + app("ongoingai.jar"));
    }

    @Test
    void becomesTheProgramSoThatSignalsAndExitCodesAreItsOwn() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        Outcome outcome = ongoingai(Map.of("FAKE_EXIT", "7"));
        assertThat(outcome.exit()).isEqualTo(7);
        assertThat(outcome.out()).contains("pid=" + outcome.pid());
    }

    @Test
    void usesTheCacheOnlyWithTheJdkItWasTrainedOn() throws Exception {
        Path trained = sandbox.jdk("jdks/a", "25.0.3");
        Path other = sandbox.jdk("elsewhere/b", "25.0.4");
        ongoingai("version");
        sandbox.write("project/target/app/serve.aot", "cache");
        sandbox.write("project/target/app/command.aot", "cache");
        Files.copy(trained.resolve("release"), app("trained-on"));
        String serving = "arg=-XX:AOTCache=" + app("serve.aot");
        String commanding = "arg=-XX:AOTCache=" + app("command.aot");
        String inPlace = "arg=-XX:ArchiveRelocationMode=0";
        assertThat(ongoingai().out()).contains(serving, inPlace).doesNotContain(commanding);
        assertThat(ongoingai("serve").out()).contains(serving).doesNotContain(commanding);
        assertThat(ongoingai("config", "validate").out())
                .contains(commanding, "arg=-XX:TieredStopAtLevel=1")
                .doesNotContain(serving);
        assertThat(ongoingai(Map.of("JAVA_HOME", other.toString())).out()).doesNotContain(serving, inPlace);
    }

    @Test
    void addsTheJvmOptionsOfTheOperator() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        assertThat(ongoingai(Map.of("ONGOINGAI_JAVA_OPTS", "-Xmx1g -Da=b")).out())
                .containsSubsequence("arg=@" + app("jvm.options"), "arg=-Xmx1g", "arg=-Da=b", "arg=-jar");
    }

    @Test
    void twoFirstCallsAtOnceBuildOnce() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        Running first = start();
        Running second = start();
        assertThat(Sandbox.await(first).exit()).isZero();
        assertThat(Sandbox.await(second).exit()).isZero();
        assertThat(builds()).isEqualTo(1);
        assertThat(sandbox.filesBelow("project/target/.building")).isEmpty();
    }

    @Test
    void takesOverTheLockOfABuilderThatDied() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        sandbox.write("project/target/.building/pid", Long.toString(dead.pid()));
        assertThat(ongoingai("version").exit()).isZero();
    }

    @Test
    void aFailedBuildEndsTheCallAndIsTriedAgain() throws Exception {
        sandbox.jdk("jdks/a", "25.0.3");
        String works = Files.readString(sandbox.path("project/mvnw"));
        sandbox.script("project/mvnw", "echo broken; exit 1");
        Outcome outcome = ongoingai("version");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .containsExactly(BUILDING, "broken", "ongoingai: the build failed; ./mvnw package shows it again");
        Files.writeString(sandbox.path("project/mvnw"), works);
        assertThat(ongoingai("version").exit()).isZero();
    }

    private Outcome ongoingai(String... arguments) throws Exception {
        return sandbox.run(sandbox.path("home"), Map.of(), command(arguments));
    }

    private Outcome ongoingai(Map<String, String> environment) throws Exception {
        return sandbox.run(sandbox.path("home"), environment, command());
    }

    private Running start() throws IOException {
        return sandbox.start(sandbox.path("home"), Map.of(), command());
    }

    private String[] command(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = sandbox.path("project/ongoingai").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return command;
    }

    private Path app(String file) {
        return sandbox.path("project/target/app/" + file);
    }

    private int builds() throws IOException {
        return Files.readAllLines(sandbox.path("project/builds")).size();
    }
}
