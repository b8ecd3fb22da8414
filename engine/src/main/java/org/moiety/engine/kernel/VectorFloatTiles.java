package org.moiety.engine.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of a float matrix product in registers, `LANES` columns to a vector.
///
/// - **Representation.** Packed operands, padded to whole tiles; sums of a tile row by row.
/// - **Ranges.** Floats; one fused multiply-add per term in order of terms, then one addition to `sums`: each entry is the same whatever tile
///   computes it.
/// - **Operations.** As [FloatTiles] says. Written out, since only local variables stay in registers.
/// - **Aliasing and time.** `sums` is another array than the operands; time depends on lengths only.
/// - **Source.** Goto and van de Geijn 2008.
final class VectorFloatTiles implements FloatTiles {
  private static final VectorSpecies<Float> LANES = Lanes.of(MethodHandles.lookup()).floats();
  private static final int ROW = Tiling.VECTORS * LANES.length();

  VectorFloatTiles() {}

  @Override
  public void add(int tileRows, float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    switch (tileRows) {
      case 8 -> add8(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 5 -> add5(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 4 -> add4(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 1 -> add1(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      default -> throw new IllegalArgumentException("tileRows=" + tileRows + ", expected 1, 4, 5 or 8");
    }
  }

  private static void add8(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s02 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s11 = FloatVector.zero(LANES);
    FloatVector s12 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s21 = FloatVector.zero(LANES);
    FloatVector s22 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s31 = FloatVector.zero(LANES);
    FloatVector s32 = FloatVector.zero(LANES);
    FloatVector s40 = FloatVector.zero(LANES);
    FloatVector s41 = FloatVector.zero(LANES);
    FloatVector s42 = FloatVector.zero(LANES);
    FloatVector s50 = FloatVector.zero(LANES);
    FloatVector s51 = FloatVector.zero(LANES);
    FloatVector s52 = FloatVector.zero(LANES);
    FloatVector s60 = FloatVector.zero(LANES);
    FloatVector s61 = FloatVector.zero(LANES);
    FloatVector s62 = FloatVector.zero(LANES);
    FloatVector s70 = FloatVector.zero(LANES);
    FloatVector s71 = FloatVector.zero(LANES);
    FloatVector s72 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      FloatVector b2 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
      s42 = a.fma(b2, s42);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 5]);
      s50 = a.fma(b0, s50);
      s51 = a.fma(b1, s51);
      s52 = a.fma(b2, s52);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 6]);
      s60 = a.fma(b0, s60);
      s61 = a.fma(b1, s61);
      s62 = a.fma(b2, s62);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 7]);
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
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(FloatVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
    s10.add(FloatVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(FloatVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s12.add(FloatVector.fromArray(LANES, sums, at + ROW + 2 * LANES.length())).intoArray(sums,
        at + ROW + 2 * LANES.length());
    s20.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s22.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 2 * ROW + 2 * LANES.length());
    s30.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s32.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 3 * ROW + 2 * LANES.length());
    s40.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW)).intoArray(sums, at + 4 * ROW);
    s41.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW + LANES.length())).intoArray(sums,
        at + 4 * ROW + LANES.length());
    s42.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 4 * ROW + 2 * LANES.length());
    s50.add(FloatVector.fromArray(LANES, sums, at + 5 * ROW)).intoArray(sums, at + 5 * ROW);
    s51.add(FloatVector.fromArray(LANES, sums, at + 5 * ROW + LANES.length())).intoArray(sums,
        at + 5 * ROW + LANES.length());
    s52.add(FloatVector.fromArray(LANES, sums, at + 5 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 5 * ROW + 2 * LANES.length());
    s60.add(FloatVector.fromArray(LANES, sums, at + 6 * ROW)).intoArray(sums, at + 6 * ROW);
    s61.add(FloatVector.fromArray(LANES, sums, at + 6 * ROW + LANES.length())).intoArray(sums,
        at + 6 * ROW + LANES.length());
    s62.add(FloatVector.fromArray(LANES, sums, at + 6 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 6 * ROW + 2 * LANES.length());
    s70.add(FloatVector.fromArray(LANES, sums, at + 7 * ROW)).intoArray(sums, at + 7 * ROW);
    s71.add(FloatVector.fromArray(LANES, sums, at + 7 * ROW + LANES.length())).intoArray(sums,
        at + 7 * ROW + LANES.length());
    s72.add(FloatVector.fromArray(LANES, sums, at + 7 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 7 * ROW + 2 * LANES.length());
  }

  private static void add5(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s02 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s11 = FloatVector.zero(LANES);
    FloatVector s12 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s21 = FloatVector.zero(LANES);
    FloatVector s22 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s31 = FloatVector.zero(LANES);
    FloatVector s32 = FloatVector.zero(LANES);
    FloatVector s40 = FloatVector.zero(LANES);
    FloatVector s41 = FloatVector.zero(LANES);
    FloatVector s42 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      FloatVector b2 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 4]);
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
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(FloatVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
    s10.add(FloatVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(FloatVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s12.add(FloatVector.fromArray(LANES, sums, at + ROW + 2 * LANES.length())).intoArray(sums,
        at + ROW + 2 * LANES.length());
    s20.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s22.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 2 * ROW + 2 * LANES.length());
    s30.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s32.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 3 * ROW + 2 * LANES.length());
    s40.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW)).intoArray(sums, at + 4 * ROW);
    s41.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW + LANES.length())).intoArray(sums,
        at + 4 * ROW + LANES.length());
    s42.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 4 * ROW + 2 * LANES.length());
  }

  private static void add4(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s02 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s11 = FloatVector.zero(LANES);
    FloatVector s12 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s21 = FloatVector.zero(LANES);
    FloatVector s22 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s31 = FloatVector.zero(LANES);
    FloatVector s32 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      FloatVector b2 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
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
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(FloatVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
    s10.add(FloatVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(FloatVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s12.add(FloatVector.fromArray(LANES, sums, at + ROW + 2 * LANES.length())).intoArray(sums,
        at + ROW + 2 * LANES.length());
    s20.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s22.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 2 * ROW + 2 * LANES.length());
    s30.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s32.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + 2 * LANES.length())).intoArray(sums,
        at + 3 * ROW + 2 * LANES.length());
  }

  private static void add1(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s02 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + LANES.length());
      FloatVector b2 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.VECTORS * LANES.length() + 2 * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
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
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s02.add(FloatVector.fromArray(LANES, sums, at + 2 * LANES.length())).intoArray(sums, at + 2 * LANES.length());
  }

  @Override
  public void addNarrow(int tileRows, float[] rows, int rowsAt, float[] columns, int columnsAt, int terms,
      boolean first,
      float[] sums, int at) {
    switch (tileRows) {
      case 8 -> narrow8(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 5 -> narrow5(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 4 -> narrow4(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      case 1 -> narrow1(rows, rowsAt, columns, columnsAt, terms, first, sums, at);
      default -> throw new IllegalArgumentException("tileRows=" + tileRows + ", expected 1, 4, 5 or 8");
    }
  }

  private static void narrow8(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s11 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s21 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s31 = FloatVector.zero(LANES);
    FloatVector s40 = FloatVector.zero(LANES);
    FloatVector s41 = FloatVector.zero(LANES);
    FloatVector s50 = FloatVector.zero(LANES);
    FloatVector s51 = FloatVector.zero(LANES);
    FloatVector s60 = FloatVector.zero(LANES);
    FloatVector s61 = FloatVector.zero(LANES);
    FloatVector s70 = FloatVector.zero(LANES);
    FloatVector s71 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 5]);
      s50 = a.fma(b0, s50);
      s51 = a.fma(b1, s51);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 6]);
      s60 = a.fma(b0, s60);
      s61 = a.fma(b1, s61);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 7]);
      s70 = a.fma(b0, s70);
      s71 = a.fma(b1, s71);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s10.intoArray(sums, at + ROW);
      s11.intoArray(sums, at + ROW + LANES.length());
      s20.intoArray(sums, at + 2 * ROW);
      s21.intoArray(sums, at + 2 * ROW + LANES.length());
      s30.intoArray(sums, at + 3 * ROW);
      s31.intoArray(sums, at + 3 * ROW + LANES.length());
      s40.intoArray(sums, at + 4 * ROW);
      s41.intoArray(sums, at + 4 * ROW + LANES.length());
      s50.intoArray(sums, at + 5 * ROW);
      s51.intoArray(sums, at + 5 * ROW + LANES.length());
      s60.intoArray(sums, at + 6 * ROW);
      s61.intoArray(sums, at + 6 * ROW + LANES.length());
      s70.intoArray(sums, at + 7 * ROW);
      s71.intoArray(sums, at + 7 * ROW + LANES.length());
      return;
    }
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s10.add(FloatVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(FloatVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s20.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s30.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s40.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW)).intoArray(sums, at + 4 * ROW);
    s41.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW + LANES.length())).intoArray(sums,
        at + 4 * ROW + LANES.length());
    s50.add(FloatVector.fromArray(LANES, sums, at + 5 * ROW)).intoArray(sums, at + 5 * ROW);
    s51.add(FloatVector.fromArray(LANES, sums, at + 5 * ROW + LANES.length())).intoArray(sums,
        at + 5 * ROW + LANES.length());
    s60.add(FloatVector.fromArray(LANES, sums, at + 6 * ROW)).intoArray(sums, at + 6 * ROW);
    s61.add(FloatVector.fromArray(LANES, sums, at + 6 * ROW + LANES.length())).intoArray(sums,
        at + 6 * ROW + LANES.length());
    s70.add(FloatVector.fromArray(LANES, sums, at + 7 * ROW)).intoArray(sums, at + 7 * ROW);
    s71.add(FloatVector.fromArray(LANES, sums, at + 7 * ROW + LANES.length())).intoArray(sums,
        at + 7 * ROW + LANES.length());
  }

  private static void narrow5(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s11 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s21 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s31 = FloatVector.zero(LANES);
    FloatVector s40 = FloatVector.zero(LANES);
    FloatVector s41 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s10.intoArray(sums, at + ROW);
      s11.intoArray(sums, at + ROW + LANES.length());
      s20.intoArray(sums, at + 2 * ROW);
      s21.intoArray(sums, at + 2 * ROW + LANES.length());
      s30.intoArray(sums, at + 3 * ROW);
      s31.intoArray(sums, at + 3 * ROW + LANES.length());
      s40.intoArray(sums, at + 4 * ROW);
      s41.intoArray(sums, at + 4 * ROW + LANES.length());
      return;
    }
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s10.add(FloatVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(FloatVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s20.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s30.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
    s40.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW)).intoArray(sums, at + 4 * ROW);
    s41.add(FloatVector.fromArray(LANES, sums, at + 4 * ROW + LANES.length())).intoArray(sums,
        at + 4 * ROW + LANES.length());
  }

  private static void narrow4(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s11 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s21 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s31 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      s10.intoArray(sums, at + ROW);
      s11.intoArray(sums, at + ROW + LANES.length());
      s20.intoArray(sums, at + 2 * ROW);
      s21.intoArray(sums, at + 2 * ROW + LANES.length());
      s30.intoArray(sums, at + 3 * ROW);
      s31.intoArray(sums, at + 3 * ROW + LANES.length());
      return;
    }
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
    s10.add(FloatVector.fromArray(LANES, sums, at + ROW)).intoArray(sums, at + ROW);
    s11.add(FloatVector.fromArray(LANES, sums, at + ROW + LANES.length())).intoArray(sums, at + ROW + LANES.length());
    s20.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW)).intoArray(sums, at + 2 * ROW);
    s21.add(FloatVector.fromArray(LANES, sums, at + 2 * ROW + LANES.length())).intoArray(sums,
        at + 2 * ROW + LANES.length());
    s30.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW)).intoArray(sums, at + 3 * ROW);
    s31.add(FloatVector.fromArray(LANES, sums, at + 3 * ROW + LANES.length())).intoArray(sums,
        at + 3 * ROW + LANES.length());
  }

  private static void narrow1(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * Tiling.NARROW_VECTORS * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns,
          columnsAt + t * Tiling.NARROW_VECTORS * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * Tiling.ROWS]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
    }
    if (first) {
      s00.intoArray(sums, at);
      s01.intoArray(sums, at + LANES.length());
      return;
    }
    s00.add(FloatVector.fromArray(LANES, sums, at)).intoArray(sums, at);
    s01.add(FloatVector.fromArray(LANES, sums, at + LANES.length())).intoArray(sums, at + LANES.length());
  }
}
