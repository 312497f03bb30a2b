package ai.ongoing.gateway;

import ai.ongoing.gateway.startup.StartupSteps;
import java.util.function.UnaryOperator;

/** What a test puts in the place of steps of the start; the program itself changes none. */
record StepsCustomization(UnaryOperator<StartupSteps> steps) {}
