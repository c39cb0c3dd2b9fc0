package dev.lineman.serve;

import dev.lineman.access.AccessRule;
import dev.lineman.access.KnownPhones;
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
 * Knows the tokens of all access rules by their hashes. Finds the token in a path, and removes tokens from text before
 * it is logged or stored.
 * Replaced tokens are still removed: phones continue to use them for a while. {@link CredentialIndex} updates it from
 * one thread; any thread may read.
 */
public final class TokenRedaction {
    /** The replacement for a token. */
    static final String HIDDEN = "***";

    /** The minimum length of a token, in characters. */
    static final int MIN_LENGTH = 16;

    /** Longer words are replaced as a whole: the search in them would take too long. */
    private static final int MAX_LENGTH = 512;

    /** How many replaced tokens are remembered. */
    private static final int MAX_REPLACED = 10_000;

    /** How many layers of percent-encoding are removed before the search. */
    private static final int MAX_ENCODINGS = 3;

    /** A run of characters that tokens may contain, long enough for a token. */
    private static final Pattern PIECE = Pattern.compile("[A-Za-z0-9._~-]{" + MIN_LENGTH + ",}");

    private static final Pattern OCTETS = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    /** Number of rules for each token, by its hash. */
    private volatile PMap<String, Integer> hashes = HashTreePMap.empty();

    /** Number of rules for each token, by the hash of its lower-case form; 0 for a replaced token. */
    private final Map<String, Integer> folded = new ConcurrentHashMap<>();

    /** Replaced tokens, the oldest first. Only the updating thread uses it. */
    private final Deque<String> replaced = new ArrayDeque<>();

    /** The lengths of all tokens seen so far, in characters. */
    private volatile int[] lengths = {};

    private final String prefix;

    /** @param prefix the path below which phones ask, with {@code /} at both ends */
    TokenRedaction(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Counts a rule that was added or removed.
     *
     * @param text the token of the rule, see {@link TokenDigest}
     * @param by 1 for a new rule, -1 for a removed one
     */
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

    /** Returns whether no rule has a token. */
    boolean isEmpty() {
        return hashes.isEmpty();
    }

    /** Returns whether any rule has a token, or had one since the start. */
    public boolean hasTokens() {
        return !folded.isEmpty();
    }

    /** Returns whether a rule has the token with this hash. */
    boolean has(String hash) {
        return hashes.containsKey(hash);
    }

    /**
     * Removes tokens from text, in any case and any percent-encoding.
     *
     * @return the text itself if it contains no token; otherwise the decoded text with {@code ***} for each token
     */
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

    /** Removes known tokens from a path, and the first segment below the prefix if it may be a token. */
    public String path(String path) {
        String shown = text(path);
        if (!shown.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return shown;
        }
        int from = prefix.length();
        int end = tokenEnd(shown, from);
        return end == from ? shown : shown.substring(0, from) + HIDDEN + shown.substring(end);
    }

    /** Removes known tokens from the path of a file below {@code out/}, and each folder that may be a token. */
    String fileName(PathLocator.LocatedFile located, KnownPhones phones) {
        return withoutFolders(text(located.file()), phones);
    }

    /** Removes known tokens from a path that is not below the prefix, and each folder that may be a token. */
    String foreignPath(String path, KnownPhones phones) {
        return withoutFolders(text(path), phones);
    }

    /** Hides each folder of a path with the length of a token, unless it is a site. Hides such a file name too. */
    private String withoutFolders(String path, KnownPhones phones) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            String folder = path.substring(from, slash);
            shown.append(folder.length() < MIN_LENGTH || phones.isSite(folder) ? folder : HIDDEN)
                    .append('/');
            from = slash + 1;
        }
        return shown.append(tokenEnd(path, from) == from ? path.substring(from) : HIDDEN)
                .toString();
    }

    /** Returns the index of the end of a first segment that may be a replaced token; {@code from} when there is none. */
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
        // Rules of earlier versions store neither the length nor the lower-case hash.
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

    /** Returns the length of the token that starts at an index; 0 when none starts there. */
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
