package dev.lineman.cli.option;

import dev.lineman.access.IpNetwork;
import dev.lineman.access.auth.AuthenticationScheme;
import dev.lineman.serve.http.AccessLog;
import dev.lineman.serve.http.ServingOptions;
import dev.lineman.serve.upload.UploadLimits;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for serving phones: authentication schemes, trusted proxies, the access log and uploads. */
public final class PhoneServingOptions {
    /** Phones that read only one challenge take the first. */
    @Option(
            names = "--auth",
            paramLabel = "SCHEMES",
            defaultValue = "sha-256,md5,basic",
            converter = Schemes.class,
            description = "The schemes for passwords, the preferred one first (default: ${DEFAULT-VALUE}).")
    private Holder<AuthenticationScheme> auth;

    /** Empty: no proxy is trusted, and the peer address counts. */
    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR,...",
            converter = NetworkList.Converter.class,
            description = "The networks of proxies that name the client, in X-Forwarded-For or with the PROXY"
                    + " protocol (version 1 or 2).")
    private NetworkList proxies = new NetworkList(List.of());

    /** Separate from the format of the other log lines, which {@code --format} sets. */
    @Option(
            names = "--access-log",
            paramLabel = "FORM",
            defaultValue = "off",
            description = "Logs each request to standard output: off, text or json (default: ${DEFAULT-VALUE}).")
    private AccessLog.Form log;

    /** Off: phones get status 405 for an upload. */
    @Option(
            names = "--uploads",
            description = "Stores what phones upload: logs, overrides, contacts, call lists and reports, below"
                    + " out/.lineman/uploads.")
    private boolean uploads;

    /** A larger upload gets status 413. */
    @Option(
            names = "--max-upload-size",
            paramLabel = "SIZE",
            defaultValue = "2M",
            converter = ByteSizeConverter.class,
            description = "The largest upload; all uploads of one phone may take four times as much"
                    + " (default: ${DEFAULT-VALUE}).")
    private long uploadSize;

    /** A phone beyond it replaces its own older uploads, or gets status 507. */
    @Option(
            names = "--max-uploads-total",
            paramLabel = "SIZE",
            defaultValue = "1G",
            converter = ByteSizeConverter.class,
            description = "The space for the uploads of all phones (default: ${DEFAULT-VALUE}).")
    private long uploadsTotal;

    /**
     * Returns the options for the phone handler.
     *
     * @param prefix the path below which phones ask, with {@code /} at both ends
     */
    public ServingOptions servingOptions(String prefix) {
        return new ServingOptions(
                prefix, proxies.all(), auth.all(), log, uploads ? new UploadLimits(uploadSize, uploadsTotal) : null);
    }

    /** A list as one value: for an option with a list type, picocli would convert each item on its own. */
    private record Holder<T>(List<T> all) {}

    /** Parses {@code sha-256,md5}. */
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

    /**
     * A list of networks as one value of an option: for an option with a list type, picocli would convert each item on its
     * own. Immutable.
     */
    record NetworkList(List<IpNetwork> all) {
        NetworkList {
            all = List.copyOf(all);
        }

        /** Parses {@code 10.0.0.1,192.168.0.0/24}. */
        static final class Converter implements ITypeConverter<NetworkList> {
            @Override
            public NetworkList convert(String value) {
                List<IpNetwork> networks = new ArrayList<>();
                for (String text : value.split(",", -1)) {
                    IpNetwork network = IpNetwork.parse(text.strip());
                    if (network == null) {
                        throw new TypeConversionException(
                                "'" + text + "' is not a network; write for example 10.0.0.0/8");
                    }
                    networks.add(network);
                }
                return new NetworkList(networks);
            }
        }
    }
}
