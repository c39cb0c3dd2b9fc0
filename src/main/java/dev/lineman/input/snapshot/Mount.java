package dev.lineman.input.snapshot;

/**
 * A mount that input files are on. Immutable.
 *
 * @param point the absolute path where it is mounted
 * @param type the type of its file system, such as {@code nfs4}
 * @param depth how many mounts are on this point: this one and those that it covers
 * @param identity distinguishes this file system from others until the next boot
 */
public record Mount(String point, String type, int depth, String identity) {

    /**
     * Whether a table no longer shows this mount at its point. Another file system that is mounted over it does not
     * count as a loss.
     */
    boolean isGone(MountTable table) {
        Mount now = table.mountOf(point);
        return now == null || !now.point.equals(point) || (now.depth < depth && !now.identity.equals(identity));
    }
}
