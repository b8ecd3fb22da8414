/// Charts as pictures.
@NullMarked
package org.moiety.experiments.chart;

import org.jspecify.annotations.NullMarked;
