package dev.lineman.cli.option;

import dev.lineman.access.IpNetwork;
import dev.lineman.access.auth.AuthenticationScheme;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.http.ServingOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Who is served, and how it is written down. */
public final class PhoneServingOptions {
    @Option(
            names = "--auth",
            paramLabel = "SCHEMES",
            defaultValue = "sha-256,md5,basic",
            converter = Schemes.class,
            description = "How phones may prove that they know a password, the first for those that look at one only"
                    + " (default: ${DEFAULT-VALUE}).")
    private Holder<AuthenticationScheme> auth;

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR,...",
            converter = Networks.class,
            description =
                    "The networks of proxies that say where a request comes from, in X-Forwarded-For or with the PROXY"
                            + " protocol (version 1 or 2).")
    private Holder<IpNetwork> proxies = new Holder<>(List.of());

    @Option(
            names = "--access-log",
            paramLabel = "FORM",
            defaultValue = "off",
            description = "Writes a line for each request to standard output: off, text or json (default:"
                    + " ${DEFAULT-VALUE}).")
    private AccessLog.Form log;

    /**
     * The options as the phone handler takes them.
     *
     * @param prefix the path below which phones are answered
     */
    public ServingOptions servingOptions(String prefix) {
        return new ServingOptions(prefix, proxies.all(), auth.all(), log);
    }

    /** A list in one value: of a list option, each item would be converted for itself. */
    private record Holder<T>(List<T> all) {}

    /** Reads {@code sha-256,md5}. */
    private static final class Schemes implements ITypeConverter<Holder<AuthenticationScheme>> {
        @Override
        public Holder<AuthenticationScheme> convert(String value) {
            try {
                return new Holder<>(AuthenticationScheme.parse(value));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads {@code 10.0.0.1,192.168.0.0/24}. */
    private static final class Networks implements ITypeConverter<Holder<IpNetwork>> {
        @Override
        public Holder<IpNetwork> convert(String value) {
            List<IpNetwork> networks = new ArrayList<>();
            for (String text : value.split(",", -1)) {
                IpNetwork network = IpNetwork.parse(text.strip());
                if (network == null) {
                    throw new TypeConversionException("'" + text + "' is no network; write for example 10.0.0.0/8");
                }
                networks.add(network);
            }
            return new Holder<>(networks);
        }
    }
}
