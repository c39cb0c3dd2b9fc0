package dev.lineman.command.contact;

import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataListener;
import com.github.mangstadt.vinnie.io.VObjectReader;
import com.github.mangstadt.vinnie.io.Warning;
import dev.lineman.problem.Position;
import dev.lineman.problem.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contacts of a file of vCards: version 4.0 (RFC 6350), 3.0 (RFC 2426) and 2.1. One instance per file; not
 * thread-safe.
 */
public final class VCardReader implements VObjectDataListener {
    private static final String CARD = "VCARD";

    /** Properties that are not named among what is left out: they say nothing that a person would miss. */
    private static final Set<String> TECHNICAL =
            Set.of("BEGIN", "END", "VERSION", "PRODID", "REV", "UID", "KIND", "SORT-STRING", "CLIENTPIDMAP", "CLASS");

    private final String file;
    private final Omissions omissions = new Omissions();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Contact> contacts = new ArrayList<>();

    /** How often each property occurs that a contact does not have. */
    private final Map<String, Integer> others = new TreeMap<>();

    /** The card that is being read; null between cards. */
    private @Nullable VCard card;

    /** How many components are open: a card inside another, such as that of an agent, is not read. */
    private int depth;

    private int cards;

    private VCardReader(String file) {
        this.file = file;
    }

    /** Whether a file is one of vCards, by its name or its first line. */
    public static boolean isVCard(String name, byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 64), StandardCharsets.UTF_8);
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".vcf")
                || lower.endsWith(".vcard")
                || start.replace("\uFEFF", "").strip().toUpperCase(Locale.ROOT).startsWith("BEGIN:VCARD");
    }

    /**
     * Reads a whole file.
     *
     * @param file the name of the file in problems
     * @param content UTF-8, with or without a byte order mark; values in quoted-printable have a character set of their own
     */
    public static ContactSource read(String file, byte[] content) {
        VCardReader reader = new VCardReader(file);
        try {
            reader.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            reader.problems.add(Problem.blocking(
                    Position.of(file),
                    "this is not UTF-8: convert the file, such as with 'iconv -f WINDOWS-1252 -t UTF-8', and look whether"
                            + " names are still right"));
        }
        reader.problems.addAll(reader.omissions.problems());
        String name = file.substring(file.lastIndexOf('/') + 1);
        return new ContactSource(
                file,
                reader.contacts,
                reader.problems,
                "Contacts of " + name + ". An import of that file with --overwrite replaces this one.");
    }

    private void read(String text) {
        try (VObjectReader reader = new VObjectReader(
                new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text), SyntaxRules.vcard())) {
            reader.setDefaultQuotedPrintableCharset(StandardCharsets.UTF_8);
            reader.parse(this);
        } catch (IOException e) {
            throw new IllegalStateException("text in memory can be read", e);
        }
        if (card != null) {
            problems.add(Problem.blocking(
                    card.at(), "this card has no END:VCARD, so the end of the file may be missing; export it again"));
        } else if (cards == 0) {
            problems.add(Problem.blocking(Position.of(file), "the file has no vCard, which begins with BEGIN:VCARD"));
        }
        if (!others.isEmpty()) {
            problems.add(Problem.warning(
                    Position.of(file),
                    "what contacts do not have is left out: "
                            + others.entrySet().stream()
                                    .map(other -> other.getValue() + " " + other.getKey())
                                    .collect(Collectors.joining(", "))));
        }
    }

    private Position at(Context context) {
        return new Position(file, Math.max(1, context.getLineNumber()), 1);
    }

    @Override
    public void onComponentBegin(String name, Context context) {
        if (depth == 0 && name.equalsIgnoreCase(CARD)) {
            card = new VCard(at(context));
            cards++;
        }
        depth++;
    }

    @Override
    public void onComponentEnd(String name, Context context) {
        depth--;
        if (depth == 0 && card != null) {
            card.contact(omissions).complete(omissions).ifPresent(contacts::add);
            card = null;
        }
    }

    @Override
    public void onProperty(VObjectProperty property, Context context) {
        String name = property.getName().toUpperCase(Locale.ROOT);
        if (card != null && depth == 1 && card.add(name, property, at(context))) {
            return;
        }
        if (!TECHNICAL.contains(name) && !name.startsWith("X-")) {
            others.merge(name, 1, Integer::sum);
        }
    }

    @Override
    public void onVersion(String value, Context context) {
        // The library chooses the syntax by the version; the properties that contacts have are the same in each.
    }

    @Override
    public void onWarning(
            Warning warning, @Nullable VObjectProperty property, @Nullable Exception exception, Context context) {
        switch (warning) {
            case UNKNOWN_CHARSET, QUOTED_PRINTABLE_ERROR ->
                omissions.add(Omissions.Reason.UNREADABLE_CHARACTERS, at(context));
            case UNKNOWN_VERSION -> omissions.add(Omissions.Reason.UNKNOWN_VERSION, at(context));
            default -> omissions.add(Omissions.Reason.MALFORMED_LINE, at(context));
        }
    }
}
