/**
 * What an operator sees of the agent and its phones.
 */
@NullMarked
package dev.lineman.operator;

import org.jspecify.annotations.NullMarked;
