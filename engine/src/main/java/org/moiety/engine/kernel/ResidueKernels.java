package org.moiety.engine.kernel;

/// What a product by residues is made of, for one modulus and one vector width.
record ResidueKernels(int lanes, DoubleTiles tiles, ResidueConversion conversion, ColumnFold fold, Gather gather) {
  static ResidueKernels of(Modulus modulus, Lanes lanes) {
    ColumnFold fold = modulus.equals(Modulus.MOIETY)
        ? lanes.copy(MoietyFold.class, ColumnFold.class)
        : new WordFold(new ScalarFieldKernels(modulus), lanes.longs().length());
    return new ResidueKernels(lanes.longs().length(), lanes.copy(VectorDoubleTiles.class, DoubleTiles.class),
        lanes.copy(VectorResidueConversion.class, ResidueConversion.class, new ResidueSystem(modulus)), fold,
        lanes.copy(VectorGather.class, Gather.class));
  }

  /// Columns of a panel of B.
  int panelColumns() {
    return Tiling.VECTORS * lanes;
  }
}
