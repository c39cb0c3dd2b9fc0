package dev.lineman.source;

/** What an input file says, once it has been read: the snapshot keeps the last good one of each file. */
public interface Document {}
