/// Experiments: the tables and figures of SV18 on real runs, beside the paper's own. An [Experiment] names its [Piece]s and makes a [Section] of their results.
@NullMarked
package org.moiety.experiments.experiment;

import org.jspecify.annotations.NullMarked;
