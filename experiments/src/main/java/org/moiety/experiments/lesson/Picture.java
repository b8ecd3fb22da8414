package org.moiety.experiments.lesson;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.moiety.engine.kernel.Workers;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.data.Strokes;

/// A small grey picture: a drawn digit, or pixels of the learner's.
record Picture(int width, int height, List<Integer> pixels) {
  /// Names of the drawn digits.
  static final List<String> DIGITS = IntStream.range(0, 10).mapToObj(digit -> "digit-" + digit).toList();

  /// @throws UsageException if it is neither a name nor a picture
  static Picture parse(Input input, String text) {
    int digit = DIGITS.indexOf(text);
    if (digit >= 0) {
      return digit(digit);
    }
    String expected = input.name() + ": expected one of " + String.join(", ", DIGITS)
        + ", or WIDTHxHEIGHT:PIXELS with sides up to "
        + input.size() + " and two hexadecimal digits a pixel";
    int colon = text.indexOf(':');
    String[] sides = text.substring(0, Math.max(0, colon)).split("x", -1);
    if (sides.length != 2) {
      throw new UsageException(expected);
    }
    try {
      int width = Integer.parseInt(sides[0]);
      int height = Integer.parseInt(sides[1]);
      byte[] bytes = HexFormat.of().parseHex(text, colon + 1, text.length());
      if (width < 1 || height < 1 || width > input.size() || height > input.size() || bytes.length != width * height) {
        throw new UsageException(expected);
      }
      return new Picture(width, height, boxed(bytes));
    } catch (IllegalArgumentException e) {
      throw new UsageException(expected);
    }
  }

  static Picture of(int width, int height, byte[] pixels) {
    return new Picture(width, height, boxed(pixels));
  }

  /// As an input has it.
  static String text(int width, int height, byte[] pixels) {
    return width + "x" + height + ":" + HexFormat.of().formatHex(pixels);
  }

  private static Picture digit(int digit) {
    try (Workers workers = new Workers(1)) {
      LabelledImages digits = Strokes.train(Strokes.DEFAULT_SEED, Strokes.CLASSES, workers);
      for (int i = 0; i < digits.count(); i++) {
        if (digits.label(i) == digit) {
          byte[] pixels = new byte[Strokes.SIZE * Strokes.SIZE];
          digits.pixels(i, pixels, 0);
          return new Picture(Strokes.SIZE, Strokes.SIZE, boxed(pixels));
        }
      }
    }
    throw new IllegalStateException("no digit " + digit);
  }

  private static List<Integer> boxed(byte[] bytes) {
    List<Integer> values = new ArrayList<>();
    for (byte b : bytes) {
      values.add(b & 0xff);
    }
    return values;
  }

  /// Rows and columns.
  List<Integer> shape() {
    return List.of(height, width);
  }
}
