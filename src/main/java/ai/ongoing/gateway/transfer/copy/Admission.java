package ai.ongoing.gateway.transfer.copy;

import ai.ongoing.gateway.migration.MigrationExit;
import ai.ongoing.gateway.storage.bulk.BulkSource;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.write.BulkTarget;
import ai.ongoing.gateway.storage.bulk.write.CopyChunk;
import ai.ongoing.gateway.storage.bulk.write.CopyJob;
import ai.ongoing.gateway.storage.bulk.write.CopyJob.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides whether a copy may write into a target, and under which line of its books: a target is empty, or it was filled by
 * earlier runs of the same copy and by nobody else.
 */
final class Admission {

    private final CopyRequest request;
    private final CopyObserver observer;

    Admission(CopyRequest request, CopyObserver observer) {
        this.request = request;
        this.observer = observer;
    }

    /** @throws CopyException when the target holds what this copy did not bring */
    CopyJob job(BulkSource source, BulkTarget target, List<TableShape> tables) {
        if (request.truncateTarget()) {
            target.clear(tables);
        }
        Optional<CopyJob> last = target.book().last();
        if (last.isPresent() && last.get().source().equals(source.location())) {
            refuseStrangers(target, tables, last.get());
            refuseOtherTerms(last.get());
            if (last.get().state() == State.DIFFERENT) {
                // What the books say did not hold: every row is compared again, and what is missing is added.
                tables.forEach(table -> target.book().forget(last.get(), table.name(), 0));
            }
            CopyJob job = last.get().in(State.RUNNING, isStill(source, last.get()) ? source.stillness() : "");
            target.book().goOn(job);
            observer.resuming(job.id());
            return job;
        }
        refuseFilled(source, target, tables, last);
        target.clear(tables); // the default tenant that a migration put there; the source brings its own
        CopyJob job = new CopyJob(
                UUID.randomUUID().toString(),
                source.location(),
                request.to().location(),
                source.schema().version(),
                options(),
                State.RUNNING,
                DatabaseCopy.micros(Instant.now()),
                source.stillness());
        target.book().begin(job);
        return job;
    }

    /** Whether all of the source was looked at and arrived, and nothing was written into it since. */
    boolean isProven(BulkSource source, BulkTarget target) {
        return earlier(target)
                .filter(job -> job.state() == State.VERIFIED && isStill(source, job))
                .isPresent();
    }

    /** Whether nothing was written into the source since the copy that would go on found it sound at a glance. */
    boolean isStill(BulkSource source, BulkTarget target) {
        return earlier(target).filter(job -> isStill(source, job)).isPresent();
    }

    private Optional<CopyJob> earlier(BulkTarget target) {
        return request.truncateTarget() ? Optional.empty() : target.book().last();
    }

    private static boolean isStill(BulkSource source, CopyJob last) {
        return !last.seen().isEmpty()
                && last.source().equals(source.location())
                && last.seen().equals(source.stillness());
    }

    private String options() {
        List<String> words = new ArrayList<>(
                List.of("on-bad-text=" + request.badText().name().toLowerCase(Locale.ROOT)));
        words.addAll(request.part().words());
        return String.join(", ", words);
    }

    private void refuseOtherTerms(CopyJob job) {
        if (!job.options().equals(options())) {
            throw new CopyException(
                    MigrationExit.REFUSED,
                    "the copy that filled " + request.to().location() + " was made with " + job.options()
                            + ", and this one" + " says " + options()
                            + "; say the same, or begin anew with --truncate-target --yes.");
        }
    }

    /** Rows beyond those of the books were written by somebody else: a gateway that serves there already. */
    private void refuseStrangers(BulkTarget target, List<TableShape> tables, CopyJob job) {
        for (TableShape table : tables) {
            long brought = target.book().chunks(job, table.name()).stream()
                    .mapToLong(CopyChunk::rows)
                    .sum();
            long there = target.count(table);
            if (there > brought) {
                throw new CopyException(
                        MigrationExit.REFUSED,
                        "table " + table.name() + " of " + request.to().location() + " has " + there
                                + " rows, and the copy"
                                + " brought " + brought
                                + " of them: somebody writes there already. Stop that gateway and"
                                + " copy its rows back first, or begin anew with --truncate-target --yes, which removes"
                                + " them.");
            }
        }
    }

    private void refuseFilled(BulkSource source, BulkTarget target, List<TableShape> tables, Optional<CopyJob> last) {
        List<String> filled = new ArrayList<>();
        for (TableShape table : tables) {
            if (target.countBroughtIn(table) > 0) {
                filled.add(table.name() + ": " + target.count(table));
            }
        }
        if (!filled.isEmpty()) {
            throw new CopyException(
                    MigrationExit.REFUSED,
                    request.to().location() + " is not empty (" + String.join(", ", filled) + "), and "
                            + last.map(job -> "its last copy came from " + job.source() + ", not from "
                                            + source.location())
                                    .orElse("no copy filled it")
                            + ". Name an empty database, or remove what is there with --truncate-target --yes.");
        }
    }
}
