package org.moiety.experiments.lesson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Scale;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Entry;
import org.moiety.experiments.transcript.Value;
import org.moiety.triples.dealer.Uniform;

/// The engine's field for a lesson, and numbers in it as integers and as people read them.
final class LessonField implements AutoCloseable {
  /// Elements of a value that a transcript holds.
  static final int SHOWN = 64;
  private static final int BYTES = 16;

  private final Workers workers = new Workers(1);
  private final Field field;
  private final int bits;

  /// @param bits fraction bits
  LessonField(Modulus modulus, int bits) {
    field = new Field(KernelProvider.field(modulus), workers);
    this.bits = bits;
  }

  @Override
  public void close() {
    workers.close();
  }

  Field field() {
    return field;
  }

  Modulus modulus() {
    return field.modulus();
  }

  BigInteger p() {
    return field.modulus().value();
  }

  int bits() {
    return bits;
  }

  Scale scale() {
    return new Scale(BigInteger.ONE.shiftLeft(bits));
  }

  /// Largest integer that is not taken for a negative one.
  BigInteger half() {
    return p().shiftRight(1);
  }

  /// Encodes numbers, each of which must fit.
  ///
  /// @throws UsageException if one does not
  FieldArray encode(String name, double... values) {
    double limit = half().doubleValue() / StrictMath.pow(2, bits);
    for (double value : values) {
      if (Math.abs(Math.rint(value * StrictMath.pow(2, bits))) > half().doubleValue()) {
        throw new UsageException(name + "=" + Numbers.text(value) + " does not fit: with p = " + p() + " and " + bits
            + " fraction bits, numbers from -" + Numbers.text(limit) + " to " + Numbers.text(limit) + " do");
      }
    }
    return encodeWrapping(name, values);
  }

  /// Encodes numbers, modulo p.
  FieldArray encodeWrapping(String name, double... values) {
    return Codec.encode(field, name, values, scale(), 60 - bits);
  }

  /// Uniform elements.
  FieldArray uniform(Seed seed, int length) {
    return Uniform.array(field, seed, new Address("lesson", 0, 0), length);
  }

  List<BigInteger> integers(FieldArray a) {
    return integers(field, a);
  }

  /// The integers `0 .. p-1`.
  static List<BigInteger> integers(Field field, FieldArray a) {
    byte[] bytes = Codec.toBytes(field, a);
    List<BigInteger> result = new ArrayList<>();
    byte[] big = new byte[BYTES];
    for (int i = 0; i < a.length(); i++) {
      for (int k = 0; k < BYTES; k++) {
        big[BYTES - 1 - k] = bytes[BYTES * i + k];
      }
      result.add(new BigInteger(1, big));
    }
    return result;
  }

  FieldArray array(List<BigInteger> integers) {
    return array(field, integers);
  }

  /// The elements of integers modulo p.
  static FieldArray array(Field field, List<BigInteger> integers) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES * integers.size());
    for (BigInteger integer : integers) {
      byte[] big = integer.mod(field.modulus().value()).toByteArray();
      for (int k = 0; k < BYTES; k++) {
        bytes.put(k < big.length ? big[big.length - 1 - k] : 0);
      }
    }
    return Codec.fromBytes(field, bytes.array());
  }

  /// The signed integer that an element stands for.
  BigInteger signed(BigInteger element) {
    return element.compareTo(half()) > 0 ? element.subtract(p()) : element;
  }

  /// The number that an element stands for.
  ///
  /// @param factors how many factors of the scale it carries
  String decode(BigInteger element, int factors) {
    return Numbers.text(new BigDecimal(signed(element))
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(bits * factors)), 40, RoundingMode.HALF_EVEN));
  }

  Entry entry(BigInteger element, @Nullable String decoded) {
    return new Entry(element.toString(), Numbers.brief(element, p()), decoded);
  }

  /// A value that stands for nothing by itself: a share, a mask.
  Value blind(String id, String label, List<Integer> shape, List<BigInteger> elements) {
    return value(id, label, shape, elements, -1);
  }

  Value blind(String id, String label, List<BigInteger> elements) {
    return value(id, label, shapeOf(elements), elements, -1);
  }

  /// A value that one may decode.
  Value clear(String id, String label, List<BigInteger> elements, int factors) {
    return value(id, label, shapeOf(elements), elements, factors);
  }

  private static List<Integer> shapeOf(List<BigInteger> elements) {
    return elements.size() == 1 ? List.of() : List.of(elements.size());
  }

  Value clear(String id, String label, List<Integer> shape, List<BigInteger> elements, int factors) {
    return value(id, label, shape, elements, factors);
  }

  /// @param factors as in [#decode]; negative where the number is not to be seen
  Value value(String id, String label, List<Integer> shape, List<BigInteger> elements, int factors) {
    List<Entry> entries = elements.stream().limit(SHOWN)
        .map(element -> entry(element, factors < 0 ? null : decode(element, factors))).toList();
    return new Value(id, Symbols.text(id), Symbols.sub(id), Symbols.symbol(id), label, shape,
        elements.size(), entries, null);
  }

  /// A share of an image as one sees it: brightness is the element's place in `0 .. p-1`.
  Value noise(String id, String label, List<Integer> shape, List<BigInteger> elements) {
    List<Integer> pixels = elements.stream().map(element -> element.shiftLeft(8).divide(p()).intValue()).toList();
    return image(id, label, shape, elements, pixels, -1);
  }

  Value image(String id, String label, List<Integer> shape, List<BigInteger> elements, List<Integer> pixels,
      int factors) {
    Value plain = value(id, label, shape, elements, factors);
    return new Value(id, plain.text(), plain.sub(), plain.symbol(), label, shape, elements.size(),
        plain.entries().subList(0, Math.min(8, plain.entries().size())), pixels);
  }
}
