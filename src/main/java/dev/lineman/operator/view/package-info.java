/**
 * What operators see: phones, files, explanations, as text and as JSON.
 */
@NullMarked
package dev.lineman.operator.view;

import org.jspecify.annotations.NullMarked;
