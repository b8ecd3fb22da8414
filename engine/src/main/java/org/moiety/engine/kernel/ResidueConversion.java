package org.moiety.engine.kernel;

/// Into residues and back; see [ResidueSystem].
interface ResidueConversion {
  /// Residues of `vectors` vectors of words, `vectors` even, from position 0 of `words` on: plane i of them starts at `out[at + i * planeStride]`.
  void split(Limbs words, int vectors, double[] out, int at, int planeStride);

  /// The same, each residue multiplied by its plane's weight in a recombination.
  void splitWeighted(Limbs words, int vectors, double[] out, int at, int planeStride);

  /// Balances `vectors` vectors of a plane modulo q: `|sums| <= 2^53` in, `<= q / 2 + 1` out.
  void reduce(double[] sums, int at, int vectors, double q);

  /// Columns for [ColumnFold] of `vectors` vectors, `vectors` even, whose plane i starts at `sums[at + i * planeStride]`.
  void join(double[] sums, int at, int planeStride, int vectors, long[] columns);
}
