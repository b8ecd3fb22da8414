package org.moiety.engine.kernel;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of a float matrix product in registers, `LANES` columns to a vector.
///
/// - **Representation.** Packed operands, padded to whole tiles.
/// - **Ranges.** Floats; one fused multiply-add per term in order of terms, then one addition to `sums`: each entry is the same whatever tile
///   computes it.
/// - **Operations.** As [FloatTiles] says. Written out, since only local variables stay in registers.
/// - **Aliasing and time.** `sums` is another array than the operands; time depends on lengths only.
/// - **Source.** Goto and van de Geijn 2008.
final class VectorFloatTiles implements FloatTiles {
  private static final VectorSpecies<Float> LANES = Lanes.of(MethodHandles.lookup()).floats();

  VectorFloatTiles() {}

  @Override
  public void add(int tileRows, float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    switch (tileRows) {
      case 12 -> add12(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      case 6 -> add6(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      case 4 -> add4(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      case 1 -> add1(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      default -> throw new IllegalArgumentException("tileRows=" + tileRows + ", expected 1, 4, 6 or 12");
    }
  }

  @Override
  public void addNarrow(int tileRows, float[] rows, int rowsAt, float[] columns, int columnsAt, int terms,
      boolean first, float[] sums, int at, int[] rowOffsets, int fromRow) {
    switch (tileRows) {
      case 12 -> narrow12(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      case 6 -> narrow6(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      case 4 -> narrow4(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      case 1 -> narrow1(rows, rowsAt, columns, columnsAt, terms, first, sums, at, rowOffsets, fromRow);
      default -> throw new IllegalArgumentException("tileRows=" + tileRows + ", expected 1, 4, 6 or 12");
    }
  }

  @Override
  public void pack(int vectors, float[] values, int base, int[] termOffsets, int fromTerm, int terms, float[] out,
      int at) {
    int width = vectors * LANES.length();
    for (int t = 0; t < terms; t++) {
      int from = base + termOffsets[fromTerm + t];
      for (int x = 0; x < width; x += LANES.length()) {
        FloatVector.fromArray(LANES, values, from + x).intoArray(out, at + t * width + x);
      }
    }
  }

  private static void add12(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
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
    FloatVector s80 = FloatVector.zero(LANES);
    FloatVector s81 = FloatVector.zero(LANES);
    FloatVector s90 = FloatVector.zero(LANES);
    FloatVector s91 = FloatVector.zero(LANES);
    FloatVector sa0 = FloatVector.zero(LANES);
    FloatVector sa1 = FloatVector.zero(LANES);
    FloatVector sb0 = FloatVector.zero(LANES);
    FloatVector sb1 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 5]);
      s50 = a.fma(b0, s50);
      s51 = a.fma(b1, s51);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 6]);
      s60 = a.fma(b0, s60);
      s61 = a.fma(b1, s61);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 7]);
      s70 = a.fma(b0, s70);
      s71 = a.fma(b1, s71);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 8]);
      s80 = a.fma(b0, s80);
      s81 = a.fma(b1, s81);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 9]);
      s90 = a.fma(b0, s90);
      s91 = a.fma(b1, s91);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 10]);
      sa0 = a.fma(b0, sa0);
      sa1 = a.fma(b1, sa1);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 11]);
      sb0 = a.fma(b0, sb0);
      sb1 = a.fma(b1, sb1);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      s01.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 1];
      s10.intoArray(sums, row);
      s11.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 2];
      s20.intoArray(sums, row);
      s21.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 3];
      s30.intoArray(sums, row);
      s31.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 4];
      s40.intoArray(sums, row);
      s41.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 5];
      s50.intoArray(sums, row);
      s51.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 6];
      s60.intoArray(sums, row);
      s61.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 7];
      s70.intoArray(sums, row);
      s71.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 8];
      s80.intoArray(sums, row);
      s81.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 9];
      s90.intoArray(sums, row);
      s91.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 10];
      sa0.intoArray(sums, row);
      sa1.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 11];
      sb0.intoArray(sums, row);
      sb1.intoArray(sums, row + LANES.length());
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s01.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 1];
    s10.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s11.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 2];
    s20.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s21.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 3];
    s30.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s31.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 4];
    s40.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s41.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 5];
    s50.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s51.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 6];
    s60.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s61.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 7];
    s70.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s71.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 8];
    s80.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s81.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 9];
    s90.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s91.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 10];
    sa0.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    sa1.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 11];
    sb0.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    sb1.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
  }

  private static void add6(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
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
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 4]);
      s40 = a.fma(b0, s40);
      s41 = a.fma(b1, s41);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 5]);
      s50 = a.fma(b0, s50);
      s51 = a.fma(b1, s51);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      s01.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 1];
      s10.intoArray(sums, row);
      s11.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 2];
      s20.intoArray(sums, row);
      s21.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 3];
      s30.intoArray(sums, row);
      s31.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 4];
      s40.intoArray(sums, row);
      s41.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 5];
      s50.intoArray(sums, row);
      s51.intoArray(sums, row + LANES.length());
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s01.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 1];
    s10.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s11.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 2];
    s20.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s21.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 3];
    s30.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s31.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 4];
    s40.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s41.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 5];
    s50.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s51.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
  }

  private static void add4(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s11 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s21 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s31 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4 + 1]);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4 + 2]);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4 + 3]);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      s01.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 1];
      s10.intoArray(sums, row);
      s11.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 2];
      s20.intoArray(sums, row);
      s21.intoArray(sums, row + LANES.length());
      row = at + rowOffsets[fromRow + 3];
      s30.intoArray(sums, row);
      s31.intoArray(sums, row + LANES.length());
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s01.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 1];
    s10.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s11.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 2];
    s20.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s21.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
    row = at + rowOffsets[fromRow + 3];
    s30.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s31.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
  }

  private static void add1(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s01 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length());
      FloatVector b1 = FloatVector.fromArray(LANES, columns, columnsAt + t * 2 * LANES.length() + LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t]);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      s01.intoArray(sums, row + LANES.length());
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    s01.add(FloatVector.fromArray(LANES, sums, row + LANES.length())).intoArray(sums, row + LANES.length());
  }

  private static void narrow12(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s40 = FloatVector.zero(LANES);
    FloatVector s50 = FloatVector.zero(LANES);
    FloatVector s60 = FloatVector.zero(LANES);
    FloatVector s70 = FloatVector.zero(LANES);
    FloatVector s80 = FloatVector.zero(LANES);
    FloatVector s90 = FloatVector.zero(LANES);
    FloatVector sa0 = FloatVector.zero(LANES);
    FloatVector sb0 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12]);
      s00 = a.fma(b0, s00);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 1]);
      s10 = a.fma(b0, s10);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 2]);
      s20 = a.fma(b0, s20);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 3]);
      s30 = a.fma(b0, s30);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 4]);
      s40 = a.fma(b0, s40);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 5]);
      s50 = a.fma(b0, s50);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 6]);
      s60 = a.fma(b0, s60);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 7]);
      s70 = a.fma(b0, s70);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 8]);
      s80 = a.fma(b0, s80);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 9]);
      s90 = a.fma(b0, s90);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 10]);
      sa0 = a.fma(b0, sa0);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 12 + 11]);
      sb0 = a.fma(b0, sb0);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 1];
      s10.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 2];
      s20.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 3];
      s30.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 4];
      s40.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 5];
      s50.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 6];
      s60.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 7];
      s70.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 8];
      s80.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 9];
      s90.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 10];
      sa0.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 11];
      sb0.intoArray(sums, row);
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 1];
    s10.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 2];
    s20.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 3];
    s30.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 4];
    s40.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 5];
    s50.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 6];
    s60.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 7];
    s70.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 8];
    s80.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 9];
    s90.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 10];
    sa0.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 11];
    sb0.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
  }

  private static void narrow6(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    FloatVector s40 = FloatVector.zero(LANES);
    FloatVector s50 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6]);
      s00 = a.fma(b0, s00);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 1]);
      s10 = a.fma(b0, s10);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 2]);
      s20 = a.fma(b0, s20);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 3]);
      s30 = a.fma(b0, s30);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 4]);
      s40 = a.fma(b0, s40);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 6 + 5]);
      s50 = a.fma(b0, s50);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 1];
      s10.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 2];
      s20.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 3];
      s30.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 4];
      s40.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 5];
      s50.intoArray(sums, row);
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 1];
    s10.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 2];
    s20.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 3];
    s30.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 4];
    s40.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 5];
    s50.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
  }

  private static void narrow4(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    FloatVector s00 = FloatVector.zero(LANES);
    FloatVector s10 = FloatVector.zero(LANES);
    FloatVector s20 = FloatVector.zero(LANES);
    FloatVector s30 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4]);
      s00 = a.fma(b0, s00);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4 + 1]);
      s10 = a.fma(b0, s10);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4 + 2]);
      s20 = a.fma(b0, s20);
      a = FloatVector.broadcast(LANES, rows[rowsAt + t * 4 + 3]);
      s30 = a.fma(b0, s30);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 1];
      s10.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 2];
      s20.intoArray(sums, row);
      row = at + rowOffsets[fromRow + 3];
      s30.intoArray(sums, row);
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 1];
    s10.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 2];
    s20.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
    row = at + rowOffsets[fromRow + 3];
    s30.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
  }

  private static void narrow1(float[] rows, int rowsAt, float[] columns, int columnsAt, int terms, boolean first,
      float[] sums, int at, int[] rowOffsets, int fromRow) {
    FloatVector s00 = FloatVector.zero(LANES);
    for (int t = 0; t < terms; t++) {
      FloatVector b0 = FloatVector.fromArray(LANES, columns, columnsAt + t * LANES.length());
      FloatVector a = FloatVector.broadcast(LANES, rows[rowsAt + t]);
      s00 = a.fma(b0, s00);
    }
    if (first) {
      int row = at + rowOffsets[fromRow];
      s00.intoArray(sums, row);
      return;
    }
    int row = at + rowOffsets[fromRow];
    s00.add(FloatVector.fromArray(LANES, sums, row)).intoArray(sums, row);
  }
}
