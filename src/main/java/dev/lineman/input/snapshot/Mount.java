package dev.lineman.input.snapshot;

/**
 * A mount that input files lie on.
 *
 * @param point the absolute path where it is mounted
 * @param type of its file system, such as {@code nfs4}
 * @param depth how many mounts lie on this point, this one and those that it covers
 * @param identity tells this file system from others until the next boot
 */
public record Mount(String point, String type, int depth, String identity) {

    /** Whether this is no longer what a path shows that it was mounted on. */
    boolean isGone(MountTable table) {
        Mount now = table.mountOf(point);
        return now == null || !now.point.equals(point) || (now.depth < depth && !now.identity.equals(identity));
    }
}
