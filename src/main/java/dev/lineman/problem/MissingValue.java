package dev.lineman.problem;

/**
 * A value that a template reads and that no input file gives. Immutable.
 *
 * @param key the key to add, such as {@code vars.admin_password}
 * @param file the input file to add it to, which exists or not
 * @param readAt the place in a template that reads the value
 */
public record MissingValue(String key, String file, Position readAt) implements Comparable<MissingValue> {
    @Override
    public int compareTo(MissingValue other) {
        int order = readAt.compareTo(other.readAt);
        return order == 0 ? (file + key).compareTo(other.file + other.key) : order;
    }
}
