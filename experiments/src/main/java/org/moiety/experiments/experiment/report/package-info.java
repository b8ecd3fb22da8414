/// Reports of experiments: a page that needs nothing but itself, and the same figures as JSON, CSV, SVG and PNG.
@NullMarked
package org.moiety.experiments.experiment.report;

import org.jspecify.annotations.NullMarked;
