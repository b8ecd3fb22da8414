package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;

/// JSON objects, one on a line, each with its `event`.
public final class JsonLines {
  private static final double DIGITS = 1e6;

  private final PrintStream out;

  public JsonLines(PrintStream out) {
    this.out = out;
  }

  /// An object that begins with its event.
  public static ObjectNode event(String name) {
    return JsonNodeFactory.instance.objectNode().put("event", name);
  }

  /// Adds a number with six decimals; null where there is none, for JSON has no NaN.
  public static void put(ObjectNode object, String field, double value) {
    if (Double.isFinite(value)) {
      object.put(field, Math.rint(value * DIGITS) / DIGITS);
    } else {
      object.putNull(field);
    }
  }

  /// Adds a number rounded to some significant digits; null where there is none.
  public static void putSignificant(ObjectNode object, String field, double value, int digits) {
    if (Double.isFinite(value)) {
      object.put(field, new BigDecimal(value).round(new MathContext(digits)).doubleValue());
    } else {
      object.putNull(field);
    }
  }

  public void print(ObjectNode object) {
    out.println(object);
    out.flush();
  }
}
