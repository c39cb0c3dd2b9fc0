package dev.lineman.resolve.key;

import dev.lineman.problem.Problem;
import dev.lineman.resolve.value.ReferenceResolver;
import dev.lineman.resolve.value.ResolvedValue;
import dev.lineman.template.dialect.DialectNode;
import dev.lineman.template.key.TemplateKeyType;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the parts of one key's type. Parts may contain each other, so work and size are bounded. For one value, by
 * one thread.
 */
final class KeyTextReader {
    /** Parts that one value may consist of. A part may contain others, to any depth. */
    private static final int MAX_PARTS = 100;

    /** Characters of one value: 64 Ki. */
    private static final int MAX_CHARACTERS = 64 << 10;

    private final PhoneKey key;
    private final @Nullable TemplateKeyType type;
    private final ReferenceResolver referenceResolver;
    private final Function<String, @Nullable ResolvedValue> others;
    /** Parts that are being evaluated; within a part, its own name means the value outside of it. */
    private final Set<String> openParts = new HashSet<>();

    private int parts;
    private long characters;
    private boolean limitReported;

    /**
     * Makes a reader for a key.
     *
     * @param type its type; null if the template declares no types
     * @param referenceResolver receives the problems
     * @param others finds the values of all other names
     */
    KeyTextReader(
            PhoneKey key,
            @Nullable TemplateKeyType type,
            ReferenceResolver referenceResolver,
            Function<String, @Nullable ResolvedValue> others) {
        this.key = key;
        this.type = type;
        this.referenceResolver = referenceResolver;
        this.others = others;
    }

    /** The value of a part, or of a detail of the key; null if the name is neither. */
    @Nullable
    ResolvedValue value(String name) {
        TemplateKeyType.KeyTypePart part = type == null ? null : type.parts().get(name);
        // Within a part, its own name means the detail of the key or the value of the phone. That ends the
        // recursion.
        if (part != null && openParts.add(name)) {
            parts++;
            ResolvedValue value = value(part);
            openParts.remove(name);
            return value;
        }
        KeyDetail detail = KeyDetail.ofText(name);
        return detail == null ? null : key.detail(detail);
    }

    /** Whether the value has too many parts or characters. Reports this once. */
    private boolean exceedsLimits(TemplateKeyType.KeyTypePart part) {
        boolean exceeded = parts > MAX_PARTS || characters > MAX_CHARACTERS;
        if (exceeded && !limitReported) {
            limitReported = true;
            referenceResolver.report(Problem.blocking(
                    part.at(),
                    "the value of a key has more than " + MAX_PARTS
                            + " parts or 64 KiB; remove parts that contain each other"));
        }
        return exceeded;
    }

    /** Replaces the placeholders of a part. A secret in it makes the whole text a secret. */
    private ResolvedValue value(TemplateKeyType.KeyTypePart part) {
        StringBuilder text = new StringBuilder();
        boolean secret = false;
        for (DialectNode node : part.tree().nodes()) {
            // The bounds are checked before each node, because a part may double the text of another one.
            characters += node instanceof DialectNode.LiteralText literal ? literal.end() - literal.start() : 0;
            if (exceedsLimits(part)) {
                break;
            }
            if (node instanceof DialectNode.LiteralText literal) {
                text.append(part.tree().text(), literal.start(), literal.end());
            } else if (node instanceof DialectNode.Placeholder placeholder) {
                String name = placeholder.reference().name();
                ResolvedValue value = value(name);
                value = value == null ? others.apply(name) : value;
                if (value == null) {
                    referenceResolver.report(
                            Problem.blocking(part.content().at(placeholder.offset()), "%%" + name + "%% has no value"));
                } else {
                    text.append(value.text());
                    characters += value.text().length();
                    secret |= value.secret();
                }
            }
        }
        return secret
                ? referenceResolver.secret(text.toString(), null)
                : ResolvedValue.offered(text.toString(), part.at());
    }
}
