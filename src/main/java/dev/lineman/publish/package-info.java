/**
 * Bodies, journal, the publication that readers see, and its mirror in {@code out/}. {@code Publisher} is the way in;
 * {@code Store} holds bodies ({@code Bodies}, {@code Packs}) and {@code Journal} together, {@code Mirror} and {@code
 * MirrorPass} write what people see.
 */
@NullMarked
package dev.lineman.publish;

import org.jspecify.annotations.NullMarked;
