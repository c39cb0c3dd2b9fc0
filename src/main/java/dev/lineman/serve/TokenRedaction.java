package dev.lineman.serve;

import dev.lineman.access.Mac;

/** Removes tokens from text that is written to a log or kept. Thread-safe. */
public final class TokenRedaction {
    private final String prefix;
    private final KnownTokens tokens;

    /** @param prefix the path below which phones ask, with {@code /} at both ends */
    TokenRedaction(String prefix, KnownTokens tokens) {
        this.prefix = prefix;
        this.tokens = tokens;
    }

    /** A text without known tokens. */
    public String text(String text) {
        return tokens.redacted(text);
    }

    /** A path without known tokens, and without a first segment below the prefix that may be one. */
    public String path(String path) {
        String shown = tokens.redacted(path);
        if (!shown.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return shown;
        }
        int from = prefix.length();
        int end = behindToken(shown, from);
        return end == from ? shown : shown.substring(0, from) + KnownTokens.HIDDEN + shown.substring(end);
    }

    /** Whether any rule has, or had, a token. */
    public boolean hasTokens() {
        return tokens.wereAny();
    }

    /** The index where a path continues behind a segment that may be a former token; {@code from} when there is none. */
    int behindToken(String path, int from) {
        int slash = path.indexOf('/', from);
        if (slash >= 0) {
            return slash - from >= KnownTokens.SHORTEST ? slash : from;
        }
        boolean token = tokens.wereAny()
                && path.length() - from >= KnownTokens.SHORTEST
                && path.indexOf('.', from) < 0
                && Mac.in(path.substring(from)) == null;
        return token ? path.length() : from;
    }
}
