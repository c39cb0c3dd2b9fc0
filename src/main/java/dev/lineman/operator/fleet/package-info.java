/**
 * The state of the fleet as of now, for the status page and the API.
 */
@NullMarked
package dev.lineman.operator.fleet;

import org.jspecify.annotations.NullMarked;
