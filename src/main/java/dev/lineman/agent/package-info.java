/**
 * The running agent: threads, debounce, certificates, ordered stop.
 */
@NullMarked
package dev.lineman.agent;

import org.jspecify.annotations.NullMarked;
