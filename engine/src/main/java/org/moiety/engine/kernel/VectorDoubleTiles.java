package org.moiety.engine.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of a product of residue matrices in registers, `LANES` columns to a vector.
///
/// - **Representation.** Packed operands, padded to whole tiles; sums of a tile row by row.
/// - **Ranges.** Integers below `2^53` in absolute value, partial sums too; so every sum is exact.
/// - **Operations.** As [DoubleTiles] says. Written out, since only local variables stay in registers.
/// - **Aliasing and time.** `sums` is another array than the operands; time depends on lengths only.
/// - **Source.** Goto and van de Geijn 2008.
final class VectorDoubleTiles implements DoubleTiles {
  private static final VectorSpecies<Double> LANES = Lanes.of(MethodHandles.lookup()).doubles();
  private static final int ROW = Tiling.VECTORS * LANES.length();
  private static final int NARROW_ROW = Tiling.NARROW_VECTORS * LANES.length();

  VectorDoubleTiles() {}

  @Override
  public void add(int tileRows, double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    switch (tileRows) {
      case 8 -> add8(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 5 -> add5(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 4 -> add4(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 1 -> add1(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      default -> throw new IllegalArgumentException("tileRows=" + tileRows + ", expected 1, 4, 5 or 8");
    }
  }

  private static void add8(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    DoubleVector s02 = DoubleVector.zero(LANES);
    DoubleVector s10 = DoubleVector.zero(LANES);
    DoubleVector s11 = DoubleVector.zero(LANES);
    DoubleVector s12 = DoubleVector.zero(LANES);
    DoubleVector s20 = DoubleVector.zero(LANES);
    DoubleVector s21 = DoubleVector.zero(LANES);
    DoubleVector s22 = DoubleVector.zero(LANES);
    DoubleVector s30 = DoubleVector.zero(LANES);
    DoubleVector s31 = DoubleVector.zero(LANES);
    DoubleVector s32 = DoubleVector.zero(LANES);
    DoubleVector s40 = DoubleVector.zero(LANES);
    DoubleVector s41 = DoubleVector.zero(LANES);
    DoubleVector s42 = DoubleVector.zero(LANES);
    DoubleVector s50 = DoubleVector.zero(LANES);
    DoubleVector s51 = DoubleVector.zero(LANES);
    DoubleVector s52 = DoubleVector.zero(LANES);
    DoubleVector s60 = DoubleVector.zero(LANES);
    DoubleVector s61 = DoubleVector.zero(LANES);
    DoubleVector s62 = DoubleVector.zero(LANES);
    DoubleVector s70 = DoubleVector.zero(LANES);
    DoubleVector s71 = DoubleVector.zero(LANES);
    DoubleVector s72 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      DoubleVector b2 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
      s42 = a.fma(b2, s42);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 5]);
      s50 = a.fma(b0, s50);
      s51 = a.fma(b1, s51);
      s52 = a.fma(b2, s52);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 6]);
      s60 = a.fma(b0, s60);
      s61 = a.fma(b1, s61);
      s62 = a.fma(b2, s62);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 7]);
      s70 = a.fma(b0, s70);
      s71 = a.fma(b1, s71);
      s72 = a.fma(b2, s72);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s02.intoArray(sums, at + 2 * LANES.length());
      s10.intoArray(sums, at + ROW);
      s11.intoArray(sums, at + ROW + LANES.length());
      s12.intoArray(sums, at + ROW + 2 * LANES.length());
      s20.intoArray(sums, at + 2 * ROW);
      s21.intoArray(sums, at + 2 * ROW + LANES.length());
      s22.intoArray(sums, at + 2 * ROW + 2 * LANES.length());
      s30.intoArray(sums, at + 3 * ROW);
      s31.intoArray(sums, at + 3 * ROW + LANES.length());
      s32.intoArray(sums, at + 3 * ROW + 2 * LANES.length());
      s40.intoArray(sums, at + 4 * ROW);
      s41.intoArray(sums, at + 4 * ROW + LANES.length());
      s42.intoArray(sums, at + 4 * ROW + 2 * LANES.length());
      s50.intoArray(sums, at + 5 * ROW);
      s51.intoArray(sums, at + 5 * ROW + LANES.length());
      s52.intoArray(sums, at + 5 * ROW + 2 * LANES.length());
      s60.intoArray(sums, at + 6 * ROW);
      s61.intoArray(sums, at + 6 * ROW + LANES.length());
      s62.intoArray(sums, at + 6 * ROW + 2 * LANES.length());
      s70.intoArray(sums, at + 7 * ROW);
      s71.intoArray(sums, at + 7 * ROW + LANES.length());
      s72.intoArray(sums, at + 7 * ROW + 2 * LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(DoubleVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
    s10.add(DoubleVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(DoubleVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s12.add(DoubleVector.fromArray(LANES, sums, at + ROW + 2 * LANES.length())).intoArray(sums,
        at + ROW + 2 * LANES.length());
    s20.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s22.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 2 * ROW + 2 * LANES.length());
    s30.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s32.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 3 * ROW + 2 * LANES.length());
    s40.add(DoubleVector.fromArray(LANES, sums, at + 4 * ROW)).intoArray(sums, at + 4 * ROW);
    s41.add(DoubleVector.fromArray(LANES, sums, at + 4 * ROW + LANES.length())).intoArray(sums,
        at + 4 * ROW + LANES.length());
    s42.add(DoubleVector.fromArray(LANES, sums, at + 4 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 4 * ROW + 2 * LANES.length());
    s50.add(DoubleVector.fromArray(LANES, sums, at + 5 * ROW)).intoArray(sums, at + 5 * ROW);
    s51.add(DoubleVector.fromArray(LANES, sums, at + 5 * ROW + LANES.length())).intoArray(sums,
        at + 5 * ROW + LANES.length());
    s52.add(DoubleVector.fromArray(LANES, sums, at + 5 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 5 * ROW + 2 * LANES.length());
    s60.add(DoubleVector.fromArray(LANES, sums, at + 6 * ROW)).intoArray(sums, at + 6 * ROW);
    s61.add(DoubleVector.fromArray(LANES, sums, at + 6 * ROW + LANES.length())).intoArray(sums,
        at + 6 * ROW + LANES.length());
    s62.add(DoubleVector.fromArray(LANES, sums, at + 6 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 6 * ROW + 2 * LANES.length());
    s70.add(DoubleVector.fromArray(LANES, sums, at + 7 * ROW)).intoArray(sums, at + 7 * ROW);
    s71.add(DoubleVector.fromArray(LANES, sums, at + 7 * ROW + LANES.length())).intoArray(sums,
        at + 7 * ROW + LANES.length());
    s72.add(DoubleVector.fromArray(LANES, sums, at + 7 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 7 * ROW + 2 * LANES.length());
  }

  private static void add5(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    DoubleVector s02 = DoubleVector.zero(LANES);
    DoubleVector s10 = DoubleVector.zero(LANES);
    DoubleVector s11 = DoubleVector.zero(LANES);
    DoubleVector s12 = DoubleVector.zero(LANES);
    DoubleVector s20 = DoubleVector.zero(LANES);
    DoubleVector s21 = DoubleVector.zero(LANES);
    DoubleVector s22 = DoubleVector.zero(LANES);
    DoubleVector s30 = DoubleVector.zero(LANES);
    DoubleVector s31 = DoubleVector.zero(LANES);
    DoubleVector s32 = DoubleVector.zero(LANES);
    DoubleVector s40 = DoubleVector.zero(LANES);
    DoubleVector s41 = DoubleVector.zero(LANES);
    DoubleVector s42 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      DoubleVector b2 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
      s42 = a.fma(b2, s42);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s02.intoArray(sums, at + 2 * LANES.length());
      s10.intoArray(sums, at + ROW);
      s11.intoArray(sums, at + ROW + LANES.length());
      s12.intoArray(sums, at + ROW + 2 * LANES.length());
      s20.intoArray(sums, at + 2 * ROW);
      s21.intoArray(sums, at + 2 * ROW + LANES.length());
      s22.intoArray(sums, at + 2 * ROW + 2 * LANES.length());
      s30.intoArray(sums, at + 3 * ROW);
      s31.intoArray(sums, at + 3 * ROW + LANES.length());
      s32.intoArray(sums, at + 3 * ROW + 2 * LANES.length());
      s40.intoArray(sums, at + 4 * ROW);
      s41.intoArray(sums, at + 4 * ROW + LANES.length());
      s42.intoArray(sums, at + 4 * ROW + 2 * LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(DoubleVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
    s10.add(DoubleVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(DoubleVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s12.add(DoubleVector.fromArray(LANES, sums, at + ROW + 2 * LANES.length())).intoArray(sums,
        at + ROW + 2 * LANES.length());
    s20.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s22.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 2 * ROW + 2 * LANES.length());
    s30.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s32.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 3 * ROW + 2 * LANES.length());
    s40.add(DoubleVector.fromArray(LANES, sums, at + 4 * ROW)).intoArray(sums, at + 4 * ROW);
    s41.add(DoubleVector.fromArray(LANES, sums, at + 4 * ROW + LANES.length())).intoArray(sums,
        at + 4 * ROW + LANES.length());
    s42.add(DoubleVector.fromArray(LANES, sums, at + 4 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 4 * ROW + 2 * LANES.length());
  }

  private static void add4(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    DoubleVector s02 = DoubleVector.zero(LANES);
    DoubleVector s10 = DoubleVector.zero(LANES);
    DoubleVector s11 = DoubleVector.zero(LANES);
    DoubleVector s12 = DoubleVector.zero(LANES);
    DoubleVector s20 = DoubleVector.zero(LANES);
    DoubleVector s21 = DoubleVector.zero(LANES);
    DoubleVector s22 = DoubleVector.zero(LANES);
    DoubleVector s30 = DoubleVector.zero(LANES);
    DoubleVector s31 = DoubleVector.zero(LANES);
    DoubleVector s32 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      DoubleVector b2 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4 + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4 + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4 + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s02.intoArray(sums, at + 2 * LANES.length());
      s10.intoArray(sums, at + ROW);
      s11.intoArray(sums, at + ROW + LANES.length());
      s12.intoArray(sums, at + ROW + 2 * LANES.length());
      s20.intoArray(sums, at + 2 * ROW);
      s21.intoArray(sums, at + 2 * ROW + LANES.length());
      s22.intoArray(sums, at + 2 * ROW + 2 * LANES.length());
      s30.intoArray(sums, at + 3 * ROW);
      s31.intoArray(sums, at + 3 * ROW + LANES.length());
      s32.intoArray(sums, at + 3 * ROW + 2 * LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(DoubleVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
    s10.add(DoubleVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(DoubleVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s12.add(DoubleVector.fromArray(LANES, sums, at + ROW + 2 * LANES.length())).intoArray(sums,
        at + ROW + 2 * LANES.length());
    s20.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s22.add(DoubleVector.fromArray(LANES, sums, at + 2 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 2 * ROW + 2 * LANES.length());
    s30.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s32.add(DoubleVector.fromArray(LANES, sums, at + 3 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 3 * ROW + 2 * LANES.length());
  }

  private static void add1(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    DoubleVector s02 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      DoubleVector b2 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s02.intoArray(sums, at + 2 * LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(DoubleVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
  }

  @Override
  public void addNarrow(int tileRows, double[] rows, int rowsAt, double[] columns, int columnsAt, int terms,
      boolean first,
      double[] sums, int at) {
    switch (tileRows) {
      case 8 -> narrow8(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 5 -> narrow5(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 4 -> narrow4(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 1 -> narrow1(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      default -> throw new IllegalArgumentException("tileRows=" + tileRows + ", expected 1, 4, 5 or 8");
    }
  }

  private static void narrow8(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    DoubleVector s10 = DoubleVector.zero(LANES);
    DoubleVector s11 = DoubleVector.zero(LANES);
    DoubleVector s20 = DoubleVector.zero(LANES);
    DoubleVector s21 = DoubleVector.zero(LANES);
    DoubleVector s30 = DoubleVector.zero(LANES);
    DoubleVector s31 = DoubleVector.zero(LANES);
    DoubleVector s40 = DoubleVector.zero(LANES);
    DoubleVector s41 = DoubleVector.zero(LANES);
    DoubleVector s50 = DoubleVector.zero(LANES);
    DoubleVector s51 = DoubleVector.zero(LANES);
    DoubleVector s60 = DoubleVector.zero(LANES);
    DoubleVector s61 = DoubleVector.zero(LANES);
    DoubleVector s70 = DoubleVector.zero(LANES);
    DoubleVector s71 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 5]);
      s50 = a.fma(b0, s50);
      s51 = a.fma(b1, s51);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 6]);
      s60 = a.fma(b0, s60);
      s61 = a.fma(b1, s61);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 7]);
      s70 = a.fma(b0, s70);
      s71 = a.fma(b1, s71);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s10.intoArray(sums, at + NARROW_ROW);
      s11.intoArray(sums, at + NARROW_ROW + LANES.length());
      s20.intoArray(sums, at + 2 * NARROW_ROW);
      s21.intoArray(sums, at + 2 * NARROW_ROW + LANES.length());
      s30.intoArray(sums, at + 3 * NARROW_ROW);
      s31.intoArray(sums, at + 3 * NARROW_ROW + LANES.length());
      s40.intoArray(sums, at + 4 * NARROW_ROW);
      s41.intoArray(sums, at + 4 * NARROW_ROW + LANES.length());
      s50.intoArray(sums, at + 5 * NARROW_ROW);
      s51.intoArray(sums, at + 5 * NARROW_ROW + LANES.length());
      s60.intoArray(sums, at + 6 * NARROW_ROW);
      s61.intoArray(sums, at + 6 * NARROW_ROW + LANES.length());
      s70.intoArray(sums, at + 7 * NARROW_ROW);
      s71.intoArray(sums, at + 7 * NARROW_ROW + LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s10.add(DoubleVector.fromArray(LANES, sums, at + NARROW_ROW)).intoArray(sums, at + NARROW_ROW);
    s11.add(DoubleVector.fromArray(LANES, sums, at + NARROW_ROW + LANES.length())).intoArray(sums,
        at + NARROW_ROW + LANES.length());
    s20.add(DoubleVector.fromArray(LANES, sums, at + 2 * NARROW_ROW)).intoArray(sums, at + 2 * NARROW_ROW);
    s21.add(DoubleVector.fromArray(LANES, sums, at + 2 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 2 * NARROW_ROW + LANES.length());
    s30.add(DoubleVector.fromArray(LANES, sums, at + 3 * NARROW_ROW)).intoArray(sums, at + 3 * NARROW_ROW);
    s31.add(DoubleVector.fromArray(LANES, sums, at + 3 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 3 * NARROW_ROW + LANES.length());
    s40.add(DoubleVector.fromArray(LANES, sums, at + 4 * NARROW_ROW)).intoArray(sums, at + 4 * NARROW_ROW);
    s41.add(DoubleVector.fromArray(LANES, sums, at + 4 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 4 * NARROW_ROW + LANES.length());
    s50.add(DoubleVector.fromArray(LANES, sums, at + 5 * NARROW_ROW)).intoArray(sums, at + 5 * NARROW_ROW);
    s51.add(DoubleVector.fromArray(LANES, sums, at + 5 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 5 * NARROW_ROW + LANES.length());
    s60.add(DoubleVector.fromArray(LANES, sums, at + 6 * NARROW_ROW)).intoArray(sums, at + 6 * NARROW_ROW);
    s61.add(DoubleVector.fromArray(LANES, sums, at + 6 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 6 * NARROW_ROW + LANES.length());
    s70.add(DoubleVector.fromArray(LANES, sums, at + 7 * NARROW_ROW)).intoArray(sums, at + 7 * NARROW_ROW);
    s71.add(DoubleVector.fromArray(LANES, sums, at + 7 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 7 * NARROW_ROW + LANES.length());
  }

  private static void narrow5(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    DoubleVector s10 = DoubleVector.zero(LANES);
    DoubleVector s11 = DoubleVector.zero(LANES);
    DoubleVector s20 = DoubleVector.zero(LANES);
    DoubleVector s21 = DoubleVector.zero(LANES);
    DoubleVector s30 = DoubleVector.zero(LANES);
    DoubleVector s31 = DoubleVector.zero(LANES);
    DoubleVector s40 = DoubleVector.zero(LANES);
    DoubleVector s41 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 5 + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s10.intoArray(sums, at + NARROW_ROW);
      s11.intoArray(sums, at + NARROW_ROW + LANES.length());
      s20.intoArray(sums, at + 2 * NARROW_ROW);
      s21.intoArray(sums, at + 2 * NARROW_ROW + LANES.length());
      s30.intoArray(sums, at + 3 * NARROW_ROW);
      s31.intoArray(sums, at + 3 * NARROW_ROW + LANES.length());
      s40.intoArray(sums, at + 4 * NARROW_ROW);
      s41.intoArray(sums, at + 4 * NARROW_ROW + LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s10.add(DoubleVector.fromArray(LANES, sums, at + NARROW_ROW)).intoArray(sums, at + NARROW_ROW);
    s11.add(DoubleVector.fromArray(LANES, sums, at + NARROW_ROW + LANES.length())).intoArray(sums,
        at + NARROW_ROW + LANES.length());
    s20.add(DoubleVector.fromArray(LANES, sums, at + 2 * NARROW_ROW)).intoArray(sums, at + 2 * NARROW_ROW);
    s21.add(DoubleVector.fromArray(LANES, sums, at + 2 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 2 * NARROW_ROW + LANES.length());
    s30.add(DoubleVector.fromArray(LANES, sums, at + 3 * NARROW_ROW)).intoArray(sums, at + 3 * NARROW_ROW);
    s31.add(DoubleVector.fromArray(LANES, sums, at + 3 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 3 * NARROW_ROW + LANES.length());
    s40.add(DoubleVector.fromArray(LANES, sums, at + 4 * NARROW_ROW)).intoArray(sums, at + 4 * NARROW_ROW);
    s41.add(DoubleVector.fromArray(LANES, sums, at + 4 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 4 * NARROW_ROW + LANES.length());
  }

  private static void narrow4(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    DoubleVector s10 = DoubleVector.zero(LANES);
    DoubleVector s11 = DoubleVector.zero(LANES);
    DoubleVector s20 = DoubleVector.zero(LANES);
    DoubleVector s21 = DoubleVector.zero(LANES);
    DoubleVector s30 = DoubleVector.zero(LANES);
    DoubleVector s31 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4 + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4 + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = DoubleVector.broadcast(LANES, rows[rowsAt + t * 4 + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s10.intoArray(sums, at + NARROW_ROW);
      s11.intoArray(sums, at + NARROW_ROW + LANES.length());
      s20.intoArray(sums, at + 2 * NARROW_ROW);
      s21.intoArray(sums, at + 2 * NARROW_ROW + LANES.length());
      s30.intoArray(sums, at + 3 * NARROW_ROW);
      s31.intoArray(sums, at + 3 * NARROW_ROW + LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s10.add(DoubleVector.fromArray(LANES, sums, at + NARROW_ROW)).intoArray(sums, at + NARROW_ROW);
    s11.add(DoubleVector.fromArray(LANES, sums, at + NARROW_ROW + LANES.length())).intoArray(sums,
        at + NARROW_ROW + LANES.length());
    s20.add(DoubleVector.fromArray(LANES, sums, at + 2 * NARROW_ROW)).intoArray(sums, at + 2 * NARROW_ROW);
    s21.add(DoubleVector.fromArray(LANES, sums, at + 2 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 2 * NARROW_ROW + LANES.length());
    s30.add(DoubleVector.fromArray(LANES, sums, at + 3 * NARROW_ROW)).intoArray(sums, at + 3 * NARROW_ROW);
    s31.add(DoubleVector.fromArray(LANES, sums, at + 3 * NARROW_ROW + LANES.length())).intoArray(sums,
        at + 3 * NARROW_ROW + LANES.length());
  }

  private static void narrow1(double[] rows, int rowsAt, double[] columns, int columnsAt, int terms, boolean first,
      double[] sums, int at) {
    DoubleVector s00 = DoubleVector.zero(LANES);
    DoubleVector s01 = DoubleVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      DoubleVector b0 = DoubleVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      DoubleVector b1 = DoubleVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      DoubleVector a = DoubleVector.broadcast(LANES, rows[rowsAt + t]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      return;
    }
    s00.add(DoubleVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(DoubleVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
  }
}
