/**
 * Settings, state, the cycle, and the agent that runs it: the only room that knows all the others.
 */
@NullMarked
package dev.lineman.agent;

import org.jspecify.annotations.NullMarked;
