package dev.muster.benchmark;

import java.util.List;

/**
 * What one class of this package asks: a row of the table and who answers it. Implementations are immutable; their Javadoc is the
 * question.
 */
interface Question {

    Row row();

    /** Muster first, then its peers. */
    List<Contestant> contestants();
}
