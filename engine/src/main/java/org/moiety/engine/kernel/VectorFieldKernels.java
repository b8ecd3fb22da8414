package org.moiety.engine.kernel;

import java.util.Objects;

/// SIMD kernels: checks arguments, then hands each family of operations to a class of its own.
///
/// - **Representation.** As the contract: two 64-bit planes; lanes are consecutive positions.
/// - **Ranges.** CANONICAL in, CANONICAL out.
/// - **Operations.** As the contract says: [VectorSums], [VectorGatherSum], [VectorDraws], [VectorProducts], [VectorQuotients], [ResidueMatrixProduct], [LimbMatrixProduct], [RowProduct].
/// - **Aliasing and time.** As the contract; a loop reads all lanes of its operands before it writes those lanes. Tails shorter than the
///   lanes go to [ScalarFieldKernels].
/// - **Source.** `docs/BOUNDS.md`, "Limbs and accumulators".
public final class VectorFieldKernels implements FieldKernels {
  /// Element-wise sums.
  interface Sums {
    void add(Limbs a, Limbs b, Limbs r, int from, int to);

    void subtract(Limbs a, Limbs b, Limbs r, int from, int to);

    void negate(Limbs a, Limbs r, int from, int to);

    void halve(Limbs a, Limbs r, int from, int to);

    void addConstant(Limbs a, long cHi, long cLo, Limbs r, int from, int to);

    int firstNotBelow(Limbs a, int from, int to);
  }

  /// Elements from random words.
  interface Draws {
    int setDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to);

    int addDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to);

    int subtractDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to);
  }

  /// Element-wise products.
  interface Products {
    void multiply(Limbs a, Limbs b, Limbs r, int from, int to);

    void scale(Limbs a, long cHi, long cLo, Limbs r, int from, int to);

    void scalePlus(Limbs a, long cHi, long cLo, Limbs b, Limbs r, int from, int to);

    void multiple(Limbs a, long factor, Limbs r, int from, int to);

    void multiplePlus(Limbs a, long factor, Limbs b, Limbs r, int from, int to);

    void fromMontgomery(Limbs a, Limbs r, int from, int to);
  }

  /// Sums of elements picked by index.
  interface GatherSum {
    void gatherSum(Limbs a, int input, GatherPlan plan, Limbs r, int output, int from, int to);
  }

  /// `r = floor(a / 2^shift)` of integers.
  interface Shifts {
    void shiftRight(Limbs a, int shift, Limbs r, int from, int to);
  }

  /// Rows or columns of a product up to which limbs are faster than residues: entries of the other operand are used so few times.
  private static final int THIN = 4;

  private final Modulus modulus;
  private final int laneBits;
  private final Sums sums;
  private final Draws draws;
  private final Products products;
  private final VectorQuotients quotients;
  private final GatherSum gatherSum;
  private final MatrixProduct rowProduct;
  private final MatrixProduct thinProduct;
  private final MatrixProduct matrixProduct;

  /// @param laneBits width of a vector: 128, 256 or 512; wider than the processor has is correct, but slow
  public VectorFieldKernels(Modulus modulus, int laneBits) {
    this.modulus = modulus;
    this.laneBits = laneBits;
    Lanes lanes = Lanes.ofBits(laneBits);
    ScalarFieldKernels scalar = new ScalarFieldKernels(modulus);
    ColumnReduction reduction = modulus.equals(Modulus.MOIETY)
        ? lanes.copy(MoietyReduction.class, ColumnReduction.class)
        : new WordReduction(scalar, laneBits / Long.SIZE);
    sums = lanes.copy(VectorSums.class, Sums.class, modulus, scalar);
    gatherSum = lanes.copy(VectorGatherSum.class, GatherSum.class, modulus);
    draws = lanes.copy(VectorDraws.class, Draws.class, scalar);
    DirectProducts direct = modulus.equals(Modulus.MOIETY)
        ? lanes.copy(MoietyProducts.class, DirectProducts.class)
        : null;
    products = lanes.copy(VectorProducts.class, Products.class, reduction, scalar, direct);
    quotients = new VectorQuotients(modulus, products, lanes.copy(VectorShifts.class, Shifts.class),
        modulus.equals(Modulus.MOIETY) ? lanes.copy(MoietyShiftQuotients.class, ShiftQuotients.class) : null);
    thinProduct = new LimbMatrixProduct(lanes, reduction, sums);
    rowProduct = new RowProduct(lanes, reduction, sums, thinProduct);
    matrixProduct = new ResidueMatrixProduct(ResidueKernels.of(modulus, lanes), sums);
  }

  @Override
  public Modulus modulus() {
    return modulus;
  }

  @Override
  public String description() {
    return "SIMD, " + laneBits / Long.SIZE + " lanes of 64 bits";
  }

  @Override
  public void add(Limbs a, Limbs b, Limbs r, int from, int to) {
    check(a, r, from, to);
    check(b, r, from, to);
    sums.add(a, b, r, from, to);
  }

  @Override
  public void subtract(Limbs a, Limbs b, Limbs r, int from, int to) {
    check(a, r, from, to);
    check(b, r, from, to);
    sums.subtract(a, b, r, from, to);
  }

  @Override
  public void negate(Limbs a, Limbs r, int from, int to) {
    check(a, r, from, to);
    sums.negate(a, r, from, to);
  }

  @Override
  public void halve(Limbs a, Limbs r, int from, int to) {
    check(a, r, from, to);
    sums.halve(a, r, from, to);
  }

  @Override
  public void addConstant(Limbs a, long cHi, long cLo, Limbs r, int from, int to) {
    check(a, r, from, to);
    sums.addConstant(a, cHi, cLo, r, from, to);
  }

  @Override
  public void multiply(Limbs a, Limbs b, Limbs r, int from, int to) {
    check(a, r, from, to);
    check(b, r, from, to);
    products.multiply(a, b, r, from, to);
  }

  @Override
  public void scale(Limbs a, long cHi, long cLo, Limbs r, int from, int to) {
    check(a, r, from, to);
    products.scale(a, cHi, cLo, r, from, to);
  }

  @Override
  public void scalePlus(Limbs a, long cHi, long cLo, Limbs b, Limbs r, int from, int to) {
    check(a, r, from, to);
    check(b, r, from, to);
    products.scalePlus(a, cHi, cLo, b, r, from, to);
  }

  @Override
  public void multiple(Limbs a, long factor, Limbs r, int from, int to) {
    check(a, r, from, to);
    products.multiple(a, factor, r, from, to);
  }

  @Override
  public void multiplePlus(Limbs a, long factor, Limbs b, Limbs r, int from, int to) {
    check(a, r, from, to);
    check(b, r, from, to);
    products.multiplePlus(a, factor, b, r, from, to);
  }

  @Override
  public int firstNotBelow(Limbs a, int from, int to) {
    check(a, a, from, to);
    return sums.firstNotBelow(a, from, to);
  }

  @Override
  public int setDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    check(r, r, from, to);
    return draws.setDrawn(low, high, first, r, from, to);
  }

  @Override
  public int addDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    check(r, r, from, to);
    return draws.addDrawn(low, high, first, r, from, to);
  }

  @Override
  public int subtractDrawn(byte[] low, byte[] high, int first, Limbs r, int from, int to) {
    check(r, r, from, to);
    return draws.subtractDrawn(low, high, first, r, from, to);
  }

  @Override
  public void toMontgomery(Limbs a, Limbs r, int from, int to) {
    check(a, r, from, to);
    products.scale(a, modulus.squareHi(), modulus.squareLo(), r, from, to);
  }

  @Override
  public void fromMontgomery(Limbs a, Limbs r, int from, int to) {
    check(a, r, from, to);
    products.fromMontgomery(a, r, from, to);
  }

  @Override
  public void floorDivide(Limbs a, long divisor, Limbs r, int from, int to) {
    check(a, r, from, to);
    quotients.floorDivide(a, divisor, r, from, to);
  }

  @Override
  public void gatherSum(Limbs a, int input, GatherPlan plan, Limbs r, int output, int from, int to) {
    Objects.checkFromToIndex(from, to, plan.outputs());
    Objects.checkFromIndexSize(input, plan.inputs(), a.length());
    Objects.checkFromToIndex(output + from, output + to, r.length());
    gatherSum.gatherSum(a, input, plan, r, output, from, to);
  }

  @Override
  public void matmul(FieldMatrix a, FieldMatrix b, FieldMatrix c, Workers workers) {
    MatrixShapes.check(a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns());
    product(Math.min(c.rows(), c.columns())).multiply(a, b, c, workers);
  }

  private MatrixProduct product(int rowsOrColumns) {
    return rowsOrColumns == 1 ? rowProduct : rowsOrColumns <= THIN ? thinProduct : matrixProduct;
  }

  private static void check(Limbs operand, Limbs result, int from, int to) {
    Objects.checkFromToIndex(from, to, operand.length());
    Objects.checkFromToIndex(from, to, result.length());
  }
}
