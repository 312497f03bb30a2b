package ai.ongoing.gateway.wire;

import java.util.ArrayList;
import java.util.List;

/** Writes down what a scanner reports. */
final class Heard implements JsonSink {

    private final List<String> events = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();

    @Override
    public void absent(int field) {
        events.add(field + " absent");
    }

    @Override
    public void text(int field, Text value) {
        events.add(field + "=" + value);
    }

    @Override
    public void number(int field, long value) {
        events.add(field + "=" + value);
        numbers.add(value);
    }

    @Override
    public void flag(int field, boolean value) {
        events.add(field + "=" + value);
    }

    @Override
    public void opened(int field) {
        events.add(field + " {");
    }

    @Override
    public void closed(int field) {
        events.add(field + " }");
    }

    List<String> events() {
        return events;
    }

    /** Values without announcements and brackets. */
    List<String> values() {
        return events.stream().filter(event -> event.contains("=")).toList();
    }

    List<Long> numbers() {
        return numbers;
    }
}
