package ai.ongoing.gateway.cli.data;

import ai.ongoing.gateway.cli.command.Options;
import ai.ongoing.gateway.cli.command.StoreCall;
import ai.ongoing.gateway.migration.MigrationException;
import ai.ongoing.gateway.migration.MigrationException.Reason;
import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.migration.MigrationObserver;
import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.storage.SchemaAccess;
import ai.ongoing.gateway.storage.schema.PastCopy;
import ai.ongoing.gateway.transfer.copy.CopyReport;
import ai.ongoing.gateway.transfer.proof.ReportSeal;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** {@code db report}: prints what a copy said at its end, and whether somebody changed it since. */
final class ReportWork {

    private static final String OF = "--of";
    private static final String JOB = "--job";
    private static final String PUBLIC_KEY = "--public-key";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ReportWork() {}

    static List<OptionSpec> options() {
        return List.of(
                Options.text(OF, CopyWork.END, "the database that was copied into"),
                Options.text(JOB, "ID", "which copy; without it the newest with a report"),
                Options.text(PUBLIC_KEY, "FILE", "check the signature by this Ed25519 key, in PEM"));
    }

    static MigrationExit report(StoreCall call) {
        Endpoint of = call.endpoints().parse(OF, CopyWork.required(call, OF));
        Optional<PublicKey> key = call.path(PUBLIC_KEY).map(file -> KeyFiles.publicKey(PUBLIC_KEY, file));
        List<PastCopy> copies =
                SchemaAccess.ofExisting(of.settings(), MigrationObserver.SILENT).copies();
        PastCopy copy = call.text(JOB)
                .map(id -> named(id, copies, of))
                .orElseGet(() -> copies.stream()
                        .filter(past -> past.report() != null)
                        .findFirst()
                        .orElseThrow(() -> new MigrationException(
                                Reason.FAILED, of + ": no copy into it has ended, so there is no report.")));
        PastCopy.Report report = copy.report();
        if (report == null) {
            throw new MigrationException(
                    Reason.FAILED,
                    of + ": copy " + copy.job() + " is " + copy.state() + "; its report comes at its end.");
        }
        return answer(call, copy, report, Seal.of(copy, report, key));
    }

    private static PastCopy named(String id, List<PastCopy> copies, Endpoint of) {
        return copies.stream()
                .filter(copy -> copy.job().equals(id))
                .findFirst()
                .orElseThrow(() -> new MigrationException(
                        Reason.USAGE,
                        JOB + " " + id + " is no copy into " + of.location() + "; known are: "
                                + String.join(
                                        ", ", copies.stream().map(PastCopy::job).toList()) + "."));
    }

    private static MigrationExit answer(StoreCall call, PastCopy copy, PastCopy.Report report, Seal seal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exit", seal.exit().code());
        json.put("job", copy.job());
        json.put("state", copy.state());
        json.put("signature", seal.word());
        if (report.signature() != null) {
            json.put("jws", report.signature());
        }
        json.put("report", object(report.json()));
        if (seal.exit() != MigrationExit.OK) {
            call.complain(seal.sentence);
        }
        return call.answer(
                seal.exit(),
                json,
                seal.exit() == MigrationExit.OK ? List.of(report.text(), seal.sentence) : List.of(report.text()));
    }

    /** What is not JSON any more was changed by hand; it is shown as it is. */
    private static Object object(String json) {
        try {
            return MAPPER.readValue(json, Map.class);
        } catch (JacksonException e) {
            return json;
        }
    }

    /** What the signature says. */
    private enum Seal {
        NONE("signature: none; \"ongoingai db copy --sign-key FILE\" signs a copy's"),
        UNCHECKED("signature: not checked; " + PUBLIC_KEY + " FILE does that"),
        HOLDS("signature: holds, nothing was changed since"),
        MISSING("The report is not signed; \"ongoingai db copy --sign-key FILE\", run again, signs it."),
        BROKEN("The report is not what the owner of this key signed: it was changed since, or another key signed it."),
        OTHER_TEXT(
                "What stands beside the report's JSON (its text, the copy's name and state) is not what was signed; the"
                        + " JSON is: see it with --json.");

        private final String sentence;

        Seal(String sentence) {
            this.sentence = sentence;
        }

        static Seal of(PastCopy copy, PastCopy.Report report, Optional<PublicKey> key) {
            String signature = report.signature();
            if (signature == null) {
                return key.isEmpty() ? NONE : MISSING;
            }
            if (key.isEmpty()) {
                return UNCHECKED;
            }
            if (!ReportSeal.holds(signature, report.json(), key.get())) {
                return BROKEN;
            }
            return CopyReport.isOf(copy.job(), copy.state(), report.text(), report.json()) ? HOLDS : OTHER_TEXT;
        }

        MigrationExit exit() {
            return switch (this) {
                case NONE, UNCHECKED, HOLDS -> MigrationExit.OK;
                case MISSING, BROKEN, OTHER_TEXT -> MigrationExit.MISMATCH;
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
