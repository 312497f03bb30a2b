package ai.ongoing.gateway.devdb;

import ai.ongoing.gateway.devdb.Programs.Ran;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The few words of Docker's command line that are needed; podman's docker command understands them too. */
final class Docker {

    private final Programs programs;

    Docker(Programs programs) {
        this.programs = programs;
    }

    /** The engine's version; empty when none answers. */
    Optional<String> version() {
        Ran ran = programs.run(List.of("docker", "info", "--format", "{{.ServerVersion}}"));
        return ran.well() && !ran.said().isEmpty() ? Optional.of(ran.said()) : Optional.empty();
    }

    boolean installed() {
        return programs.onPath("docker").isPresent();
    }

    /** One answer about a container or volume; empty when there is no such thing. */
    Optional<String> inspect(String kind, String name, String format) {
        Ran ran = programs.run(List.of("docker", kind, "inspect", "--format", format, name));
        return ran.well() ? Optional.of(ran.said()) : Optional.empty();
    }

    /** Runs a docker command that must succeed. */
    void must(List<String> arguments, Map<String, String> environment) {
        Ran ran = programs.run(docker(arguments), environment, "");
        if (!ran.well()) {
            throw new DevDatabaseException("docker " + arguments.getFirst() + " failed: " + ran.said());
        }
    }

    /** Runs a program inside a container, with text on its standard input. */
    Ran inside(String container, List<String> command, String input) {
        List<String> arguments = new ArrayList<>(List.of("exec", "-i", container));
        arguments.addAll(command);
        return programs.run(docker(arguments), Map.of(), input);
    }

    int attached(List<String> arguments) {
        return programs.attached(docker(arguments), Map.of());
    }

    private static List<String> docker(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        return command;
    }
}
