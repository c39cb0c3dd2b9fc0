package dev.lineman.render.velocity;

import dev.lineman.render.content.VariableReads;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.velocity.runtime.parser.node.ASTDirective;
import org.apache.velocity.runtime.parser.node.ASTExpression;
import org.apache.velocity.runtime.parser.node.ASTIdentifier;
import org.apache.velocity.runtime.parser.node.ASTIndex;
import org.apache.velocity.runtime.parser.node.ASTMethod;
import org.apache.velocity.runtime.parser.node.ASTReference;
import org.apache.velocity.runtime.parser.node.ASTStringLiteral;
import org.apache.velocity.runtime.parser.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * Finds the variables that syntax trees read: {@code $vars.x} of the phone, and {@code .vars.x} of anything else; and
 * whether they read {@code $phone.network}. A name that is computed, and a use of the map as a whole, may be any
 * variable. For one text, by one thread.
 */
final class VariableReadCollector {
    /** The map of variables, at the beginning of a reference or inside it. */
    private static final String VARS = "vars";

    /** The map of the phone. Of its keys, only the network is something that a person can give without effect. */
    private static final String PHONE = "phone";

    private static final String NETWORK = "network";

    /** Methods of a map that read the key that is their first argument. */
    private static final Set<String> KEY_METHODS = Set.of("get", "containsKey", "getOrDefault");

    /** Methods of a map that read no key. */
    private static final Set<String> KEYLESS_METHODS = Set.of("isEmpty", "size");

    private final Set<String> ofPhone = new TreeSet<>();
    private final Set<String> ofAccounts = new TreeSet<>();
    private final Set<String> fragments = new TreeSet<>();
    private boolean all;

    /** Adds what a tree reads. The engine must have initialized it. */
    void add(Node node) {
        if (node instanceof ASTReference reference) {
            addReference(reference);
        } else if (node instanceof ASTDirective directive
                && directive.getDirectiveName().equals("parse")) {
            addFragment(directive);
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            add(node.jjtGetChild(i));
        }
    }

    /** What all added trees read. */
    VariableReads reads() {
        return new VariableReads(all, ofPhone, ofAccounts, fragments);
    }

    private void addReference(ASTReference reference) {
        if (VARS.equals(reference.getRootString())) {
            addName(ofPhone, reference, 0);
            return;
        }
        if (PHONE.equals(reference.getRootString())
                && (reference.jjtGetNumChildren() == 0 || key(reference.jjtGetChild(0)) == null)) {
            // The map as a whole, or a computed key.
            ofPhone.add(NETWORK);
        }
        for (int i = 0; i < reference.jjtGetNumChildren(); i++) {
            if (NETWORK.equals(key(reference.jjtGetChild(i)))) {
                ofPhone.add(NETWORK);
            }
            if (VARS.equals(key(reference.jjtGetChild(i)))) {
                addName(ofAccounts, reference, i + 1);
            }
        }
    }

    /** Adds the name that a part of a reference takes from the map before it. */
    private void addName(Set<String> names, ASTReference reference, int part) {
        if (part >= reference.jjtGetNumChildren()) {
            all = true;
            return;
        }
        Node next = reference.jjtGetChild(part);
        String name = key(next);
        if (name != null) {
            names.add(name.toLowerCase(Locale.ROOT));
        } else if (!(next instanceof ASTMethod method && KEYLESS_METHODS.contains(method.getMethodName()))) {
            all = true;
        }
    }

    private void addFragment(ASTDirective directive) {
        String named = directive.jjtGetNumChildren() == 0 ? null : literal(directive.jjtGetChild(0));
        if (named == null) {
            all = true;
        } else {
            fragments.add(TemplateRun.fragmentPath(named));
        }
    }

    /** The key that a part of a reference reads from a map; null if it is computed, or if there is none. */
    private static @Nullable String key(Node part) {
        if (part instanceof ASTIdentifier identifier) {
            return identifier.getIdentifier();
        }
        if (part instanceof ASTIndex) {
            return literal(part.jjtGetChild(0));
        }
        // The first child of a call is the name of its method.
        return part instanceof ASTMethod method
                        && KEY_METHODS.contains(method.getMethodName())
                        && method.jjtGetNumChildren() > 1
                ? literal(method.jjtGetChild(1))
                : null;
    }

    /** The text of a string without references; null for any other expression. */
    private static @Nullable String literal(Node expression) {
        Node inner = expression;
        while ((inner instanceof ASTExpression || inner instanceof TrackedExpression)
                && inner.jjtGetNumChildren() == 1) {
            inner = inner.jjtGetChild(0);
        }
        if (!(inner instanceof ASTStringLiteral)) {
            return null;
        }
        String quoted = inner.literal();
        boolean computed = quoted.startsWith("\"") && (quoted.indexOf('$') >= 0 || quoted.indexOf('#') >= 0);
        return computed || quoted.length() < 2 ? null : quoted.substring(1, quoted.length() - 1);
    }
}
