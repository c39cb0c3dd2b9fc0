package dev.lineman.command.adopt;

/** How a user gives the values of an adoption, for messages. */
@FunctionalInterface
public interface ValueNames {
    /** The options of {@code lineman adopt}. */
    ValueNames OPTIONS = key -> "--" + key.replace('_', '-');

    /** Returns the name of the option or of the field for a key, such as {@code first_name}, {@code model} or {@code into}. */
    String of(String key);
}
