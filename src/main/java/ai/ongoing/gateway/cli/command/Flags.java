package ai.ongoing.gateway.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Go's flag grammar in front of picocli's: {@code -name} and {@code --name} are one, a value stands after {@code =} or as
 * the next argument whatever it looks like, booleans take none unless after {@code =}, and flags end at the first
 * argument that is none, or at {@code --}.
 *
 * @param flags each in picocli's form, {@code --name=value}
 * @param positionals what stands after them
 */
public record Flags(List<String> flags, List<String> positionals) {

    public Flags {
        flags = List.copyOf(flags);
        positionals = List.copyOf(positionals);
    }

    public static Flags of(CommandSpec spec, List<String> arguments) {
        List<String> flags = new ArrayList<>();
        int next = 0;
        while (next < arguments.size() && isFlag(arguments.get(next))) {
            String argument = arguments.get(next++);
            if (argument.equals("--")) {
                break;
            }
            String name = argument.substring(argument.startsWith("--") ? 2 : 1);
            String flag = name.equals("h") ? "--help" : "--" + name;
            OptionSpec option = spec.findOption(flag.replaceFirst("=.*", ""));
            if (option == null || flag.contains("=") || option.arity().max() == 0) {
                flags.add(flag);
            } else if (isBoolean(option)) {
                flags.add(flag + "=true");
            } else if (next < arguments.size()) {
                flags.add(flag + "=" + arguments.get(next++));
            } else {
                flags.add(flag);
            }
        }
        return new Flags(flags, arguments.subList(next, arguments.size()));
    }

    private static boolean isFlag(String argument) {
        return argument.length() > 1 && argument.startsWith("-");
    }

    private static boolean isBoolean(OptionSpec option) {
        return option.type() == boolean.class;
    }
}
