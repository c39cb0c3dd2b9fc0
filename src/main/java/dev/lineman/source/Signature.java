package dev.lineman.source;

/**
 * What a file shows of its content without being read: two equal ones, some time apart, mean equal content.
 *
 * @param size in bytes
 * @param modified nanoseconds since the epoch
 * @param changed of its inode, in nanoseconds since the epoch; 0 where the file system tells none
 * @param inode its number, or what stands for one
 */
public record Signature(long size, long modified, long changed, long inode) {}
