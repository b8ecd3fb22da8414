package org.moiety.engine.field;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.moiety.engine.kernel.FieldKernels;
import org.moiety.engine.kernel.FieldMatrix;
import org.moiety.engine.kernel.GatherPlan;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// Arithmetic in Z/p on [FieldArray]s, with the kernels and the threads of one role.
///
/// Methods that return an array make a new one; methods with an `into` array write it (it may be an operand). Methods with a range `from, to`
/// work on it alone and run on the caller's thread: inside [#inPieces] several of them follow each other on words that stay in the cache.
/// Operands of different lengths are an `IllegalArgumentException`.
public final class Field {
  /// Elements a piece of [#inPieces] has at most: three operands of 16 bytes each stay in a core's second-level cache.
  public static final int PIECE = 4096;

  /// Pieces of rows that are worth another thread.
  private static final int ROW_PIECES = 4;
  private static final long NOT_SMALL = Long.MIN_VALUE;

  private final FieldKernels kernels;
  private final Workers workers;
  private final Words elements;
  private final Region region = new Region();

  public Field(FieldKernels kernels, Workers workers) {
    this.kernels = kernels;
    this.workers = workers;
    elements = new Words(kernels.modulus());
  }

  /// The field of real runs, `p = 2^127 - 2^65 + 1`, with this machine's fastest kernels.
  public static Field moiety(Workers workers) {
    return new Field(KernelProvider.field(Modulus.MOIETY), workers);
  }

  public Modulus modulus() {
    return kernels.modulus();
  }

  public Workers workers() {
    return workers;
  }

  /// One line about the kernels in use.
  public String description() {
    return kernels.description();
  }

  // Making

  /// An array to be written: what it holds is undefined.
  public FieldArray array(int length) {
    return region.take(length);
  }

  public FieldArray zeros(int length) {
    FieldArray result = array(length);
    Arrays.fill(result.limbs().hi(), 0);
    Arrays.fill(result.limbs().lo(), 0);
    return result;
  }

  // Memory

  /// Opens the region of a training step: arrays that this field makes from now on end with it, and their memory serves the next.
  ///
  /// @throws IllegalStateException if one is open
  public void openRegion() {
    region.open();
  }

  /// Ends all arrays made since [#openRegion], but for those that are kept or on their way to another role.
  public void closeRegion() {
    region.close();
  }

  /// Keeps an array beyond the region that is open; ends with [#dismiss]. Nothing to do for an array made outside regions.
  public void keep(FieldArray array) {
    region.hold(array);
  }

  /// Takes back a [#keep]: the array ends with the region that is open, or now.
  public void dismiss(FieldArray array) {
    region.dropLater(array);
  }

  /// A place in the open region, for [#release(int, int)]; 0 while none is open.
  public int mark() {
    return region.mark();
  }

  /// Ends the arrays of the open region that were made, or dismissed, between two marks, but for those that are kept.
  public void release(int from, int to) {
    region.release(from, to);
  }

  /// Ends an array that will not be used any more before its region is closed.
  public void release(FieldArray array) {
    region.release(array);
  }

  /// Holds an array, which must not be written any more, for a message with its words, [#planes]: it lasts until the receiver has read it, whatever the region.
  ///
  /// @return to be run, in any thread, when the message was read
  public Runnable lend(FieldArray array) {
    region.hold(array);
    return () -> region.giveBack(array);
  }

  /// The element `value mod p`.
  public Element element(BigInteger value) {
    BigInteger form = modulus().montgomeryForm(value);
    return new Element(form.shiftRight(64).longValue(), form.longValue());
  }

  /// `c / 2`.
  public Element half(Element c) {
    Limbs word = new Limbs(new long[]{c.hi()}, new long[]{c.lo()});
    kernels.halve(word, word, 0, 1);
    return new Element(word.hi()[0], word.lo()[0]);
  }

  /// `a b` of public elements.
  public Element times(Element a, Element b) {
    Limbs word = new Limbs(new long[]{a.hi()}, new long[]{a.lo()});
    kernels.scale(word, b.hi(), b.lo(), word, 0, 1);
    return new Element(word.hi()[0], word.lo()[0]);
  }

  public Element element(long value) {
    return element(BigInteger.valueOf(value));
  }

  /// Gives integers, piece by piece. Several threads may ask at once.
  @FunctionalInterface
  public interface Integers {
    /// Writes the integers `from .. to-1` to `into[from .. to-1]`.
    void read(int from, int to, long[] into);
  }

  /// The elements of signed integers, negative ones in the upper half. Integers must lie in `-p/2 .. p/2`; a wider one is reduced modulo p.
  public FieldArray ofSigned(long[] values) {
    return ofSigned(values.length, (from, to, into) -> System.arraycopy(values, from, into, from, to - from));
  }

  /// The same, of integers that need not be there at once.
  public FieldArray ofSigned(int length, Integers values) {
    FieldArray result = array(length);
    Limbs words = result.limbs();
    if (modulus().bits() > 64) {
      inPieces(length, (from, to) -> {
        values.read(from, to, words.lo());
        for (int i = from; i < to; i++) {
          elements.setSigned(words, i, words.lo()[i]);
        }
        kernels.toMontgomery(words, words, from, to);
      });
    } else {
      values.read(0, length, words.lo());
      for (int i = 0; i < length; i++) {
        Element e = element(words.lo()[i]);
        words.hi()[i] = e.hi();
        words.lo()[i] = e.lo();
      }
    }
    return result;
  }

  /// The array whose words are Montgomery forms received from elsewhere.
  ///
  /// @throws IllegalArgumentException if a word is not canonical; the message tells the position, not the word
  public FieldArray ofWords(long[] hi, long[] lo) {
    return ofWords(hi, lo, () -> {
    });
  }

  /// The same over words that are lent, as by [#lend].
  ///
  /// @param giveBack run when the array ends
  public FieldArray ofWords(long[] hi, long[] lo, Runnable giveBack) {
    Limbs limbs = new Limbs(hi, lo);
    checkCanonical(limbs);
    return region.borrow(limbs, giveBack);
  }

  /// The array of integers `0 .. p-1`, each as high and low word.
  ///
  /// @throws IllegalArgumentException if an integer is p or more
  public FieldArray ofIntegers(Limbs integers) {
    checkCanonical(integers);
    FieldArray result = array(integers.length());
    inPieces(integers.length(), (from, to) -> kernels.toMontgomery(integers, result.limbs(), from, to));
    return result;
  }

  private void checkCanonical(Limbs words) {
    inPieces(words.length(), (from, to) -> {
      int found = kernels.firstNotBelow(words, from, to);
      if (found < to) {
        throw new IllegalArgumentException("element " + found + " of " + words.length() + " is not below p");
      }
    });
  }

  // Reading

  /// The words of an array, for a channel: high plane, then low plane. They are the array's own and must not be written any more.
  public long[][] planes(FieldArray a) {
    return new long[][]{a.limbs().hi(), a.limbs().lo()};
  }

  /// The integers `0 .. p-1` that the elements stand for.
  public Limbs integers(FieldArray a) {
    Limbs result = Limbs.zeros(a.length());
    inPieces(a.length(), (from, to) -> kernels.fromMontgomery(a.limbs(), result, from, to));
    return result;
  }

  /// The integers in `-(p-1)/2 .. (p-1)/2` that the elements stand for, as signed 128-bit words.
  public Limbs signedIntegers(FieldArray a) {
    Limbs words = integers(a);
    inPieces(a.length(), (from, to) -> {
      for (int i = from; i < to; i++) {
        elements.centre(words, i);
      }
    });
    return words;
  }

  // Pieces

  /// Runs `part` over `0 .. length` in pieces of at most [#PIECE] elements, split over the threads.
  public void inPieces(int length, Workers.Part part) {
    inPieces(length, PIECE, part);
  }

  /// The same in pieces of at most `piece` of what is counted.
  public void inPieces(int length, int piece, Workers.Part part) {
    try (Profile.Span _ = Profile.on(Activity.ELEMENT_WISE)) {
      workers.pieces(length, piece, part);
    }
  }

  /// Runs `part` over the rows `0 .. rows` of a table, split over the threads where there are pieces enough.
  public void inRows(int rows, int rowLength, Workers.Part part) {
    workers.range(rows, Math.ceilDiv(ROW_PIECES * PIECE, Math.max(1, rowLength)), part);
  }

  // Element-wise

  public FieldArray add(FieldArray a, FieldArray b) {
    FieldArray result = like(a, b);
    inPieces(a.length(), (from, to) -> add(a, b, result, from, to));
    return result;
  }

  public void add(FieldArray a, FieldArray b, FieldArray into, int from, int to) {
    kernels.add(a.limbs(), b.limbs(), into.limbs(), from, to);
  }

  public FieldArray subtract(FieldArray a, FieldArray b) {
    FieldArray result = like(a, b);
    inPieces(a.length(), (from, to) -> subtract(a, b, result, from, to));
    return result;
  }

  public void subtract(FieldArray a, FieldArray b, FieldArray into, int from, int to) {
    kernels.subtract(a.limbs(), b.limbs(), into.limbs(), from, to);
  }

  public FieldArray negate(FieldArray a) {
    FieldArray result = array(a.length());
    inPieces(a.length(), (from, to) -> negate(a, result, from, to));
    return result;
  }

  public void negate(FieldArray a, FieldArray into, int from, int to) {
    kernels.negate(a.limbs(), into.limbs(), from, to);
  }

  /// `a / 2`: the share of a public value that each of two parties holds.
  public FieldArray halve(FieldArray a) {
    FieldArray result = array(a.length());
    inPieces(a.length(), (from, to) -> halve(a, result, from, to));
    return result;
  }

  /// `a + b / 2`: a share of a masked secret from the mask's share and the opened difference.
  public FieldArray plusHalf(FieldArray a, FieldArray b) {
    FieldArray result = like(a, b);
    inPieces(a.length(), (from, to) -> {
      halve(b, result, from, to);
      add(a, result, result, from, to);
    });
    return result;
  }

  public void halve(FieldArray a, FieldArray into, int from, int to) {
    kernels.halve(a.limbs(), into.limbs(), from, to);
  }

  public FieldArray plus(FieldArray a, Element c) {
    FieldArray result = array(a.length());
    inPieces(a.length(), (from, to) -> plus(a, c, result, from, to));
    return result;
  }

  public void plus(FieldArray a, Element c, FieldArray into, int from, int to) {
    kernels.addConstant(a.limbs(), c.hi(), c.lo(), into.limbs(), from, to);
  }

  /// Element-wise product.
  public FieldArray multiply(FieldArray a, FieldArray b) {
    FieldArray result = like(a, b);
    inPieces(a.length(), (from, to) -> multiply(a, b, result, from, to));
    return result;
  }

  public void multiply(FieldArray a, FieldArray b, FieldArray into, int from, int to) {
    kernels.multiply(a.limbs(), b.limbs(), into.limbs(), from, to);
  }

  public FieldArray times(FieldArray a, Element c) {
    FieldArray result = array(a.length());
    inPieces(a.length(), (from, to) -> times(a, c, result, from, to));
    return result;
  }

  public void times(FieldArray a, Element c, FieldArray into, int from, int to) {
    long factor = smallFactor(c);
    if (factor == NOT_SMALL) {
      kernels.scale(a.limbs(), c.hi(), c.lo(), into.limbs(), from, to);
    } else {
      kernels.multiple(a.limbs(), factor, into.limbs(), from, to);
    }
  }

  /// `a c` for an array c of one element, which may be secret: time does not depend on it.
  public void scale(FieldArray a, FieldArray c, FieldArray into, int from, int to) {
    Limbs word = c.limbs();
    kernels.scale(a.limbs(), word.hi()[0], word.lo()[0], into.limbs(), from, to);
  }

  /// `a c + b`.
  public void timesPlus(FieldArray a, Element c, FieldArray b, FieldArray into, int from, int to) {
    long factor = smallFactor(c);
    if (factor == NOT_SMALL) {
      kernels.scalePlus(a.limbs(), c.hi(), c.lo(), b.limbs(), into.limbs(), from, to);
    } else {
      kernels.multiplePlus(a.limbs(), factor, b.limbs(), into.limbs(), from, to);
    }
  }

  /// The integer of at most 32 bits, or its negative, that c stands for: multiples by it take no full product.
  private long smallFactor(Element c) {
    Limbs word = new Limbs(new long[]{c.hi()}, new long[]{c.lo()});
    kernels.fromMontgomery(word, word, 0, 1);
    if (word.hi()[0] == 0 && word.lo()[0] >>> 32 == 0) {
      return word.lo()[0];
    }
    kernels.negate(word, word, 0, 1);
    return word.hi()[0] == 0 && word.lo()[0] >>> 32 == 0 ? -word.lo()[0] : NOT_SMALL;
  }

  /// `a c + b`.
  public FieldArray timesPlus(FieldArray a, Element c, FieldArray b) {
    FieldArray result = like(a, b);
    inPieces(a.length(), (from, to) -> timesPlus(a, c, b, result, from, to));
    return result;
  }

  /// `factor_0 term_0 + factor_1 term_1 + ... + constant`, in one pass.
  public FieldArray combine(List<Element> factors, List<FieldArray> terms, Element constant) {
    FieldArray first = terms.getFirst();
    FieldArray result = array(first.length());
    for (FieldArray term : terms) {
      if (term.length() != first.length()) {
        throw new IllegalArgumentException("lengths " + first.length() + " and " + term.length() + ", expected equal");
      }
    }
    inPieces(first.length(), (from, to) -> {
      times(first, factors.getFirst(), result, from, to);
      for (int i = 1; i < terms.size(); i++) {
        timesPlus(terms.get(i), factors.get(i), result, result, from, to);
      }
      if ((constant.hi() | constant.lo()) != 0) {
        plus(result, constant, result, from, to);
      }
    });
    return result;
  }

  /// `a` plus one value a channel: a is blocks of `perChannel.length` runs of `inner` elements.
  public FieldArray plusChannels(FieldArray a, FieldArray perChannel, int inner) {
    FieldArray result = array(a.length());
    inPieces(a.length(), (from, to) -> plusChannels(a, perChannel, inner, result, from, to));
    return result;
  }

  public void plusChannels(FieldArray a, FieldArray perChannel, int inner, FieldArray into, int from, int to) {
    for (int i = from; i < to;) {
      int run = i / inner;
      int end = Math.min(to, (run + 1) * inner);
      int channel = run % perChannel.length();
      kernels.addConstant(a.limbs(), perChannel.limbs().hi()[channel], perChannel.limbs().lo()[channel], into.limbs(),
          i,
          end);
      i = end;
    }
  }

  /// `floor(a / divisor)` of the integers `0 .. p-1`.
  public FieldArray floorDivide(FieldArray a, long divisor) {
    FieldArray result = array(a.length());
    inPieces(a.length(), (from, to) -> floorDivide(a, divisor, result, from, to));
    return result;
  }

  public void floorDivide(FieldArray a, long divisor, FieldArray into, int from, int to) {
    kernels.floorDivide(a.limbs(), divisor, into.limbs(), from, to);
  }

  // Visible values

  /// Where the element stands for a positive number: `1 .. (p-1)/2`. For public values only.
  public boolean[] isPositive(FieldArray a) {
    Limbs signed = signedIntegers(a);
    boolean[] positive = new boolean[a.length()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = signed.hi()[i] >= 0 && (signed.hi()[i] | signed.lo()[i]) != 0;
    }
    return positive;
  }

  /// The elements where `keep` says so, zero elsewhere; `keep` is public.
  public FieldArray keep(FieldArray a, boolean[] keep) {
    FieldArray result = array(a.length());
    inPieces(a.length(), (from, to) -> {
      for (int i = from; i < to; i++) {
        long mask = keep[i] ? -1L : 0;
        result.limbs().hi()[i] = a.limbs().hi()[i] & mask;
        result.limbs().lo()[i] = a.limbs().lo()[i] & mask;
      }
    });
    return result;
  }

  // Matrices and index plans

  /// The matrix of the entries `rowOffsets[i] + columnOffsets[j]` of an array.
  public FieldMatrix matrix(FieldArray a, int[] rowOffsets, int[] columnOffsets) {
    return new FieldMatrix(a.limbs(), rowOffsets, columnOffsets);
  }

  /// `C = A B`.
  public void matmul(FieldMatrix a, FieldMatrix b, FieldMatrix c) {
    try (Profile.Span _ = Profile.on(Activity.PRODUCT)) {
      kernels.matmul(a, b, c, workers);
    }
  }

  /// The plan applied to each of `blocks` blocks: block e of a begins at `e * plan.inputs()`, its image at `(first + e) * plan.outputs()`.
  public void gatherSum(FieldArray a, GatherPlan plan, int blocks, FieldArray into, int first) {
    Limbs source = a.limbs();
    Limbs result = into.limbs();
    int outputs = plan.outputs();
    workers.range(blocks * outputs, 2 * PIECE, (from, to) -> {
      for (int at = from, end; at < to; at = end) {
        int e = at / outputs;
        end = Math.min(to, (e + 1) * outputs);
        kernels.gatherSum(source, e * plan.inputs(), plan, result, (first + e) * outputs, at - e * outputs,
            end - e * outputs);
      }
    });
  }

  /// `sum += a[offset .. offset + sum.length - 1]`.
  public void addBlock(FieldArray a, int offset, FieldArray sum) {
    FieldArray block = slice(a, offset, sum.length());
    add(block, sum, sum, 0, sum.length());
    release(block);
  }

  // Copies

  /// A copy of `length` elements from `offset` on.
  public FieldArray slice(FieldArray a, int offset, int length) {
    FieldArray result = array(length);
    copy(a, offset, result, 0, length);
    return result;
  }

  public void copy(FieldArray from, int fromOffset, FieldArray to, int toOffset, int length) {
    System.arraycopy(from.limbs().hi(), fromOffset, to.limbs().hi(), toOffset, length);
    System.arraycopy(from.limbs().lo(), fromOffset, to.limbs().lo(), toOffset, length);
  }

  // Random words

  /// Sets elements to candidates made of two streams of random words, 8 little-endian bytes each: element i to words `i - first`, cut to p's length.
  ///
  /// @return `to`, or the position of the first candidate that is p or more: elements before it are done, it and those behind it are not
  public int setDrawn(byte[] low, byte[] high, int first, FieldArray into, int from, int to) {
    return kernels.setDrawn(low, high, first, into.limbs(), from, to);
  }

  /// Adds candidates to elements, else as [#setDrawn].
  public int addDrawn(byte[] low, byte[] high, int first, FieldArray into, int from, int to) {
    return kernels.addDrawn(low, high, first, into.limbs(), from, to);
  }

  /// Subtracts candidates from elements, else as [#setDrawn].
  public int subtractDrawn(byte[] low, byte[] high, int first, FieldArray into, int from, int to) {
    return kernels.subtractDrawn(low, high, first, into.limbs(), from, to);
  }

  private FieldArray like(FieldArray a, FieldArray b) {
    if (a.length() != b.length()) {
      throw new IllegalArgumentException("lengths " + a.length() + " and " + b.length() + ", expected equal");
    }
    return array(a.length());
  }
}
