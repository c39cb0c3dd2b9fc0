/**
 * Commands that run once: check, plan, explain, import, export, adopt, render.
 */
@NullMarked
package dev.lineman.command;

import org.jspecify.annotations.NullMarked;
