/**
 * Imports and exports: extension files that commands write below a root, and the check of the result.
 */
@NullMarked
package dev.lineman.command.exchange;

import org.jspecify.annotations.NullMarked;
