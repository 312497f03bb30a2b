package ai.ongoing.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.EndpointForms;
import ai.ongoing.gateway.storage.GatewayDatabase;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.storage.schema.SchemaSession;
import ai.ongoing.gateway.testkit.Samples;
import ai.ongoing.gateway.testkit.TestStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code db report} says of a copy into a target of either kind, signed or not. */
abstract class ReportContract {

    @TempDir
    Path directory;

    private Typist typist;

    @BeforeEach
    void sitDown() {
        typist = new Typist(directory);
    }

    /** The target as a flag names it. */
    abstract String target();

    /** Does something to the target by hand. */
    abstract void execute(String sql);

    @BeforeEach
    void makeASourceAndAKey() throws Exception {
        try (GatewayDatabase gateway = new GatewayDatabase()) {
            gateway.open(TestStore.sqlite(directory.resolve("a.db")));
            try (SchemaSession schema = gateway.schema()) {
                schema.migrate();
            }
            gateway.traceSink().save(List.of(Samples.trace(), Samples.trace()));
        }
        keys("mine");
        keys("other");
    }

    private void keys(String name) throws IOException, NoSuchAlgorithmException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem(name + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded());
        pem(name + ".pub", "PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private void pem(String file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    private int run(String... arguments) {
        return typist.type(Map.of(), List.of(arguments));
    }

    private int report(String... more) {
        return run(List.of("db", "report", "--of", target()), more);
    }

    private void copy(String... more) {
        assertThat(run(List.of("db", "copy", "--from", "a.db", "--to", target(), "--migrate-target"), more))
                .as(err())
                .isZero();
    }

    private int run(List<String> words, String... more) {
        return run(Stream.concat(words.stream(), Arrays.stream(more)).toArray(String[]::new));
    }

    private String out() {
        return typist.out();
    }

    private String err() {
        return typist.err();
    }

    @Test
    void printsTheReportOfACopyThatNobodySigned() {
        copy();
        assertThat(report()).as(err()).isZero();
        assertThat(out())
                .contains("traces: 2 rows, hash ", ", 2 written, arrived", "\nverified after ")
                .endsWith("signature: none; \"ongoingai db copy --sign-key FILE\" signs a copy's\n");
        assertThat(report("--public-key", "mine.pub")).isEqualTo(9);
        assertThat(err()).contains("The report is not signed");
    }

    @Test
    void aSignedReportHoldsForItsKeyAlone() {
        copy("--sign-key", "mine.key");
        assertThat(report()).as(err()).isZero();
        assertThat(out()).endsWith("signature: not checked; --public-key FILE does that\n");
        assertThat(report("--public-key", "mine.pub")).as(err()).isZero();
        assertThat(out()).endsWith("signature: holds, nothing was changed since\n");
        assertThat(report("--public-key", "other.pub")).isEqualTo(9);
        assertThat(err()).contains("The report is not what the owner of this key signed");
    }

    @Test
    void tellsAsJsonWhatItTellsInWords() {
        copy("--sign-key", "mine.key");
        assertThat(report("--public-key", "mine.pub", "--json")).as(err()).isZero();
        JsonNode answer = JsonMapper.builder().build().readTree(out());
        assertThat(answer.path("signature").asString()).isEqualTo("holds");
        assertThat(answer.path("jws").asString()).startsWith("eyJhbGciOiJFZERTQSJ9..");
        assertThat(answer.path("report").path("rows").asLong()).isEqualTo(4);
        assertThat(answer.path("report").path("program").asString()).isNotEmpty();
        assertThat(answer.path("report").path("duration_ms").asLong()).isNotNegative();
        assertThat(answer.path("report").path("job").asString())
                .isEqualTo(answer.path("job").asString());
    }

    @Test
    void seesAReportWhoseJsonOrTextWasChanged() {
        copy("--sign-key", "mine.key");
        execute("UPDATE copy_jobs SET report_text = replace(report_text, '2 rows', '3 rows')");
        assertThat(report("--public-key", "mine.pub")).isEqualTo(9);
        assertThat(err()).contains("What stands beside the report's JSON");
        execute("UPDATE copy_jobs SET report_text = NULL");
        assertThat(report("--public-key", "mine.pub")).isEqualTo(9);
        execute("UPDATE copy_jobs SET report_json = replace(report_json, '\"rows\":4', '\"rows\":5')");
        assertThat(report("--public-key", "mine.pub")).isEqualTo(9);
        assertThat(err()).contains("it was changed since, or another key signed it");
        execute("UPDATE copy_jobs SET report_json = 'gone'");
        assertThat(report("--public-key", "mine.pub", "--json")).isEqualTo(9);
        assertThat(out()).contains("\"signature\":\"broken\"", "\"report\":\"gone\"");
    }

    @Test
    void seesAReportOfAnotherCopyOrOfAnotherEnd() {
        copy("--sign-key", "mine.key");
        execute("UPDATE copy_jobs SET state = 'different'");
        assertThat(report("--public-key", "mine.pub")).isEqualTo(9);
        execute("UPDATE copy_jobs SET state = 'verified', id = 'another'");
        execute("UPDATE copy_signatures SET job_id = 'another'");
        assertThat(report("--public-key", "mine.pub")).isEqualTo(9);
        assertThat(err()).contains("the copy's name and state");
    }

    @Test
    void theSameCopyRunAgainSignsAnewOrNotAtAll() {
        copy();
        copy("--sign-key", "other.key");
        assertThat(report("--public-key", "other.pub")).as(err()).isZero();
        assertThat(out()).contains("traces: 2 rows, hash ", ", 0 written, arrived");
        copy();
        assertThat(report()).isZero();
        assertThat(out()).endsWith("signature: none; \"ongoingai db copy --sign-key FILE\" signs a copy's\n");
    }

    @Test
    void findsACopyByItsNameAndNamesTheOnesThereAre() {
        copy();
        assertThat(report("--json")).as(err()).isZero();
        String job = JsonMapper.builder().build().readTree(out()).path("job").asString();
        assertThat(report("--job", job)).as(err()).isZero();
        assertThat(report("--job", "nobody")).isEqualTo(2);
        assertThat(err()).contains("--job nobody is no copy into ", "known are: " + job);
        execute("UPDATE copy_jobs SET state = 'running', report_text = NULL, report_json = NULL");
        assertThat(report("--job", job)).isEqualTo(1);
        assertThat(err()).contains("copy " + job + " is running; its report comes at its end");
        assertThat(report()).isEqualTo(1);
        assertThat(err()).contains("no copy into it has ended");
    }

    @Test
    void aCopyThatGoesOnTakesItsReportBack() {
        copy();
        Endpoint end = new EndpointForms(directory, Map.of(), file -> {
                    throw new AssertionError(file);
                })
                .parse("--of", target());
        try (BulkTarget held = end.target()) {
            held.book().goOn(held.book().last().orElseThrow().in(CopyJob.State.RUNNING, ""));
        }
        assertThat(report()).isEqualTo(1);
        assertThat(err()).contains("no copy into it has ended");
        copy();
        assertThat(report()).as(err()).isZero();
    }

    @Test
    void refusesAKeyThatIsNoneBeforeAnythingIsCopied() throws Exception {
        assertThat(run("db", "copy", "--from", "a.db", "--to", target(), "--sign-key", "nobody.key"))
                .isEqualTo(2);
        assertThat(err()).contains("--sign-key ", "nobody.key is not there.");
        assertThat(run("db", "copy", "--from", "a.db", "--to", target(), "--sign-key", "mine.pub"))
                .isEqualTo(2);
        assertThat(err()).contains("is no Ed25519 private key in PEM", "openssl genpkey -algorithm ed25519");
        copy();
        assertThat(report("--public-key", "mine.key")).isEqualTo(2);
        assertThat(err()).contains("is no Ed25519 public key in PEM");
        Files.write(directory.resolve("large.pub"), new byte[70_000]);
        assertThat(report("--public-key", "large.pub")).isEqualTo(2);
        assertThat(err()).contains("has more than 64 KiB");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertThat(run("db", "report", "--of", "nobody.db")).isEqualTo(11);
        assertThat(err()).contains("nobody.db");
        assertThat(run("db", "report", "--of", "a.db")).isEqualTo(1);
        assertThat(err()).contains("a.db: no copy into it has ended, so there is no report.");
    }
}
