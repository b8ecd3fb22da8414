package org.moiety.experiments.benchmark;

/// What came of a case.
///
/// @param score median of the iterations, in the case's quantity
/// @param error half the distance between the slowest and the fastest iteration, in the same unit
/// @param best of the fastest iteration, in the same unit
/// @param ratio the fastest iteration as a share of the calibration's fastest: what else the machine does only slows down. NaN where there is no calibration
/// @param allocatedBytes of a call; NaN where not counted
public record BenchmarkResult(BenchmarkCase of, double score, double error, double best, double ratio,
    double allocatedBytes) {}
