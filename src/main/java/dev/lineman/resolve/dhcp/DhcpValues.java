package dev.lineman.resolve.dhcp;

import dev.lineman.resolve.url.ProvisioningUrl;
import dev.lineman.template.constraint.UrlParts;
import dev.lineman.template.vendor.DhcpOption;
import dev.lineman.template.vendor.DhcpOption.OptionValueType;
import dev.lineman.template.vendor.PhoneVendor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of the DHCP options of a vendor from the URL of a phone. One instance serves one URL. Not thread-safe.
 */
public final class DhcpValues {
    private static final Pattern PLACEHOLDER = Pattern.compile("<([a-z]+)>");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    private final String url;
    private final String query;
    private final String folder;
    private final @Nullable UrlParts parts;
    private final List<String> objections = new ArrayList<>();

    /**
     * Takes a URL apart.
     *
     * @param folder the URL of the folder that the phone is told
     * @param url the same with the name of a file behind it, if the phone needs one
     */
    public DhcpValues(String folder, String url) {
        this.url = url;
        this.query = ProvisioningUrl.query(folder);
        String path = folder.substring(0, folder.length() - query.length());
        this.folder = path.endsWith("/") ? path : path + '/';
        this.parts = UrlParts.of(folder);
    }

    /** The values of the options that can hold theirs; none if the URL is none. */
    public List<DhcpValue> of(PhoneVendor vendor) {
        List<DhcpValue> values = new ArrayList<>();
        Map<Integer, String> sub = new TreeMap<>();
        UrlParts whole = parts;
        if (whole == null) {
            objections.add("'provisioning_url' is not a URL; write one such as http://10.172.0.2:5481/provisioning");
            return values;
        }
        if (!vendor.dhcp().isEmpty() && vendor.dhcp().stream().noneMatch(option -> isFor(option, whole))) {
            objections.add("its options are for URLs with "
                    + vendor.dhcp().stream().map(DhcpOption::scheme).distinct().collect(Collectors.joining(" or "))
                    + ": write such a 'provisioning_url', or enter the server in the phone");
        }
        for (DhcpOption option : vendor.dhcp()) {
            if (!isFor(option, whole)) {
                continue;
            }
            String text = fill(option.value(), whole);
            if (option.sub() > 0) {
                if (fits(option, text, DhcpOption.LARGEST - 2)) {
                    sub.put(option.sub(), text);
                }
            } else if (option.type() == OptionValueType.ADDRESS) {
                if (isAddress(text)) {
                    values.add(new DhcpValue(option.code(), DhcpValue.ValueForm.ADDRESS, text));
                } else {
                    objections.add("option " + option.code()
                            + " needs an IPv4 address, and 'provisioning_url' has another host:"
                            + " write the address in the URL of these phones, or enter the server in the phone");
                }
            } else if (fits(option, text, DhcpOption.LARGEST)) {
                values.add(DhcpValue.ofText(option.code(), text));
            }
        }
        if (!sub.isEmpty()) {
            addVendorSpecific(sub, values, vendor);
        }
        return values;
    }

    /** What is wrong with the URL for some options, each with what to do. The texts contain nothing of the URL. */
    public List<String> objections() {
        return List.copyOf(objections);
    }

    private static boolean isFor(DhcpOption option, UrlParts url) {
        return option.scheme().isEmpty() || option.scheme().equals(url.protocol());
    }

    private boolean fits(DhcpOption option, String text, int largest) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        int max = Math.min(option.max(), largest);
        if (bytes <= max && !text.isEmpty()) {
            return true;
        }
        objections.add("option " + option.code() + " takes at most " + max + " characters, and the URL gives " + bytes
                + ": shorten the name of the host, of the site, or the token");
        return false;
    }

    /** Adds option 43 with its parts (RFC 2132, section 8.4), in the place that it has in the order of the vendor. */
    private void addVendorSpecific(Map<Integer, String> sub, List<DhcpValue> values, PhoneVendor vendor) {
        StringBuilder bytes = new StringBuilder();
        sub.forEach((number, text) -> {
            String hex = DhcpValue.hex(text);
            bytes.append(HexFormat.of().toHexDigits((byte) (int) number))
                    .append(HexFormat.of().toHexDigits((byte) (hex.length() / 2)))
                    .append(hex);
        });
        if (bytes.length() / 2 > DhcpOption.LARGEST) {
            objections.add("the parts of option 43 take more than " + DhcpOption.LARGEST
                    + " bytes: shorten the name of the host, of the site, or the token");
            return;
        }
        int place = 0;
        for (DhcpOption option : vendor.dhcp()) {
            if (option.sub() > 0) {
                break;
            }
            place += values.stream().anyMatch(value -> value.code() == option.code()) ? 1 : 0;
        }
        values.add(place, new DhcpValue(DhcpOption.VENDOR_SPECIFIC, DhcpValue.ValueForm.BYTES, bytes.toString()));
    }

    private static boolean isAddress(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return false;
        }
        for (String number : text.split("\\.", -1)) {
            if (Integer.parseInt(number) > 255) {
                return false;
            }
        }
        return true;
    }

    private String fill(String pattern, UrlParts of) {
        // At the top of the server, the file is the path.
        Matcher matcher = PLACEHOLDER.matcher(path().isEmpty() ? pattern.replace("<path>/", "") : pattern);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(part(matcher.group(1), of)));
        }
        return matcher.appendTail(filled).toString();
    }

    /** The text of one of {@link DhcpOption#PLACEHOLDERS}. */
    private String part(String name, UrlParts of) {
        return switch (name) {
            case "url" -> url;
            case "folder" -> folder;
            case "server" -> server();
            case "host" -> of.host();
            case "port" -> of.port();
            case "path" -> path();
            default -> query;
        };
    }

    /** The URL before its path. */
    private String server() {
        return folder.substring(0, pathStart());
    }

    /** The path of the folder without {@code /} at its ends. */
    private String path() {
        String path = folder.substring(pathStart() + 1);
        return path.isEmpty() ? "" : path.substring(0, path.length() - 1);
    }

    private int pathStart() {
        return folder.indexOf('/', folder.indexOf("://") + "://".length());
    }
}
