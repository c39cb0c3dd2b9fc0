package dev.lineman.resolve.module;

/**
 * One expansion module of a phone. Immutable.
 *
 * @param number counted from 1, the one beside the phone first
 * @param type the name of the type as the model's data has it; empty if the types have no names
 * @param keys how many keys the module has
 */
public record PhoneModule(int number, String type, int keys) {}
