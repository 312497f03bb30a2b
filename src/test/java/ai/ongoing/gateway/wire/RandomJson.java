package ai.ongoing.gateway.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Writes valid JSON at random: blanks, escapes, numbers in every notation, objects without equal keys. */
final class RandomJson {

    private static final List<String> LETTERS =
            List.of("a", "Z", "é", "€", "😀", "\"", "\\", "\n", "/", "\u0001", "{", "]");

    private final Random random;
    private final List<String> keys;

    RandomJson(Random random, List<String> keys) {
        this.random = random;
        this.keys = keys;
    }

    String object(int depth) {
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, random);
        StringBuilder json = new StringBuilder("{").append(blank());
        int fields = random.nextInt(keys.size());
        for (int i = 0; i < fields; i++) {
            json.append(i == 0 ? "" : ",").append(blank());
            json.append(string(shuffled.get(i))).append(blank()).append(':').append(blank());
            json.append(value(depth + 1)).append(blank());
        }
        return json.append('}').toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 8)) {
            case 0 -> string(text());
            case 1 -> number();
            case 2 -> random.nextBoolean() ? "true" : "false";
            case 3 -> "null";
            case 4 -> array(depth);
            default -> object(depth);
        };
    }

    private String array(int depth) {
        StringBuilder json = new StringBuilder("[").append(blank());
        int elements = random.nextInt(4);
        for (int i = 0; i < elements; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(blank())
                    .append(value(depth + 1))
                    .append(blank());
        }
        return json.append(']').toString();
    }

    private String number() {
        return switch (random.nextInt(6)) {
            case 0 -> "0";
            // Not -0: the scanner takes whatever has a sign for no count, a tree calls it zero.
            case 1 -> "-" + random.nextInt(1, 1000);
            case 2 -> random.nextInt(1000) + ".0";
            case 3 -> random.nextInt(1000) + ".5";
            case 4 -> random.nextInt(1, 100) + "e" + random.nextInt(4);
            default -> Long.toString(random.nextLong(1_000_000_000_000L));
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.get(random.nextInt(LETTERS.size())));
        }
        return text.toString();
    }

    private String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean half = Character.isSurrogate(c);
            boolean must = c == '"' || c == '\\' || c < ' ';
            if (must || (!half && random.nextInt(4) == 0)) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private String blank() {
        return random.nextInt(4) == 0 ? " \n\t\r".substring(random.nextInt(4)) : "";
    }
}
