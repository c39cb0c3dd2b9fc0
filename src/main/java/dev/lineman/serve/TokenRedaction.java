package dev.lineman.serve;

import dev.lineman.access.AccessRule;
import dev.lineman.access.MacFinder;
import dev.lineman.access.TokenDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The tokens in the rules of a publication, by their hashes: which there are, and where they stand in a text that is written to a
 * log or kept, so that they can be removed. A token that was replaced is still removed, since phones go on asking with it. One
 * thread changes it; any reads it.
 */
public final class TokenRedaction {
    /** What people see in place of a token. */
    static final String HIDDEN = "***";

    /** No token is shorter. */
    static final int MIN_LENGTH = 16;

    /** No name is longer: more is not searched, and not shown. */
    private static final int MAX_LENGTH = 512;

    private static final int MAX_REPLACED = 10_000;

    /** How often a client may have encoded a path, one encoding over the other. */
    private static final int MAX_ENCODINGS = 3;

    /** What a token is made of. */
    private static final Pattern PIECE = Pattern.compile("[A-Za-z0-9._~-]{" + MIN_LENGTH + ",}");

    private static final Pattern OCTETS = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    private volatile PMap<String, Integer> hashes = HashTreePMap.empty();

    /** How many rules have a token, by its hash in lower case; 0 for one that was replaced. */
    private final Map<String, Integer> folded = new ConcurrentHashMap<>();

    /** Those that were replaced, the oldest first. */
    private final Deque<String> replaced = new ArrayDeque<>();

    private volatile int[] lengths = {};

    private final String prefix;

    /** @param prefix the path below which phones ask, with {@code /} at both ends */
    TokenRedaction(String prefix) {
        this.prefix = prefix;
    }

    /** Notes that a rule with a token came or went. */
    void count(String text, int by) {
        TokenDigest token = TokenDigest.parse(text);
        int rules = hashes.getOrDefault(token.hash(), 0) + by;
        hashes = rules <= 0 ? hashes.minus(token.hash()) : hashes.plus(token.hash(), rules);
        if (folded.merge(token.folded(), Math.max(by, 0), (before, more) -> Math.max(0, before + by)) == 0) {
            replaced.add(token.folded());
            if (replaced.size() > MAX_REPLACED) {
                folded.remove(replaced.remove(), 0);
            }
        }
        if (token.length() > 0 && IntStream.of(lengths).noneMatch(length -> length == token.length())) {
            lengths = IntStream.concat(IntStream.of(lengths), IntStream.of(token.length()))
                    .toArray();
        }
    }

    /** Whether no rule has a token. */
    boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Whether any rule has, or had, a token. */
    public boolean hasTokens() {
        return !folded.isEmpty();
    }

    /** Whether a rule has the token of a hash. */
    boolean has(String hash) {
        return hashes.containsKey(hash);
    }

    /** A text without tokens, in whatever case and however percent-encoded they stand in it. It is decoded only if one does. */
    public String text(String text) {
        if (!hasTokens()) {
            return text;
        }
        String decoded = text;
        for (int i = 0; i < MAX_ENCODINGS && decoded.indexOf('%') >= 0; i++) {
            decoded = OCTETS.matcher(decoded)
                    .replaceAll(octets -> Matcher.quoteReplacement(decodeOctets(octets.group())));
        }
        String masked = maskTokens(decoded);
        return masked.equals(decoded) ? maskTokens(text) : masked;
    }

    /** A path without known tokens, and without a first segment below the prefix that may be one. */
    public String path(String path) {
        String shown = text(path);
        if (!shown.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return shown;
        }
        int from = prefix.length();
        int end = tokenEnd(shown, from);
        return end == from ? shown : shown.substring(0, from) + HIDDEN + shown.substring(end);
    }

    /** The index where a path continues behind a segment that may be a former token; {@code from} when there is none. */
    int tokenEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        if (slash >= 0) {
            return slash - from >= MIN_LENGTH ? slash : from;
        }
        boolean token = hasTokens()
                && path.length() - from >= MIN_LENGTH
                && path.indexOf('.', from) < 0
                && MacFinder.findInPath(path.substring(from)) == null;
        return token ? path.length() : from;
    }

    private static String decodeOctets(String encoded) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < encoded.length(); i += 3) {
            text.append((char) Integer.parseInt(encoded, i + 1, i + 3, 16));
        }
        return text.toString();
    }

    private String maskTokens(String text) {
        return PIECE.matcher(text).replaceAll(piece -> Matcher.quoteReplacement(redactPiece(piece.group())));
    }

    private String redactPiece(String piece) {
        String lower = piece.toLowerCase(Locale.ROOT);
        // Rules of earlier versions know neither length nor lower case.
        if (piece.length() > MAX_LENGTH || isToken(lower) || isToken(piece)) {
            return HIDDEN;
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < piece.length(); ) {
            int length = tokenLengthAt(lower, i);
            shown.append(length > 0 ? HIDDEN : piece.substring(i, i + 1));
            i += Math.max(1, length);
        }
        return shown.toString();
    }

    /** The length of the token that begins here; 0 when none does. */
    private int tokenLengthAt(String piece, int from) {
        for (int length : lengths) {
            if (from + length <= piece.length() && isToken(piece.substring(from, from + length))) {
                return length;
            }
        }
        return 0;
    }

    private boolean isToken(String text) {
        return folded.containsKey(AccessRule.hashToken(text));
    }
}
