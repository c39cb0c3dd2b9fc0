package dev.lineman.render.velocity;

import dev.lineman.render.content.EnginePosition;
import dev.lineman.render.content.RenderingRefusedException;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.velocity.Template;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.runtime.directive.Directive;
import org.apache.velocity.runtime.parser.node.Node;
import org.apache.velocity.runtime.parser.node.SimpleNode;

/**
 * {@code #parse("lib/x.vm")}: runs a fragment of the input snapshot and makes its macros available. It replaces the
 * directive of the engine, which reads files. Shared between threads; it has no state of a run. Public because the
 * engine creates it by class.
 */
public final class ParseDirective extends Directive {
    @Override
    public String getName() {
        return "parse";
    }

    @Override
    public int getType() {
        return LINE;
    }

    @Override
    public boolean render(InternalContextAdapter context, Writer writer, Node node) throws IOException {
        Object path = node.jjtGetNumChildren() == 0 ? null : node.jjtGetChild(0).value(context);
        if (!(path instanceof String named) || !(context.getInternalUserContext() instanceof TemplateRun run)) {
            throw new RenderingRefusedException(
                    "#parse takes the name of a file below templates/lib in quotes", here());
        }
        String written = node.jjtGetChild(0).literal();
        // A computed name may contain a secret, so messages repeat only a literal one.
        boolean plain = written.length() == named.length() + 2 && written.startsWith(named, 1);
        Template fragment = fragment(run, named, plain);
        List<Template> libraries = new ArrayList<>();
        if (context.getMacroLibraries() != null) {
            libraries.addAll(context.getMacroLibraries());
        }
        if (!libraries.contains(fragment)) {
            libraries.add(fragment);
        }
        context.setMacroLibraries(libraries);
        context.pushCurrentTemplateName(fragment.getName());
        try {
            ((SimpleNode) fragment.getData()).render(context, writer);
        } finally {
            context.popCurrentTemplateName();
            run.endFragment();
        }
        return true;
    }

    private Template fragment(TemplateRun run, String named, boolean plain) {
        try {
            return run.beginFragment(named, plain);
        } catch (RenderingRefusedException e) {
            throw e.at(here());
        }
    }

    /** The position of this directive. */
    private EnginePosition here() {
        return new EnginePosition(getTemplateName(), getLine(), getColumn());
    }
}
