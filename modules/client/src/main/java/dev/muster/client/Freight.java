package dev.muster.client;

import java.util.List;

/**
 * What travels with a submission where work is encoded. Immutable.
 *
 * @param carried numbers of the futures inside, which are held meanwhile; empty mostly
 * @param bytesEach encoded bytes of one task
 */
record Freight(List<Long> carried, int bytesEach) {

    /** Nothing yet. */
    static final Freight NONE = new Freight(List.of(), 0);
}
