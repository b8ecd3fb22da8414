package org.moiety.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.moiety.engine.kernel.LimbBounds.COLUMNS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_BITS;
import static org.moiety.engine.kernel.LimbBounds.LIMB_MASK;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Element-wise products in Z/p, `LANES` elements at a time.
///
/// - **Representation.** As [DirectProducts] where the modulus has such code, in one pass. Else, and for [#scalePlus], a tile of operands is split into 5 limbs of 26 bits, multiplied into 9 columns (25 products of 32 x 32 bits, one
///   instruction each), and the columns of the tile are reduced together by [ColumnReduction].
/// - **Ranges.** CANONICAL in and out; columns hold one term, and `b 2^128` besides in [#scalePlus]: `S < p^2 + 2^128 p`.
/// - **Operations.** As [FieldKernels] says. Small multiples without such code, and all tails, are scalar.
/// - **Aliasing and time.** A tile is read before it is written.
/// - **Source.** `docs/BOUNDS.md`, "Limbs and accumulators".
final class VectorProducts implements VectorFieldKernels.Products {
  private static final VectorSpecies<Long> LANES = Lanes.of(MethodHandles.lookup()).longs();
  /// Vectors to a tile: its columns, 9 KiB at 512 bits, stay in the first-level cache.
  private static final int TILE = 16;
  /// C2 multiplies 32 x 32 bits in one instruction where it sees that the upper halves are zero.
  private static final long LOW_HALF = 0xFFFFFFFFL;

  private final ColumnReduction reduction;
  private final ScalarFieldKernels scalar;

  private final @Nullable DirectProducts direct;

  /// @param direct code for this modulus that needs no columns in memory; null where there is none
  VectorProducts(ColumnReduction reduction, ScalarFieldKernels scalar, @Nullable DirectProducts direct) {
    this.reduction = reduction;
    this.scalar = scalar;
    this.direct = direct;
  }

  @Override
  public void multiply(Limbs a, Limbs b, Limbs r, int from, int to) {
    if (direct != null) {
      scalar.multiply(a, b, r, direct.multiply(a, b, r, from, to), to);
      return;
    }
    long[] columns = newColumns(to - from);
    int i = from;
    for (int vectors; (vectors = tile(i, to)) > 0; i += vectors * LANES.length()) {
      multiplyColumns(a, i, b, i, LANES.length(), vectors, columns);
      reduction.reduce(columns, vectors, r, i);
    }
    scalar.multiply(a, b, r, i, to);
  }

  @Override
  public void scale(Limbs a, long cHi, long cLo, Limbs r, int from, int to) {
    if (direct != null) {
      scalar.scale(a, cHi, cLo, r, direct.scale(a, cHi, cLo, r, from, to), to);
      return;
    }
    Limbs c = repeated(cHi, cLo);
    long[] columns = newColumns(to - from);
    int i = from;
    for (int vectors; (vectors = tile(i, to)) > 0; i += vectors * LANES.length()) {
      multiplyColumns(a, i, c, 0, 0, vectors, columns);
      reduction.reduce(columns, vectors, r, i);
    }
    scalar.scale(a, cHi, cLo, r, i, to);
  }

  @Override
  public void scalePlus(Limbs a, long cHi, long cLo, Limbs b, Limbs r, int from, int to) {
    Limbs c = repeated(cHi, cLo);
    long[] columns = newColumns(to - from);
    int i = from;
    for (int vectors; (vectors = tile(i, to)) > 0; i += vectors * LANES.length()) {
      multiplyColumns(a, i, c, 0, 0, vectors, columns);
      addShifted(b, i, vectors, columns);
      reduction.reduce(columns, vectors, r, i);
    }
    scalar.scalePlus(a, cHi, cLo, b, r, i, to);
  }

  @Override
  public void multiple(Limbs a, long factor, Limbs r, int from, int to) {
    int rest = from;
    if (direct != null && Math.abs(factor) >>> 32 == 0) {
      rest = direct.multiple(a, factor, r, from, to);
    }
    scalar.multiple(a, factor, r, rest, to);
  }

  @Override
  public void multiplePlus(Limbs a, long factor, Limbs b, Limbs r, int from, int to) {
    int rest = from;
    if (direct != null && Math.abs(factor) >>> 32 == 0) {
      rest = direct.multiplePlus(a, factor, b, r, from, to);
    }
    scalar.multiplePlus(a, factor, b, r, rest, to);
  }

  @Override
  public void fromMontgomery(Limbs a, Limbs r, int from, int to) {
    if (direct != null) {
      scalar.fromMontgomery(a, r, direct.fromMontgomery(a, r, from, to), to);
      return;
    }
    long[] columns = newColumns(to - from);
    int i = from;
    for (int vectors; (vectors = tile(i, to)) > 0; i += vectors * LANES.length()) {
      limbColumns(a, i, vectors, columns);
      reduction.reduce(columns, vectors, r, i);
    }
    scalar.fromMontgomery(a, r, i, to);
  }

  /// Whole vectors of the tile that starts at i, 0 when none is left.
  private static int tile(int i, int to) {
    return Math.min(TILE, (to - i) / LANES.length());
  }

  private static Limbs repeated(long hi, long lo) {
    Limbs vector = Limbs.zeros(LANES.length());
    Arrays.fill(vector.hi(), hi);
    Arrays.fill(vector.lo(), lo);
    return vector;
  }

  private static long[] newColumns(int length) {
    return new long[tile(0, length) * COLUMNS * LANES.length()];
  }

  /// The 25 products of each element of a, from `from` on, by b: vector v of b starts at `bFrom + v * bStride`.
  ///
  /// No helper methods: C2 gives up inlining them in a method of this size, and would box every vector.
  private static void multiplyColumns(Limbs a, int from, Limbs b, int bFrom, int bStride, int vectors, long[] columns) {
    for (int v = 0; v < vectors; v++) {
      LongVector aHi = LongVector.fromArray(LANES, a.hi(), from + v * LANES.length());
      LongVector aLo = LongVector.fromArray(LANES, a.lo(), from + v * LANES.length());
      LongVector a0 = aLo.and(LIMB_MASK).and(LOW_HALF);
      LongVector a1 = aLo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK).and(LOW_HALF);
      LongVector a2 = aLo.lanewise(LSHR, 2 * LIMB_BITS).or(aHi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS)).and(LIMB_MASK)
          .and(LOW_HALF);
      LongVector a3 = aHi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK).and(LOW_HALF);
      LongVector a4 = aHi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE).and(LOW_HALF);
      LongVector bHi = LongVector.fromArray(LANES, b.hi(), bFrom + v * bStride);
      LongVector bLo = LongVector.fromArray(LANES, b.lo(), bFrom + v * bStride);
      LongVector b0 = bLo.and(LIMB_MASK).and(LOW_HALF);
      LongVector b1 = bLo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK).and(LOW_HALF);
      LongVector b2 = bLo.lanewise(LSHR, 2 * LIMB_BITS).or(bHi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS)).and(LIMB_MASK)
          .and(LOW_HALF);
      LongVector b3 = bHi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK).and(LOW_HALF);
      LongVector b4 = bHi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE).and(LOW_HALF);
      int at = v * COLUMNS * LANES.length();
      a0.mul(b0).intoArray(columns, at);
      a0.mul(b1).add(a1.mul(b0)).intoArray(columns, at + LANES.length());
      a0.mul(b2).add(a1.mul(b1)).add(a2.mul(b0)).intoArray(columns, at + 2 * LANES.length());
      a0.mul(b3).add(a1.mul(b2)).add(a2.mul(b1)).add(a3.mul(b0)).intoArray(columns, at + 3 * LANES.length());
      a0.mul(b4).add(a1.mul(b3)).add(a2.mul(b2)).add(a3.mul(b1)).add(a4.mul(b0)).intoArray(columns,
          at + 4 * LANES.length());
      a1.mul(b4).add(a2.mul(b3)).add(a3.mul(b2)).add(a4.mul(b1)).intoArray(columns, at + 5 * LANES.length());
      a2.mul(b4).add(a3.mul(b3)).add(a4.mul(b2)).intoArray(columns, at + 6 * LANES.length());
      a3.mul(b4).add(a4.mul(b3)).intoArray(columns, at + 7 * LANES.length());
      a4.mul(b4).intoArray(columns, at + 8 * LANES.length());
    }
  }

  /// `S = S + b 2^128`: b enters at bit 24 of column 4.
  private static void addShifted(Limbs b, int from, int vectors, long[] columns) {
    for (int v = 0; v < vectors; v++) {
      LongVector hi = LongVector.fromArray(LANES, b.hi(), from + v * LANES.length());
      LongVector lo = LongVector.fromArray(LANES, b.lo(), from + v * LANES.length());
      int at = (v * COLUMNS + 4) * LANES.length();
      addTo(columns, at, lo.and(3).lanewise(LSHL, 24));
      addTo(columns, at + LANES.length(), lo.lanewise(LSHR, 2).and(LIMB_MASK));
      addTo(columns, at + 2 * LANES.length(), lo.lanewise(LSHR, 28).and(LIMB_MASK));
      addTo(columns, at + 3 * LANES.length(), lo.lanewise(LSHR, 54).or(hi.lanewise(LSHL, 10)).and(LIMB_MASK));
      addTo(columns, at + 4 * LANES.length(), hi.lanewise(LSHR, 16));
    }
  }

  private static void addTo(long[] columns, int at, LongVector term) {
    LongVector.fromArray(LANES, columns, at).add(term).intoArray(columns, at);
  }

  /// The columns of `a * 1`.
  private static void limbColumns(Limbs a, int from, int vectors, long[] columns) {
    LongVector zero = LongVector.zero(LANES);
    for (int v = 0; v < vectors; v++) {
      LongVector hi = LongVector.fromArray(LANES, a.hi(), from + v * LANES.length());
      LongVector lo = LongVector.fromArray(LANES, a.lo(), from + v * LANES.length());
      int at = v * COLUMNS * LANES.length();
      lo.and(LIMB_MASK).intoArray(columns, at);
      lo.lanewise(LSHR, LIMB_BITS).and(LIMB_MASK).intoArray(columns, at + LANES.length());
      lo.lanewise(LSHR, 2 * LIMB_BITS).or(hi.lanewise(LSHL, Long.SIZE - 2 * LIMB_BITS)).and(LIMB_MASK)
          .intoArray(columns, at + 2 * LANES.length());
      hi.lanewise(LSHR, 3 * LIMB_BITS - Long.SIZE).and(LIMB_MASK).intoArray(columns, at + 3 * LANES.length());
      hi.lanewise(LSHR, 4 * LIMB_BITS - Long.SIZE).intoArray(columns, at + 4 * LANES.length());
      zero.intoArray(columns, at + 5 * LANES.length());
      zero.intoArray(columns, at + 6 * LANES.length());
      zero.intoArray(columns, at + 7 * LANES.length());
      zero.intoArray(columns, at + 8 * LANES.length());
    }
  }
}
