package dev.lineman.serve.visits;

import dev.lineman.access.MacFinder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The model and firmware in a {@code User-Agent}. Each vendor has its own format; src/docs/serving.md lists them with
 * their sources. In a form that is not known, a version counts only beside a MAC: phones send theirs, while curl,
 * browsers, scripts and health checks name a version of their own. Immutable.
 *
 * @param model the model; empty when it is unknown
 * @param firmware the firmware version; empty when it is unknown
 */
public record UserAgent(String model, String firmware) {
    private static final UserAgent UNKNOWN = new UserAgent("", "");

    /** The known formats, each with the model and the firmware as groups. */
    private static final List<Pattern> PATTERNS = List.of(
            Pattern.compile("^Mozilla/\\S+ \\(compatible; ?(snom ?\\w+)(?:-SIP)? ([\\d.]+)", Pattern.CASE_INSENSITIVE),
            Pattern.compile("^(?:Yealink (?:SIP (?=VP-))?|(?=VP530))(\\S+) {1,2}([\\d.]+)", Pattern.CASE_INSENSITIVE),
            Pattern.compile("^Grandstream Model HW (\\S+)(?: V\\S+)? SW ([\\d.]+)"),
            Pattern.compile("^FileTransport Poly(?:com)?\\w*-(\\w+)-UA/([\\w.]+)"),
            Pattern.compile("^(Cisco-(?:CP|DP)-\\w+(?:-3PCC)?)/(\\S+)"),
            Pattern.compile("^(?:Cisco|Linksys)/([A-Z]+-?\\w+(?:-MPP)?)-(\\S+)"),
            Pattern.compile("^OBIHAI/(OBi\\w+)-([\\d.]+)"),
            Pattern.compile("^Fanvil (\\S+(?: Pro| Lite)?) ([\\d.]+)"),
            Pattern.compile("^(?:Flyingvoice|Htek) (\\S+) V?([\\d.]+)", Pattern.CASE_INSENSITIVE),
            Pattern.compile("^((?:Mitel|Aastra)\\w+) MAC:\\S+ V:(\\S+)"),
            Pattern.compile("\\bAVAYA/(J\\d+)-([\\d.]+)"),
            Pattern.compile("^AUDC-IPPhone/(?=\\S+ \\((\\w+?)G?(?:-Rev\\d+)?; )([\\w.]+)"),
            Pattern.compile("\\bAUDC-IPPhone-(\\w+?)_(?:UC_)?([\\d.]+)"),
            Pattern.compile("^(Panasonic[_-]\\S+)/([\\d.]+)"),
            Pattern.compile("^(Gigaset [^/]+)/([^;]+)"),
            Pattern.compile("^(N\\d{3}[ -][A-Z]+[ -]PRO)/([\\d.]+)"),
            Pattern.compile("^ALE (M\\d+)(?:-CE)? ([\\d.]+)"),
            Pattern.compile("^Digium[ /_-](D\\d+)[ /_-](\\d+(?:[._]\\d+)+)"));

    /** A version number in an unknown format: at least three numbers. */
    private static final Pattern VERSION = Pattern.compile("(?<![\\w.])\\d+(?:\\.\\d+){2,}[\\w-]*");

    /** Parses the value of the header field. Never fails. */
    public static UserAgent of(String text) {
        for (Pattern form : PATTERNS) {
            Matcher matcher = form.matcher(text);
            if (matcher.find()) {
                return new UserAgent(matcher.group(1), matcher.group(2));
            }
        }
        Matcher version = VERSION.matcher(text);
        return !MacFinder.findAll(text).isEmpty() && version.find() ? new UserAgent("", version.group()) : UNKNOWN;
    }
}
