/**
 * Settings, and the agent that runs the cycles, its start, its threads and its ordered stop: the only room that knows all the
 * others.
 */
@NullMarked
package dev.lineman.agent;

import org.jspecify.annotations.NullMarked;
