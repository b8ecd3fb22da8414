package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.transcript.Histogram;

/// The same thing again and again with new random numbers: what it looks like to those who do not know them.
final class Repetitions {
  /// How many numbers there are at least.
  static final int COUNT = 6400;

  private Repetitions() {}

  /// Values one after the other, and again, up to [#COUNT] or a little more.
  static double[] of(double... values) {
    double[] copies = new double[values.length * Math.ceilDiv(COUNT, values.length)];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = values[i % values.length];
    }
    return copies;
  }

  /// Where masked values fall, for some values and for others.
  ///
  /// @param symbol of what is told, as it is shown
  /// @param others as many
  static Histogram masked(Arguments in, LessonField field, String symbol, String what, double[] values,
      String otherwise, double[] others) {
    Map<String, List<BigInteger>> series = new LinkedHashMap<>();
    series.put(symbol + " for " + what, told(in, field, values, "repeat"));
    series.put(symbol + " for " + otherwise, told(in, field, others, "repeat other"));
    return Histograms.of("Where " + symbol + " falls", field.p(), series);
  }

  /// The same for one number: another one is 0, or 1 where it is 0 itself.
  static Histogram masked(Arguments in, LessonField field, String symbol, String name, double value) {
    double other = other(value);
    return masked(in, field, symbol, name + " = " + Numbers.text(value), new double[]{value},
        name + " = " + Numbers.text(other), new double[]{other});
  }

  static double other(double value) {
    return value == 0 ? 1 : 0;
  }

  /// What the parties tell each other of values, each with a mask of its own.
  private static List<BigInteger> told(Arguments in, LessonField field, double[] values, String purpose) {
    double[] all = of(values);
    Splitting split = Splitting.of(field, field.encode("values", all), in.seed("share, " + purpose));
    return Stage.play(in.modulus(), Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED), in.seed(purpose),
        (role, recorder) -> {
          role.begin(1);
          Secret secret = role.importShare(all.length,
              () -> LessonField.array(role.field(), split.share(role.party())));
          role.enter("mask", Meter.Phase.FORWARD);
          secret.masked();
        }).opened("mask");
  }
}
