package ai.ongoing.gateway.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * nginx as a relay of the bench: as many workers as processors, connections to the provider kept, nothing buffered so that a
 * stream's pieces pass as they come, every request logged to a file as the gateway logs it. It records nothing.
 */
final class Nginx {

    /** As printed. */
    static final String NAME = "nginx";

    private Nginx() {}

    /** The installed program, on the path or where distributions put it; empty where there is none. */
    static Optional<Path> installed() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, NAME))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Writes its configuration into the folder; the command that runs it in the foreground. */
    static List<String> command(Path program, Path folder, int port, int upstreamPort) throws IOException {
        Path own = Files.createDirectories(folder.resolve(NAME));
        Path config = own.resolve("nginx.conf");
        Files.writeString(config, """
                daemon off;
                worker_processes auto;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {
                    worker_connections 16384;
                }
                http {
                    access_log %1$s/access.log;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    client_max_body_size 0;
                    keepalive_requests 1000000000;
                    upstream provider {
                        server 127.0.0.1:%3$d;
                        keepalive 1024;
                        keepalive_requests 1000000000;
                    }
                    server {
                        listen 127.0.0.1:%2$d backlog=4096;
                        location / {
                            proxy_pass http://provider;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                            proxy_request_buffering off;
                            proxy_buffering off;
                        }
                    }
                }
                """.formatted(own, port, upstreamPort));
        return List.of(program.toString(), "-e", own.resolve("error.log").toString(), "-c", config.toString());
    }
}
