package org.moiety.layers.data;

import org.moiety.engine.kernel.Workers;

/// The default data set: digits drawn with a pen, generated from a seed. 1 x 28 x 28, 10 classes, 0 = background, 255 = ink.
///
/// Example `i` is a function of (seed, split, i) alone, with the same bytes on every machine. Each ten examples 10 m .. 10 m + 9 hold every digit once.
public final class Strokes {
  /// Height and width in pixels.
  public static final int SIZE = 28;
  public static final int CLASSES = 10;
  public static final int MAX_TRAIN = 60_000;
  public static final int MAX_TEST = 10_000;
  public static final long DEFAULT_SEED = 1;

  private Strokes() {}

  /// The first `count` training examples, 1 to [#MAX_TRAIN]; the result does not depend on `workers`.
  ///
  /// @throws DataException if `count` is out of range
  public static LabelledImages train(long seed, int count, Workers workers) {
    return generate(seed, 0, count, MAX_TRAIN, workers);
  }

  /// The first `count` test examples, 1 to [#MAX_TEST]; the result does not depend on `workers`.
  ///
  /// @throws DataException if `count` is out of range
  public static LabelledImages test(long seed, int count, Workers workers) {
    return generate(seed, 1, count, MAX_TEST, workers);
  }

  private static LabelledImages generate(long seed, int split, int count, int max, Workers workers) {
    if (count < 1 || count > max) {
      throw new DataException("asked for " + count + " generated digits, expected 1 to " + max);
    }
    byte[] pixels = new byte[count * SIZE * SIZE];
    byte[] labels = new byte[count];
    workers.range(count, 64, (from, to) -> {
      for (int i = from; i < to; i++) {
        labels[i] = (byte) label(seed, split, i);
      }
    });
    return new LabelledImages(1, SIZE, SIZE, CLASSES, pixels, labels);
  }

  /// Each block of ten is a permutation of the digits.
  private static int label(long seed, int split, int index) {
    SplitMix random = new SplitMix(seed, 2 + split, index / CLASSES);
    int[] digits = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    for (int i = CLASSES - 1; i > 0; i--) {
      int j = random.below(i + 1);
      int digit = digits[i];
      digits[i] = digits[j];
      digits[j] = digit;
    }
    return digits[index % CLASSES];
  }
}
