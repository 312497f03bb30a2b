package ai.ongoing.gateway.transfer.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.ongoing.gateway.storage.bulk.ColumnShape;
import ai.ongoing.gateway.storage.bulk.RowBatch;
import ai.ongoing.gateway.storage.bulk.TableShape;
import ai.ongoing.gateway.storage.bulk.TimeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logical rows that look for trouble: every plane of Unicode, extreme numbers, nulls beside empties, strange JSON. Tables are
 * asked for in the order of their references: rows belong to the tenants that came before them.
 */
final class RandomRows {

    private static final long FIRST_MOMENT = -62_135_596_800_000_000L; // year 1
    private static final long LAST_MOMENT = 253_402_300_799_999_999L; // year 9999
    private static final List<String> DOCUMENTS = List.of(
            "{\"a\":1,\"a\":2}",
            "{ \"big\" : 123456789012345678901234567890 , \"b\":0.10, \"e\":1e5 }",
            "[ ]",
            "null",
            "\"\\ud83d\\ude00 \\u00e9\"",
            "{\"z\":{\"y\":[1,2,{}]},\"a\":\"\"}\n",
            "{\"minus\":-0,\"tab\":\"\\t\"}");

    private final Random random;
    private final boolean nuls;
    private final List<String> organizations = new ArrayList<>(List.of("default"));
    private final List<Tenant> tenants = new ArrayList<>(List.of(new Tenant("default", "default")));

    private record Tenant(String organization, String workspace) {}

    RandomRows(long seed) {
        this(seed, false);
    }

    /** @param nuls whether texts may hold a NUL; keys never do */
    RandomRows(long seed, boolean nuls) {
        this.random = new Random(seed);
        this.nuls = nuls;
    }

    /** So many rows of a table; keys do not repeat. */
    RowBatch of(TableShape table, int count) {
        RowBatch batch = new RowBatch(table.columns().size());
        for (int row = 0; row < count; row++) {
            String id = row + "/" + clipped(text());
            Tenant tenant = tenant(table, id);
            for (ColumnShape column : table.columns()) {
                if (column.name().equals("org_id")) {
                    batch.addText(tenant.organization().getBytes(UTF_8));
                } else if (column.name().equals("workspace_id")) {
                    batch.addText(tenant.workspace().getBytes(UTF_8));
                } else if (table.key().contains(column.name()) || column.name().equals("token_hash")) {
                    batch.addText(id.getBytes(UTF_8));
                } else if (column.nullable() && !column.name().equals("created_at") && random.nextInt(5) == 0) {
                    batch.addNull();
                } else {
                    add(batch, column);
                }
            }
        }
        return batch;
    }

    /** Whose the row is; a row of a tenants' table is one that later rows may belong to. */
    private Tenant tenant(TableShape table, String id) {
        switch (table.name()) {
            case "organizations" -> organizations.add(id);
            case "workspaces" -> tenants.add(new Tenant(organizations.get(random.nextInt(organizations.size())), id));
            default -> {
                return tenants.get(random.nextInt(tenants.size()));
            }
        }
        return tenants.getLast();
    }

    private void add(RowBatch batch, ColumnShape column) {
        switch (column.type()) {
            case TEXT -> {
                String text = indexed(column) ? clipped(text()) : text();
                batch.addText(
                        (nuls && random.nextInt(4) == 0 ? text + "\0\\" + clipped(text()) : text).getBytes(UTF_8));
            }
            case JSON ->
                batch.addText(DOCUMENTS.get(random.nextInt(DOCUMENTS.size())).getBytes(UTF_8));
            case INTEGER -> batch.addInteger(column.narrow() ? number32() : number64());
            case BOOL -> batch.addInteger(random.nextInt(2));
            case REAL -> batch.addReal(real());
            case INSTANT -> batch.addInstant(instant());
            case BYTES -> batch.addBytes(text().getBytes(UTF_8));
        }
    }

    /** PostgreSQL takes 2,704 bytes into an index entry. */
    private static boolean indexed(ColumnShape column) {
        return column.name().endsWith("_id");
    }

    private static String clipped(String text) {
        return text.codePoints()
                .limit(100)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String text() {
        if (random.nextInt(6) == 0) {
            return random.nextBoolean() ? "" : " \t\r\n\\.\\N";
        }
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(20) == 0 ? 3_000 : 40);
        while (text.length() < length) {
            int plane = random.nextInt(4) == 0 ? random.nextInt(17) << 16 : 0;
            int point = plane + 1 + random.nextInt(0xFFFF);
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    private long number32() {
        return random.nextInt(4) == 0
                ? List.of(0L, -1L, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE)
                        .get(random.nextInt(4))
                : random.nextInt();
    }

    private long number64() {
        return random.nextInt(4) == 0
                ? List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE).get(random.nextInt(4))
                : random.nextLong();
    }

    private double real() {
        double[] extremes = {0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 0.1, 1e300, 1.0 / 3};
        return random.nextInt(3) == 0 ? extremes[random.nextInt(extremes.length)] : random.nextGaussian();
    }

    private long instant() {
        long micros = random.nextLong(FIRST_MOMENT, LAST_MOMENT);
        return TimeText.writable(micros)
                ? micros - micros % List.of(1, 1_000, 1_000_000).get(random.nextInt(3))
                : 0;
    }
}
