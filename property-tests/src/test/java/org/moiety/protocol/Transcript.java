package org.moiety.protocol;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;

/// What each party sent to the other, frame by frame.
record Transcript(List<Frame> party0, List<Frame> party1) {
  private static FieldArray array(Field field, Frame frame) {
    return field.ofWords(frame.planes()[0], frame.planes()[1]);
  }

  /// The values of one party's frames from number `first` to before `end`.
  static List<BigInteger> values(Field field, List<Frame> frames, int first, int end) {
    List<BigInteger> all = new ArrayList<>();
    for (Frame frame : frames.subList(first, end)) {
      all.addAll(Values.integers(field, array(field, frame)));
    }
    return all;
  }

  /// What was opened to both, after each party sent so many inputs.
  List<BigInteger> opened(Field field, int inputs0, int inputs1) {
    if (party0.size() - inputs0 != party1.size() - inputs1) {
      throw new AssertionError("openings are not mutual: " + party0.size() + " and " + party1.size() + " frames");
    }
    List<BigInteger> all = new ArrayList<>();
    for (int i = inputs0; i < party0.size(); i++) {
      all.addAll(Values.integers(field,
          field.add(array(field, party0.get(i)), array(field, party1.get(i - inputs0 + inputs1)))));
    }
    return all;
  }
}
