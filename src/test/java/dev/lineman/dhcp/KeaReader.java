package dev.lineman.dhcp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What a file tells a phone by Kea: its classes and options, as the manual of Kea describes them. Written for tests. */
public final class KeaReader {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(==|[(),]|'[^']*'|0x[0-9a-f]+|pkt4\\.mac|option\\[60]\\.hex|[a-z]+|\\d+)");

    private final String mac;
    private final String vendorClass;
    private final Set<String> classes = new HashSet<>();
    private List<String> tokens = List.of();
    private int next;

    private KeaReader(String mac, String vendorClass) {
        this.mac = mac;
        this.vendorClass = HexFormat.of().formatHex(vendorClass.getBytes(StandardCharsets.UTF_8));
    }

    /** The members of a map {@code Dhcp4} as a map. */
    public static String whole(String file) {
        return "{" + file.replaceAll("(?m)^#.*$", "") + "}";
    }

    /** The values of each option that a phone gets, of all its classes; a value of bytes is in hexadecimal digits. */
    public static Map<Integer, List<String>> options(String file, String mac, String vendorClass) {
        KeaReader phone = new KeaReader(mac, vendorClass);
        JsonNode root = new ObjectMapper().readTree(whole(file));
        Map<Integer, List<String>> options = new TreeMap<>();
        for (JsonNode one : root.get("client-classes")) {
            if (phone.evaluate(one.get("test").asString())) {
                phone.classes.add(one.get("name").asString());
                for (JsonNode option : one.path("option-data")) {
                    options.computeIfAbsent(option.get("code").asInt(), any -> new ArrayList<>())
                            .add(option.get("data").asString());
                }
            }
        }
        return options;
    }

    private boolean evaluate(String test) {
        List<String> found = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(test);
        int end = 0;
        while (matcher.lookingAt() || matcher.find(end)) {
            if (matcher.start() != end) {
                throw new IllegalArgumentException("not understood: " + test.substring(end));
            }
            found.add(matcher.group(1));
            end = matcher.end();
            if (end == test.length()) {
                break;
            }
            matcher.region(end, test.length());
        }
        tokens = found;
        next = 0;
        boolean value = or();
        if (next != tokens.size()) {
            throw new IllegalArgumentException("not understood: " + test);
        }
        return value;
    }

    private boolean or() {
        boolean value = and();
        while (accept("or")) {
            value |= and();
        }
        return value;
    }

    private boolean and() {
        boolean value = not();
        while (accept("and")) {
            value &= not();
        }
        return value;
    }

    private boolean not() {
        if (accept("not")) {
            return !not();
        }
        if (accept("(")) {
            boolean value = or();
            expect(")");
            return value;
        }
        if (accept("member")) {
            expect("(");
            String name = text(tokens.get(next++));
            expect(")");
            return classes.contains(name);
        }
        String left = bytes();
        expect("==");
        return left.equals(bytes());
    }

    /** A value as hexadecimal digits. */
    private String bytes() {
        String token = tokens.get(next++);
        if (token.equals("pkt4.mac")) {
            return mac;
        }
        if (token.equals("option[60].hex")) {
            return vendorClass;
        }
        if (token.startsWith("0x")) {
            return token.substring(2);
        }
        if (token.startsWith("'")) {
            return HexFormat.of().formatHex(text(token).getBytes(StandardCharsets.UTF_8));
        }
        if (!token.equals("substring")) {
            throw new IllegalArgumentException("not understood: " + token);
        }
        expect("(");
        String whole = bytes();
        expect(",");
        expect("0");
        expect(",");
        int length = Integer.parseInt(tokens.get(next++)) * 2;
        expect(")");
        return whole.substring(0, Math.min(length, whole.length()));
    }

    private static String text(String token) {
        return token.substring(1, token.length() - 1);
    }

    private boolean accept(String token) {
        boolean is = next < tokens.size() && tokens.get(next).equals(token);
        next += is ? 1 : 0;
        return is;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw new IllegalArgumentException(token + " is missing in " + tokens);
        }
    }
}
