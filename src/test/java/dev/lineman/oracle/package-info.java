/**
 * A second implementation of the template language, written from its description alone: simple and slow. Law tests compare the
 * renderer with it.
 */
package dev.lineman.oracle;
