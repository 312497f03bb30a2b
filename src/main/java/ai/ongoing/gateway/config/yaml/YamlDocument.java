package ai.ongoing.gateway.config.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one document down to nodes, where line numbers are known and no word has yet been turned into a boolean. Size,
 * depth and aliases are bounded, so a hostile file costs little.
 */
public final class YamlDocument {

    /** Most characters of a document. */
    public static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_ALIASES = 50;

    private YamlDocument() {}

    /**
     * Parses a document.
     *
     * @return its mapping; nothing when it is empty
     */
    public static Optional<YamlValue.Fields> parse(String text) throws YamlProblem {
        List<Node> documents = compose(text);
        if (documents.size() > 1) {
            throw new YamlProblem("multiple yaml documents are not supported");
        }
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        YamlValue root = new NodeReader().value(documents.getFirst());
        if (root.isNull()) {
            return Optional.empty();
        }
        if (root instanceof YamlValue.Fields fields) {
            return Optional.of(fields);
        }
        throw new YamlProblem(root.line(), "the file must hold sections such as server: and storage:");
    }

    private static List<Node> compose(String text) throws YamlProblem {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        try {
            Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new Untyped(), options);
            List<Node> documents = new ArrayList<>();
            for (Iterator<Node> nodes = documents(composer); nodes.hasNext() && documents.size() < 2; ) {
                documents.add(nodes.next());
            }
            return documents;
        } catch (MarkedYAMLException e) {
            throw problem(e);
        } catch (YAMLException e) {
            throw new YamlProblem("not a yaml text, or larger or more deeply nested than a configuration may be");
        }
    }

    /** The parser's reason without the snippet of the file that its own message has. */
    private static YamlProblem problem(MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        String reason = e.getProblem() == null ? "malformed yaml" : e.getProblem();
        if (reason.startsWith("found undefined alias")) {
            // The alias may be a password that begins with an asterisk.
            reason = "found undefined alias; write a text that begins with * or & in quotes";
        }
        return mark == null ? new YamlProblem(reason) : new YamlProblem(mark.getLine() + 1, reason);
    }

    private static Iterator<Node> documents(Composer composer) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return composer.checkNode();
            }

            @Override
            public Node next() {
                return composer.getNode();
            }
        };
    }

    /** Leaves every scalar a text: the library's own rules are those of YAML 1.1, where {@code off} is a boolean. */
    private static final class Untyped extends Resolver {

        @Override
        protected void addImplicitResolvers() {}
    }
}
