package ai.ongoing.gateway.config.source;

import ai.ongoing.gateway.config.ConfigError;
import ai.ongoing.gateway.config.setting.Quoted;
import ai.ongoing.gateway.config.yaml.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file.
 *
 * @param name as the operator gave it, or as it was found, for messages
 * @param path where it is
 */
record ConfigFile(String name, Path path) {

    /** Where to look when no file was named, in this order. */
    private static final List<String> USUAL = List.of("ongoingai.yaml", "config/ongoingai.yaml");

    /**
     * The file to read.
     *
     * @param given null to look in the usual places, the empty path for none; a named file is not checked here, so that
     *     reading it says what is wrong with it
     */
    static Optional<ConfigFile> find(@Nullable Path given, Path workingDirectory) {
        if (given != null) {
            return given.toString().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ConfigFile(given.toString(), workingDirectory.resolve(given)));
        }
        return USUAL.stream()
                .map(name -> new ConfigFile(name, workingDirectory.resolve(name)))
                .filter(file -> Files.exists(file.path, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /** The file's text; one that is not there is an error, because it was asked for. */
    String read() {
        if (Files.isDirectory(path)) {
            throw unreadable("it is a directory; name the file in it");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(YamlDocument.MAX_CHARACTERS + 1);
            if (bytes.length > YamlDocument.MAX_CHARACTERS) {
                throw unreadable("it is larger than " + YamlDocument.MAX_CHARACTERS + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw unreadable("no such file; leave --config out to run on " + String.join(" or ", USUAL)
                    + " if there is one, or give --config \"\" to run on defaults and environment");
        } catch (AccessDeniedException e) {
            throw unreadable("permission denied");
        } catch (CharacterCodingException e) {
            throw ConfigError.unreadable("parse yaml " + Quoted.of(name) + ": it is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        }
    }

    private ConfigError unreadable(String reason) {
        return ConfigError.unreadable("read config " + Quoted.of(name) + ": " + reason);
    }
}
