package dev.lineman.agent;

import dev.lineman.access.MacFinder;
import dev.lineman.build.State;
import dev.lineman.build.impact.BuildInputs;
import dev.lineman.build.make.FolderNames;
import dev.lineman.build.plan.BuildTarget;
import dev.lineman.build.plan.Output;
import dev.lineman.http.HostAndPort;
import dev.lineman.inventory.LayerStack;
import dev.lineman.inventory.Phone;
import dev.lineman.inventory.extension.FieldValues;
import dev.lineman.inventory.secret.UrlSecrets;
import dev.lineman.resolve.url.ProvisioningLink;
import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.resolve.value.ProvisioningUrlResolver;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.template.vendor.PnpForm;
import dev.lineman.zerotouch.pnp.PhoneDirectory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The phones of the newest state, with the URLs that SIP Plug and Play gives them: the folder of the phone's files or its
 * own file, as the model files say for its vendor. Thread-safe.
 *
 * @param states returns the newest state
 * @param isPublished whether the newest publication has a file, by its path below {@code out/}
 * @param environment the environment variables of the agent, from its start
 * @param plain where phones connect over plain HTTP; null when that is off
 */
record PnpDirectory(
        Supplier<State> states,
        Predicate<String> isPublished,
        Map<String, String> environment,
        @Nullable InetSocketAddress plain)
        implements PhoneDirectory {
    private static final int HTTP_PORT = 80;

    private static final String MASK = "***";

    /** A user and a password before the host. Phones ask for them when they are necessary. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=^[A-Za-z0-9+.-]{1,20}://)[^/?#]*@");

    @Override
    public boolean isReady() {
        return states.get().reconciled();
    }

    @Override
    public @Nullable PnpPhone find(String mac, InetAddress local) {
        State state = states.get();
        Phone phone = state.inputs().inventory().phone(mac);
        if (phone == null) {
            return state.hasPhone(mac)
                    ? PnpPhone.withoutUrl(
                            mac,
                            "phone " + mac + " gets no URL, because its extension file cannot be read now. See 'lineman"
                                    + " check'")
                    : null;
        }
        String name = name(phone, state);
        String file = file(phone, state);
        if (file.isEmpty()) {
            return PnpPhone.withoutUrl(
                    name, name + " gets no URL, because it has no published file. See 'lineman explain " + mac + "'");
        }
        return phone(phone, name, file, state.inputs(), local);
    }

    private static String name(Phone phone, State state) {
        String model = state.inputs().inventory().model(phone);
        return "phone " + phone.mac() + " (extension "
                + phone.accounts().stream()
                        .map(account -> account.number())
                        .distinct()
                        .collect(Collectors.joining(", "))
                + (model == null ? "" : ", " + model) + ')';
    }

    /**
     * Returns the path of the phone's first file below {@code out/}. One with its MAC in the name comes before files that
     * phones share. Empty if none is published.
     */
    private String file(Phone phone, State state) {
        BuildTarget target = state.outputIndex().target(phone.mac());
        List<String> paths = new ArrayList<>();
        for (Output output : target == null ? List.<Output>of() : target.outputs()) {
            if (isPublished.test(output.path())) {
                paths.add(output.path());
            }
        }
        return paths.stream()
                .filter(path -> MacFinder.digits(path).contains(phone.mac()))
                .findFirst()
                .orElse(paths.isEmpty() ? "" : paths.get(0));
    }

    private PnpPhone phone(Phone phone, String name, String file, BuildInputs inputs, InetAddress local) {
        ReferenceResolver references = new ReferenceResolver(inputs.secrets(), environment);
        LayerStack.LayerValue written = ProvisioningUrl.token(phone.layers());
        String token = written == null ? "" : references.follow(written, true).text();
        ProvisioningUrlResolver.PhoneUrl given = new ProvisioningUrlResolver(
                        references, inputs.inventory(), inputs.servingPath())
                .resolveForSite(phone.layers(), phone.site(), true);
        boolean hasUrl = given != null && !given.text().isEmpty();
        if (references.blockingCount() > 0 || (given != null && hasUrl && !ProvisioningLink.isUrl(given.text()))) {
            return PnpPhone.withoutUrl(
                    name,
                    name + " gets no URL, because 'provisioning_url' or 'token' has a problem. See 'lineman explain "
                            + phone.mac() + "'");
        }
        String own = hasUrl ? "" : ownUrl(local);
        if (given == null || !hasUrl) {
            return own.isEmpty()
                    ? PnpPhone.withoutUrl(name, noUrl(local))
                    : phone(
                            name,
                            new ProvisioningUrl(own, inputs.servingPath().prefix(), "").with(token, phone.site()),
                            token,
                            phone,
                            file,
                            inputs);
        }
        PnpPhone found =
                phone(name, USER_INFO.matcher(given.text()).replaceFirst(""), given.token(), phone, file, inputs);
        boolean wholeSecret =
                given.written().value() instanceof FieldValues.ValueReference reference && reference.secret();
        return wholeSecret ? new PnpPhone(name, found.url(), MASK, "") : found;
    }

    /** @param folder the URL of the folder with the phone's files */
    private PnpPhone phone(String name, String folder, String token, Phone phone, String file, BuildInputs inputs) {
        String url = inputs.resolver(environment).vendor(phone).pnp() == PnpForm.FILE
                ? ProvisioningUrl.below(folder, belowSite(file, phone.site()))
                : withSlash(folder);
        Set<String> secrets = new TreeSet<>(UrlSecrets.findInProvisioningUrl(url, phone.site()));
        if (!token.isEmpty()) {
            secrets.addAll(List.of(token, ProvisioningUrl.encoded(token)));
        }
        String shown = url;
        for (String secret : secrets) {
            shown = shown.replace(secret, MASK);
        }
        return new PnpPhone(name, url, shown, "");
    }

    private static String belowSite(String file, String site) {
        String folder = FolderNames.PROVISIONING + (site.isEmpty() ? "" : site + '/');
        return file.startsWith(folder) ? file.substring(folder.length()) : file;
    }

    private static String withSlash(String url) {
        int end = url.length() - ProvisioningUrl.query(url).length();
        return url.charAt(end - 1) == '/' ? url : url.substring(0, end) + '/' + url.substring(end);
    }

    /** Returns the origin of the plain port on the network of the phone; empty if phones cannot connect to it there. */
    private String ownUrl(InetAddress local) {
        InetSocketAddress at = plain;
        if (at == null || !(at.getAddress().isAnyLocalAddress() || isOnSameInterface(at.getAddress(), local))) {
            return "";
        }
        String host = (at.getAddress().isAnyLocalAddress() ? local : at.getAddress()).getHostAddress();
        return "http://" + (at.getPort() == HTTP_PORT ? host : HostAndPort.text(host, at.getPort()));
    }

    /** Whether an address of this host is the other one, or belongs to the same network interface. */
    private static boolean isOnSameInterface(InetAddress address, InetAddress other) {
        if (address.equals(other)) {
            return true;
        }
        try {
            NetworkInterface own = NetworkInterface.getByInetAddress(other);
            return own != null && own.inetAddresses().anyMatch(address::equals);
        } catch (SocketException e) {
            return false;
        }
    }

    /** The obstacle of phones without a URL. It is the same for all, so that the log has it once. */
    private String noUrl(InetAddress local) {
        InetSocketAddress at = plain;
        return "phones without 'provisioning_url' get no URL, because plain HTTP is "
                + (at == null
                        ? "off"
                        : "served at " + at.getAddress().getHostAddress() + " and not at " + local.getHostAddress())
                + ". Set 'provisioning_url' in extensions.d/_defaults.yaml";
    }
}
