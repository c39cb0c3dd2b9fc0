/**
 * What a cycle did, and what state the agent is in.
 */
@NullMarked
package dev.lineman.report;

import org.jspecify.annotations.NullMarked;
