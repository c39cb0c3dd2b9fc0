/**
 * Unknown phones as operators see them: which site they may belong to, and what their adoption would write.
 */
@NullMarked
package dev.lineman.operator.unknown;

import org.jspecify.annotations.NullMarked;
