package dev.lineman.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two network namespaces with a cable between them: the host of the agent at {@link #HOST}, and phones at
 * {@link #phone}. {@link #close} removes them.
 */
final class NetworkNamespaces implements AutoCloseable {
    static final String HOST = "10.77.0.1";
    private static final int PHONES = 20;

    private final Path folder;
    private final String host = "lineman-host-" + ProcessHandle.current().pid();
    private final String phones = "lineman-phones-" + ProcessHandle.current().pid();

    private NetworkNamespaces(Path folder) {
        this.folder = folder;
    }

    /** Makes them. Skips the test where that is not permitted. */
    static NetworkNamespaces in(Path folder) throws Exception {
        Debian.program("ip", "iproute2");
        NetworkNamespaces made = new NetworkNamespaces(folder);
        Jar.CommandResult first = made.run(List.of("ip", "netns", "add", made.host));
        assumeTrue(first.code() == 0, () -> "no network namespaces here: " + first.err());
        try {
            made.ip("netns add " + made.phones);
            made.ip("-n " + made.host + " link add cable0 type veth peer name cable1 netns " + made.phones);
            made.ip("-n " + made.host + " addr add " + HOST + "/24 dev cable0");
            for (int i = 0; i < PHONES; i++) {
                made.ip("-n " + made.phones + " addr add " + phone(i) + "/24 dev cable1");
            }
            for (String up : List.of(made.host + " link set lo", made.host + " link set cable0")) {
                made.ip("-n " + up + " up");
            }
            made.ip("-n " + made.phones + " link set cable1 up");
            made.ip("-n " + made.phones + " route add 224.0.0.0/4 dev cable1");
        } catch (Exception | AssertionError e) {
            made.close();
            throw e;
        }
        return made;
    }

    /** Returns the address of a phone. */
    static String phone(int index) {
        return "10.77.0." + (11 + index);
    }

    /** Returns a command that runs on the host of the agent. */
    List<String> onHost(List<String> command) {
        return in(host, command);
    }

    /** Runs a command where the phones are. */
    Jar.CommandResult onPhones(List<String> command) throws Exception {
        return run(in(phones, command));
    }

    /** Runs a command on the host of the agent. */
    Jar.CommandResult runOnHost(String... command) throws Exception {
        return run(onHost(List.of(command)));
    }

    /** Runs {@code ip} with blanks between its arguments. */
    void ip(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments.split(" ", -1)));
        Jar.CommandResult ended = run(command);
        assertThat(ended.code()).as("ip %s: %s", arguments, ended.err()).isZero();
    }

    /** Plugs the cable in at the host, or out. */
    void setCable(boolean plugged) throws Exception {
        ip("-n " + host + " link set cable0 " + (plugged ? "up" : "down"));
    }

    private static List<String> in(String namespace, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(command);
        return whole;
    }

    private Jar.CommandResult run(List<String> command) throws IOException, InterruptedException {
        return Jar.run(folder, Map.of(), command);
    }

    @Override
    public void close() throws IOException {
        try {
            run(List.of("ip", "netns", "del", host));
            run(List.of("ip", "netns", "del", phones));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
