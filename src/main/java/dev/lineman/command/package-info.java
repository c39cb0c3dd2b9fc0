/**
 * Commands that run once: check, plan, explain, import, export, adopt, confirm, render.
 */
@NullMarked
package dev.lineman.command;

import org.jspecify.annotations.NullMarked;
