package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.List;
import org.moiety.experiments.transcript.Result;

/// Results of lessons that compute exactly.
final class Endings {
  private Endings() {}

  /// Compares with true integers.
  ///
  /// @param id of the result
  /// @param exact what was to be computed, not reduced
  /// @param factors of the scale in it
  static Result of(LessonField field, String id, List<Integer> shape, List<BigInteger> result, List<BigInteger> exact,
      int factors) {
    List<BigInteger> plain = exact.stream().map(value -> value.mod(field.p())).toList();
    boolean wrapped = false;
    for (int i = 0; i < exact.size(); i++) {
      wrapped |= !field.signed(plain.get(i)).equals(exact.get(i));
    }
    String what = result.size() == 1 ? ": " + field.decode(result.getFirst(), factors) + "." : ".";
    return new Result(result.equals(plain) ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
        wrapped
            ? "The shares add up to the result modulo p; but the true result is too large for this p and wrapped around. A larger p, or fewer fraction bits, has room."
            : "The shares add up to what was to be computed" + what,
        field.clear(id, "the sum of the shares", shape, result, factors),
        field.clear(id, "computed in the clear, modulo p", shape, plain, factors));
  }

  /// Signed integers.
  static List<BigInteger> signed(LessonField field, List<BigInteger> elements) {
    return elements.stream().map(field::signed).toList();
  }
}
