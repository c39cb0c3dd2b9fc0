/**
 * A second reading of the template language, plain and slow, written from the contract alone: what the product makes of a
 * template and a phone is compared with it.
 */
package dev.lineman.oracle;
