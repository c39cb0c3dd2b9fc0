package dev.lineman.template;

/** A piece of a content in the {@code %%…%%} dialect. Offsets count UTF-16 units of the content's text. */
public sealed interface Token {

    /** Text that reaches the phone as it stands, from {@code start} to before {@code end}; never empty. */
    record Literal(int start, int end) implements Token {}

    /**
     * A place for a value.
     *
     * @param name in lower case
     * @param offset of its first {@code %}
     */
    record Placeholder(String name, int offset) implements Token {}
}
