/**
 * The running agent: threads, the reload of certificates, ordered stop.
 */
@NullMarked
package dev.lineman.agent;

import org.jspecify.annotations.NullMarked;
