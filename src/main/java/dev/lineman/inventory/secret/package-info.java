/**
 * The values behind {@code !secret}, and secrets in URLs and in quoted lines.
 */
@NullMarked
package dev.lineman.inventory.secret;

import org.jspecify.annotations.NullMarked;
