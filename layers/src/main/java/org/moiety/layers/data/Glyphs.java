package org.moiety.layers.data;

import java.util.ArrayList;
import java.util.List;

/// The ways in which each digit is written, as pen strokes in a box of 100 x 100 (x to the right, y down).
///
/// A stroke is a list of points `x,y` that the pen passes smoothly; at a point with `*` it turns a corner. `;` lifts the pen.
final class Glyphs {
  /// Indexed by digit, then by variant.
  private static final List<List<List<Stroke>>> DIGITS = List.of(
      variants( // 0: round; begun at the right and closed with an overlap; narrow
          "50,0 24,12 10,50 24,88 50,100 76,88 90,50 76,12 50,0 40,4", //
          "70,8 42,0 18,20 8,55 24,90 52,100 80,84 92,48 80,14 56,2 46,12", //
          "54,0 36,14 26,50 34,84 50,100 68,84 74,50 66,14 50,0 42,6"),
      variants( // 1: a line; bent; with a flag; with flag and foot
          "52,0 50,100", //
          "60,0 52,48 46,100", //
          "28,24 54,0* 52,100", //
          "30,24 54,0* 52,100; 26,100 78,100"),
      variants( // 2: sharp foot; wavy foot; with a loop
          "14,26 28,6 54,0 78,10 82,32 62,62 14,100* 88,100", //
          "14,24 30,4 58,0 80,16 78,40 52,70 12,98* 38,92 64,98 90,92", //
          "16,22 34,2 62,2 78,22 70,52 42,84 20,97 12,88 28,78 52,90 90,98"),
      variants( // 3: two bowls; flat top; with a small loop in the waist
          "14,14 40,0 70,6 78,26 64,44 40,48* 68,54 84,74 68,96 38,100 12,86", //
          "16,2 80,2* 44,42* 72,50 84,72 68,94 38,100 12,88", //
          "14,12 42,0 74,10 72,34 46,50 32,46 44,42 74,56 84,78 62,98 30,98 10,84"),
      variants( // 4: open; closed; open and round, with a long leg
          "22,0 14,56* 88,56; 68,22 66,100", //
          "66,0 10,66* 92,66; 66,0 64,100", //
          "20,4 14,38 30,56 58,54 78,40; 82,0 76,50 70,100"),
      variants( // 5: in one go; hat written last; round as an S
          "82,2 26,2* 20,44* 52,38 80,52 82,78 58,98 30,98 10,86", //
          "30,4 22,46* 54,40 82,56 80,84 52,100 14,90; 30,4 86,0", //
          "84,6 54,2 28,10 26,34 50,46 76,58 78,84 52,100 16,92"),
      variants( // 6: curved stem; straight stem; large loop
          "72,2 42,20 20,52 18,80 40,100 68,94 80,74 66,56 42,56 20,74", //
          "60,0 34,34 18,66 26,94 52,100 76,88 76,64 54,54 30,64 18,80", //
          "78,8 50,4 24,32 14,66 30,96 60,100 84,80 74,56 46,52 18,70"),
      variants( // 7: plain; with a bar; with a serif; wavy top
          "12,4 86,4* 56,50 40,100", //
          "12,4 86,4* 58,50 42,100; 30,52 78,50", //
          "10,22 14,4* 86,6* 60,46 46,100", //
          "10,12 34,2 60,9 88,2* 62,50 46,100"),
      variants( // 8: in one go; two circles; open at the top
          "76,14 50,0 24,14 28,36 52,50 78,68 76,92 50,100 24,90 24,68 48,50 72,36 76,12", //
          "50,0 26,10 26,36 50,46 74,36 74,10 50,0; 50,46 18,60 18,90 50,100 82,90 82,60 50,46", //
          "82,6 46,2 24,20 40,42 70,60 78,84 52,100 26,86 34,62 62,42 82,12"),
      variants( // 9: straight leg; tail swung to the left; leg written apart
          "76,22 52,0 24,12 20,36 44,52 70,42 78,16* 74,60 66,100", //
          "78,26 64,2 34,2 20,26 34,50 62,46 80,20 80,60 64,92 24,98", //
          "74,6 42,0 18,20 26,46 54,48 76,28; 78,2 76,50 70,100"));

  /// Points of one stroke; arrays of equal length, at least 2.
  record Stroke(double[] x, double[] y, boolean[] corner) {}

  private Glyphs() {}

  /// Number of ways to write `digit`.
  static int variants(int digit) {
    return DIGITS.get(digit).size();
  }

  static List<Stroke> strokes(int digit, int variant) {
    return DIGITS.get(digit).get(variant);
  }

  private static List<List<Stroke>> variants(String... texts) {
    List<List<Stroke>> variants = new ArrayList<>();
    for (String text : texts) {
      List<Stroke> strokes = new ArrayList<>();
      for (String stroke : text.split("; ", -1)) {
        strokes.add(stroke(stroke.split(" ", -1)));
      }
      variants.add(List.copyOf(strokes));
    }
    return List.copyOf(variants);
  }

  private static Stroke stroke(String[] points) {
    Stroke stroke = new Stroke(new double[points.length], new double[points.length], new boolean[points.length]);
    for (int i = 0; i < points.length; i++) {
      String point = points[i];
      stroke.corner[i] = point.endsWith("*");
      int comma = point.indexOf(',');
      stroke.x[i] = Integer.parseInt(point, 0, comma, 10);
      stroke.y[i] = Integer.parseInt(point, comma + 1, stroke.corner[i] ? point.length() - 1 : point.length(), 10);
    }
    return stroke;
  }
}
