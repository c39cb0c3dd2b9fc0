package dev.lineman.render;

import dev.lineman.render.text.SecretMasks;

/**
 * A rendered file, before it is published.
 *
 * @param name path below the folder of its site, with {@code /}
 * @param bytes UTF-8; not copied, so no code may change it
 * @param secretMasks where the secrets are in the decoded text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each file would cost too much
public record OutputFile(String name, byte[] bytes, SecretMasks secretMasks) {}
