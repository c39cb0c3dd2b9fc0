/**
 * What a cycle did, and what the agent waits for.
 */
@NullMarked
package dev.lineman.build.report;

import org.jspecify.annotations.NullMarked;
