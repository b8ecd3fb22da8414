package org.moiety.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.online.InputTable;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.random.PublicRandom;

/// A straight-line program on secret arrays, made from any list of instructions. Each step appends a register.
///
/// The shapes of a program and bounds on its values are public and known beforehand, so that operands are made to fit (by a linear map) and truncations
/// get the offset that they need. Each step is given twice: as a party runs it, and as a function of the registers' values in the clear.
final class RandomProgram {
  /// Values above this are not kept apart from a wrap around p.
  private static final BigInteger BOUND = BigInteger.ONE.shiftLeft(85);

  private static final int TABLE_ROWS = 4;
  private static final int ROW_LENGTH = 3;

  /// @param bound on the absolute value of the register's entries; the modulus where nothing is known
  /// @param truncation of register `operand`; null for other steps
  /// @param publicly the register's values from those of the ones before; null for a truncation
  /// @param degenerate whether the shares may be far from uniform: those of a public constant, or what is left when shares cancel
  record Step(String text, int length, BigInteger bound, @Nullable Truncation truncation, int operand,
      boolean degenerate, BiFunction<Machine, List<Secret>, Secret> privately,
      @Nullable BiFunction<Field, List<FieldArray>, FieldArray> publicly) {}

  /// One role, in the middle of the program.
  static final class Machine {
    private final Role role;
    private final InputTable[] tables;
    private final List<Secret> registers = new ArrayList<>();
    private long iteration = 1;
    private int kept;

    Machine(Role role) {
      this.role = role;
      role.begin(iteration);
      role.field().openRegion();
      tables = new InputTable[]{role.table(0, TABLE_ROWS, ROW_LENGTH, true),
          role.table(1, TABLE_ROWS, ROW_LENGTH, true)};
    }

    /// What was made since the last iteration is kept now, with work on it that is yet to be done; what was kept before has been computed with meanwhile.
    private void begin() {
      for (; kept < registers.size(); kept++) {
        registers.get(kept).keep();
      }
      role.field().closeRegion();
      role.field().openRegion();
      role.begin(++iteration);
    }

    private void end() {
      registers.subList(0, kept).forEach(Secret::dismiss);
      role.field().closeRegion();
    }
  }

  private final Modulus modulus;
  private final boolean local;
  private final Field field;
  private final FieldArray[] tables = new FieldArray[2];
  private final List<Step> steps = new ArrayList<>();

  /// @param local whether each party truncates its own share
  RandomProgram(Modulus modulus, boolean local, List<Instruction> instructions) {
    this.modulus = modulus;
    this.local = local;
    field = Values.field(modulus);
    PublicRandom random = new PublicRandom(instructions.hashCode());
    for (int owner = 0; owner < 2; owner++) {
      tables[owner] = Values.array(field, Values.small(random, TABLE_ROWS * ROW_LENGTH, smallBits()));
    }
    input(new PublicRandom(1));
    for (Instruction i : instructions) {
      add(i);
    }
  }

  private int smallBits() {
    return Math.min(20, modulus.bits() / 3);
  }

  List<Step> steps() {
    return steps;
  }

  Field field() {
    return field;
  }

  /// Runs the program in a role and reveals every register to both parties.
  List<List<BigInteger>> run(Role role) {
    Machine machine = new Machine(role);
    List<Secret> registers = machine.registers;
    for (Step step : steps) {
      registers.add(step.privately.apply(machine, registers));
    }
    List<List<BigInteger>> values = new ArrayList<>();
    for (Secret register : registers) {
      FieldArray value = register.reveal(Receiver.BOTH);
      if (value != null) {
        values.add(Values.integers(field, value));
      }
    }
    machine.end();
    return values;
  }

  private void add(Instruction i) {
    PublicRandom random = new PublicRandom(i.detail());
    int x = Math.floorMod(i.first(), steps.size());
    int y = Math.floorMod(i.second(), steps.size());
    switch (i.operation()) {
      case INPUT -> input(random);
      case IMPORT -> imported(random);
      case ROWS -> rows(random);
      case MAP -> map(x, Bilinear.gather(random, length(x), 1 + random.nextInt(8)));
      case PLUS -> sum(x, fitted(random, y, length(x)), true);
      case PLUS_IMAGE -> plusImage(x, y, Bilinear.gather(random, length(y), length(x)));
      case COMBINE -> combine(random, x, y);
      case MINUS -> sum(x, fitted(random, y, length(x)), false);
      case TIMES -> times(x, constant(random));
      case PLUS_PUBLIC -> plusPublic(x, constant(random));
      case PRODUCT -> product(random, x, y);
      case PRODUCT_PUBLIC -> productPublic(random, x);
      case TRUNCATE -> truncate(random, x);
      case MASKED ->
        step("masked " + x, length(x), bound(x), degenerate(x), (m, r) -> r.get(x).masked(), (f, v) -> v.get(x));
      case REVEAL -> reveal(random, x);
      case BEGIN -> steps.add(new Step("begin", length(x), bound(x), null, x, degenerate(x), (m, r) -> {
        m.begin();
        return r.get(x);
      }, (f, v) -> v.get(x)));
    }
  }

  /// In the middle of an iteration: with active security a check is made, and the secret goes on to be used.
  private void reveal(PublicRandom random, int x) {
    Receiver receiver = Receiver.values()[random.nextInt(Receiver.values().length)];
    step("reveal " + x + " to " + receiver, length(x), bound(x), degenerate(x), (m, r) -> {
      r.get(x).reveal(receiver);
      return r.get(x);
    }, (f, v) -> v.get(x));
  }

  private int length(int register) {
    return steps.get(register).length;
  }

  private BigInteger bound(int register) {
    return steps.get(register).bound;
  }

  private boolean known(BigInteger bound) {
    return bound.compareTo(BOUND) < 0 && bound.compareTo(modulus.value().shiftRight(2)) < 0;
  }

  /// @param bound on integers; what may wrap is not known
  private int step(String text, int length, BigInteger bound, boolean degenerate,
      BiFunction<Machine, List<Secret>, Secret> privately, BiFunction<Field, List<FieldArray>, FieldArray> publicly) {
    steps.add(
        new Step(text, length, known(bound) ? bound : modulus.value(), null, -1, degenerate, privately,
            publicly));
    return steps.size() - 1;
  }

  private boolean degenerate(int register) {
    return steps.get(register).degenerate;
  }

  private void input(PublicRandom random) {
    int owner = random.nextInt(2);
    int length = 1 + random.nextInt(8);
    boolean wild = random.nextInt(6) == 0;
    FieldArray value = Values.array(field,
        wild ? Values.anything(modulus, random, length) : Values.small(random, length, smallBits()));
    step("input of party " + owner, length, wild ? modulus.value() : BigInteger.ONE.shiftLeft(smallBits()), false,
        (m, r) -> m.role.input(owner, length, () -> value), (f, v) -> value);
  }

  private void imported(PublicRandom random) {
    int length = 1 + random.nextInt(8);
    FieldArray value = Values.array(field, Values.small(random, length, smallBits()));
    FieldArray one = Values.array(field, Values.anything(modulus, random, length));
    FieldArray other = field.subtract(value, one);
    step("imported shares", length, BigInteger.ONE.shiftLeft(smallBits()), true,
        (m, r) -> m.role.importShare(length, () -> {
          FieldArray own = m.role.party() == 0 ? one : other;
          return m.role.field().slice(own, 0, length);
        }), (f, v) -> value);
  }

  private void rows(PublicRandom random) {
    int owner = random.nextInt(2);
    int[] rows = Arrays.copyOf(random.permutation(TABLE_ROWS), 1 + random.nextInt(TABLE_ROWS));
    FieldArray value = field.zeros(rows.length * ROW_LENGTH);
    for (int k = 0; k < rows.length; k++) {
      field.copy(tables[owner], rows[k] * ROW_LENGTH, value, k * ROW_LENGTH, ROW_LENGTH);
    }
    step("rows " + Arrays.toString(rows) + " of party " + owner, value.length(),
        BigInteger.ONE.shiftLeft(smallBits()), false, (m, r) -> m.tables[owner].rows(rows, () -> value),
        (f, v) -> value);
  }

  private int map(int x, LinearMap map) {
    return step("map " + x, map.outputLength(), bound(x).multiply(BigInteger.valueOf(3)), degenerate(x),
        (m, r) -> r.get(x).map(map),
        (f, v) -> map.apply(f, v.get(x)));
  }

  /// The register itself if it has the length, else an image of it that has.
  private int fitted(PublicRandom random, int x, int length) {
    return length(x) == length ? x : map(x, Bilinear.gather(random, length(x), length));
  }

  private void sum(int x, int y, boolean plus) {
    step((plus ? "plus " : "minus ") + x + " " + y, length(x), bound(x).add(bound(y)), true,
        (m, r) -> plus ? r.get(x).plus(r.get(y)) : r.get(x).minus(r.get(y)),
        (f, v) -> plus ? f.add(v.get(x), v.get(y)) : f.subtract(v.get(x), v.get(y)));
  }

  private void plusImage(int x, int y, LinearMap map) {
    step("plus " + x + " image of " + y, length(x), bound(x).add(bound(y).multiply(BigInteger.valueOf(3))),
        true, (m, r) -> r.get(x).plus(map, r.get(y)),
        (f, v) -> f.add(v.get(x), map.apply(f, v.get(y))));
  }

  /// `a x + b y + c x + constant`, or the first term and the constant alone.
  private void combine(PublicRandom random, int x, int second) {
    int y = fitted(random, second, length(x));
    int terms = random.nextInt(2) == 0 ? 1 : 3;
    List<BigInteger> factors = List.of(constant(random), constant(random), constant(random)).subList(0, terms);
    BigInteger constant = random.nextInt(2) == 0 ? BigInteger.ZERO : constant(random);
    BigInteger bound = constant.abs();
    for (int i = 0; i < terms; i++) {
      bound = bound.add(bound(i == 1 ? y : x).multiply(factors.get(i).abs().max(BigInteger.ONE)));
    }
    List<Element> elements = factors.stream().map(field::element).toList();
    Element c = field.element(constant);
    step("combine " + x + " " + y, length(x), bound, true,
        (m, r) -> r.get(x).combine(elements, List.of(r.get(y), r.get(x)).subList(0, terms - 1), c), (f, v) -> {
          FieldArray sum = f.plus(f.times(v.get(x), elements.getFirst()), c);
          return terms == 1
              ? sum
              : f.add(f.add(sum, f.times(v.get(y), elements.get(1))), f.times(v.get(x), elements.get(2)));
        });
  }

  private BigInteger constant(PublicRandom random) {
    return random.nextInt(8) == 0
        ? Values.anything(modulus, random, 1).getFirst()
        : Values.small(random, 1, smallBits() / 3).getFirst();
  }

  private void times(int x, BigInteger c) {
    Element e = field.element(c);
    step("times " + x, length(x), bound(x).multiply(c.abs().max(BigInteger.ONE)), degenerate(x),
        (m, r) -> r.get(x).times(e),
        (f, v) -> f.times(v.get(x), e));
  }

  private void plusPublic(int x, BigInteger c) {
    Element e = field.element(c);
    step("plus public " + x, length(x), bound(x).add(c.abs()), true, (m, r) -> r.get(x).plusPublic(e),
        (f, v) -> f.plus(v.get(x), e));
  }

  private BigInteger bound(BilinearMap f, BigInteger x, BigInteger y) {
    return x.multiply(y).multiply(BigInteger.valueOf((long) f.leftLength() * f.rightLength()));
  }

  private BilinearMap bilinear(PublicRandom random, int x, int y) {
    Bilinear[] kinds = Bilinear.values();
    return length(x) == length(y) && random.nextInt(2) == 0
        ? new ElementwiseProduct(length(x))
        : kinds[random.nextInt(kinds.length)].random(random);
  }

  private void product(PublicRandom random, int x, int y) {
    BilinearMap map = bilinear(random, x, y);
    int left = fitted(random, x, map.leftLength());
    int right = fitted(random, y, map.rightLength());
    step("product " + left + " " + right + " " + map, map.resultLength(), bound(map, bound(left), bound(right)), false,
        (m, r) -> r.get(left).product(map, r.get(right)), (f, v) -> map.apply(f, v.get(left), v.get(right)));
  }

  private void productPublic(PublicRandom random, int x) {
    BilinearMap map = bilinear(random, x, x);
    int left = fitted(random, x, map.leftLength());
    FieldArray y = Values.array(field, Values.small(random, map.rightLength(), 6));
    step("product " + left + " public " + map, map.resultLength(), bound(map, bound(left), BigInteger.valueOf(64)),
        degenerate(left),
        (m, r) -> r.get(left).productPublic(map, y), (f, v) -> map.apply(f, v.get(left), y));
  }

  /// Adds a secret zero: where each party divides its own share, shares must be those of a random sum.
  private int refreshed(int x) {
    FieldArray zero = field.zeros(length(x));
    return step("plus secret zero " + x, length(x), bound(x), false,
        (m, r) -> r.get(x).plus(m.role.input(0, zero.length(), () -> zero)), (f, v) -> v.get(x));
  }

  /// By a power of two or any number; often back to small values.
  private void truncate(PublicRandom random, int operand) {
    int x = local && degenerate(operand) ? refreshed(operand) : operand;
    int bits = Math.clamp(bound(x).bitLength() - smallBits(), 1, 62);
    long divisor = switch (random.nextInt(4)) {
      case 0 -> 1 + (random.nextLong() >>> (64 - bits));
      case 1 -> 1L << random.nextInt(bits + 1);
      default -> 1L << bits;
    };
    BigInteger d = BigInteger.valueOf(divisor);
    BigInteger offset = bound(x).divide(d).add(BigInteger.ONE).multiply(d);
    Truncation truncation = new Truncation(divisor, offset, modulus);
    boolean known = known(bound(x));
    steps.add(new Step("truncate " + x + " by " + divisor, length(x),
        known ? bound(x).divide(d).add(BigInteger.TWO) : modulus.value(), truncation, x, false,
        (m, r) -> r.get(x).truncate(truncation), null));
  }

  boolean isKnown(int register) {
    return known(bound(register));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < steps.size(); k++) {
      text.append("\n  ").append(k).append(" = ").append(steps.get(k).text);
    }
    return text.toString();
  }
}
