package org.moiety.experiments.lesson;

/// Numbers, row after row.
record Matrix(int rows, int columns, double[] values) {}
