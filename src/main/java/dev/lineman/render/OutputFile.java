package dev.lineman.render;

import dev.lineman.render.text.SecretMasks;

/**
 * A rendered file.
 *
 * @param name below its site's folder, with {@code /}
 * @param bytes UTF-8; never changed
 * @param secretMasks where in their text secrets stand
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of every file would be the price of safety
public record OutputFile(String name, byte[] bytes, SecretMasks secretMasks) {}
