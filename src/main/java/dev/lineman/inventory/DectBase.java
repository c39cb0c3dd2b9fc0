package dev.lineman.inventory;

import dev.lineman.problem.Position;

/**
 * One base of a DECT system that has several. Immutable.
 *
 * @param number counted from 1; 1 is the base that the phone entries name
 * @param mac 12 lower-case hex digits
 * @param name for people; empty if it has none
 * @param group the roaming group, as the vendor calls or numbers it; empty if it has none
 * @param at where the list has the base; for the first one, which need not be in it, where its phone entry is
 */
public record DectBase(int number, String mac, String name, String group, Position at) {}
