package dev.lineman.source;

/**
 * What an input file says, once it has been read: the snapshot keeps the last good one of each file. Equal documents
 * are the same in all that problems tell of them, places included: what is equal makes no change.
 */
public interface Document {}
