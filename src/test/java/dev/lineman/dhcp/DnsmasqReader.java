package dev.lineman.dhcp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a file tells a phone by dnsmasq: its tags and options, as dnsmasq(8) describes them. Written for tests. */
public final class DnsmasqReader {
    private DnsmasqReader() {}

    /**
     * The values of each option that a phone gets; a value of bytes has its digits without separators.
     *
     * @param vendorClass option 60 of the phone
     */
    public static Map<Integer, List<String>> options(String file, String mac, String vendorClass) {
        Set<String> tags = new HashSet<>();
        String colons = mac.replaceAll("(..)(?=.)", "$1:");
        for (String line : file.split("\n", -1)) {
            if (line.startsWith("dhcp-mac=set:")) {
                String[] parts = line.substring("dhcp-mac=set:".length()).split(",", -1);
                if (colons.matches(parts[1].replace("*", "[0-9a-f]{2}"))) {
                    tags.add(parts[0]);
                }
            } else if (line.startsWith("dhcp-vendorclass=set:")) {
                String[] parts =
                        line.substring("dhcp-vendorclass=set:".length()).split(",", 2);
                if (!vendorClass.isEmpty() && vendorClass.contains(unquoted(parts[1]))) {
                    tags.add(parts[0]);
                }
            }
        }
        Map<Integer, List<String>> options = new TreeMap<>();
        for (String line : file.split("\n", -1)) {
            if (line.startsWith("dhcp-option-force=")) {
                String rest = line.substring("dhcp-option-force=".length());
                boolean applies = true;
                while (rest.startsWith("tag:")) {
                    String tag = rest.substring("tag:".length(), rest.indexOf(','));
                    applies &= tag.startsWith("!") ? !tags.contains(tag.substring(1)) : tags.contains(tag);
                    rest = rest.substring(rest.indexOf(',') + 1);
                }
                String[] option = rest.split(",", 2);
                if (applies) {
                    options.computeIfAbsent(Integer.valueOf(option[0]), any -> new ArrayList<>())
                            .add(value(option[1]));
                }
            }
        }
        return options;
    }

    private static final Pattern OCTETS = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2})*");

    private static String value(String written) {
        return OCTETS.matcher(written).matches() ? written.replace(":", "") : unquoted(written);
    }

    private static String unquoted(String written) {
        return written.startsWith("\"") ? written.substring(1, written.length() - 1) : written;
    }
}
