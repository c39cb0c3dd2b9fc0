package dev.lineman.template.dialect;

import dev.lineman.problem.Problem;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The encoding that a content names in its XML declaration (XML 1.0, 2.8). Files are always written in UTF-8. Stateless.
 */
public final class DeclaredEncoding {
    /** Group 1: the name of the encoding. A name with a placeholder is not found. */
    private static final Pattern DECLARATION =
            Pattern.compile("<\\?xml\\s[^?>]*?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

    private DeclaredEncoding() {}

    /** Warns of another encoding than UTF-8: a phone that believes it shows wrong letters, or refuses the file. */
    public static void check(Content content, Consumer<Problem> problems) {
        Matcher declaration = DECLARATION.matcher(content.text());
        while (declaration.find()) {
            String encoding = declaration.group(1);
            if (!encoding.equalsIgnoreCase("UTF-8") && !encoding.equalsIgnoreCase("UTF8")) {
                problems.accept(Problem.warning(
                        content.at(declaration.start(1)),
                        "this declares the encoding " + encoding + ", but the file is written in UTF-8, so phones may"
                                + " show wrong letters or refuse it; write encoding=\"UTF-8\""));
            }
        }
    }
}
