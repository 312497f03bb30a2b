package ai.ongoing.gateway.transfer.proof;

import ai.ongoing.gateway.storage.Endpoint;
import ai.ongoing.gateway.testkit.TestStore;
import ai.ongoing.gateway.transfer.copy.BadText;
import ai.ongoing.gateway.transfer.copy.CopyException;
import ai.ongoing.gateway.transfer.copy.CopyObserver;
import ai.ongoing.gateway.transfer.copy.CopyRequest;
import ai.ongoing.gateway.transfer.copy.DatabaseCopy;
import java.nio.file.Path;

/** A process that copies a file to a server and says on stdout how many calls are behind it, until somebody kills it. */
final class CopyingChild {

    private CopyingChild() {}

    public static void main(String[] args) {
        CopyRequest request = new CopyRequest(
                new Endpoint("--from", TestStore.sqlite(Path.of(args[0]))),
                new Endpoint("--to", TestStore.postgres(args[1])),
                true,
                false,
                Integer.parseInt(args[2]),
                BadText.FAIL,
                () -> false);
        CopyObserver saying = new CopyObserver() {
            @Override
            public void progress(String name, long done, long earlier) {
                if (name.equals("traces")) {
                    System.out.println("at " + done);
                }
            }

            @Override
            public void verifying(String name) {
                System.out.println("verifying");
            }
        };
        try {
            new DatabaseCopy(request, saying).run(3, 20);
            System.out.println("done");
        } catch (CopyException e) {
            System.out.println("failed " + e.exit() + " " + e.getMessage());
        }
        System.exit(0);
    }
}
