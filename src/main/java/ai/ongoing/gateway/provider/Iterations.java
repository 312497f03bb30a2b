package ai.ongoing.gateway.provider;

import ai.ongoing.gateway.wire.Text;

/**
 * The parts of a call that the provider made of several (compaction, advisors). Their sum is the bill, which the
 * message's own numbers leave incomplete; parts run by another model have another price and are left out.
 */
final class Iterations {

    private static final int OTHER_MODELS = 4;

    private final int slots;
    private final Counts sum;
    private final Counts current;
    private final Text currentModel = new Text();
    private final Text[] models = new Text[OTHER_MODELS];
    private final Counts[] byModel = new Counts[OTHER_MODELS];
    private int otherModels;
    private boolean any;

    /** @param slots how many numbers a part may state */
    Iterations(int slots) {
        this.slots = slots;
        this.sum = new Counts(slots);
        this.current = new Counts(slots);
    }

    void clear() {
        sum.clear();
        otherModels = 0;
        any = false;
    }

    void begin() {
        current.clear();
        currentModel.clear();
    }

    void set(int slot, long value) {
        current.set(slot, value);
    }

    void forget(int slot) {
        current.forget(slot);
    }

    void model(Text value) {
        currentModel.set(value);
    }

    /** The response's model may be stated after its usage, so parts that name one are kept apart until asked. */
    void end() {
        any = any || current.any();
        if (currentModel.isEmpty()) {
            sum.add(current);
            return;
        }
        int i = 0;
        while (i < otherModels && !models[i].is(currentModel)) {
            i++;
        }
        if (i == OTHER_MODELS) {
            return;
        }
        if (i == otherModels) {
            models[i] = new Text();
            models[i].set(currentModel);
            byModel[i] = new Counts(slots);
            otherModels++;
        }
        byModel[i].add(current);
    }

    boolean any() {
        return any;
    }

    Counts sum(Text model) {
        Counts all = sum.copy();
        for (int i = 0; i < otherModels; i++) {
            if (models[i].is(model)) {
                all.add(byModel[i]);
            }
        }
        return all;
    }
}
