package org.moiety.engine.kernel;

/// What a product by residues is made of, for one modulus and one vector width.
record ResidueKernels(int lanes, DoubleTiles tiles, ResidueConversion conversion, ColumnReduction reduction) {
  static ResidueKernels of(Modulus modulus, Lanes lanes, ColumnReduction reduction) {
    return new ResidueKernels(lanes.longs().length(), lanes.copy(VectorDoubleTiles.class, DoubleTiles.class),
        lanes.copy(VectorResidueConversion.class, ResidueConversion.class, new ResidueSystem(modulus)), reduction);
  }

  /// Columns of a panel of B.
  int panelColumns() {
    return Tiling.VECTORS * lanes;
  }
}
