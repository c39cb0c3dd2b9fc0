package dev.lineman.zerotouch.pnp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds UDP sockets of this host that are bound to a port of all addresses, from the socket tables of Linux (proc(5)). Such
 * a socket also receives what is sent to a multicast group that another program has joined. Stateless.
 */
final class WildcardSockets {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private WildcardSockets() {}

    /** Whether a program is bound to a port of all addresses. False on systems without socket tables. */
    static boolean exist(int port) {
        // The local address is the second column: 32 or 128 bits and the port, in hex digits.
        Pattern bound = Pattern.compile("\\s*\\d+: 0+:%04X .*".formatted(port));
        return TABLES.stream().anyMatch(table -> contains(table, bound));
    }

    private static boolean contains(Path table, Pattern bound) {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.US_ASCII)) {
            return lines.anyMatch(line -> bound.matcher(line).matches());
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
