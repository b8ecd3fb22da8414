package org.moiety.layers.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object, each asked for once by name and type; [#requireNoOthers] refuses what nobody asked for.
final class Fields {
  private static final BigDecimal MAX_DECIMAL = BigDecimal.valueOf(1_000_000);
  private static final int MAX_DECIMAL_PLACES = 12;

  private final String place;
  private final JsonNode object;
  private final Set<String> known = new LinkedHashSet<>();

  /// @param place what the object is, for messages
  /// @throws ModelException if the node is no object
  Fields(String place, JsonNode object) {
    this.place = place;
    this.object = object;
    if (!object.isObject()) {
      throw wrong("is " + text(object) + ", expected an object {...}");
    }
  }

  ModelException wrong(String problem) {
    return new ModelException(place + ": " + problem);
  }

  private @Nullable JsonNode find(String name) {
    known.add(name);
    return object.get(name);
  }

  /// @throws ModelException if it is missing
  JsonNode require(String name, String expected) {
    JsonNode node = find(name);
    if (node == null) {
      throw wrong("has no '" + name + "', expected " + expected);
    }
    return node;
  }

  boolean has(String name) {
    return find(name) != null;
  }

  int integer(String name, int min, int max) {
    String expected = "a whole number from " + min + " to " + max;
    return integer(name, require(name, expected), min, max);
  }

  int integer(String name, int min, int max, int otherwise) {
    return has(name) ? integer(name, min, max) : otherwise;
  }

  int integer(String name, JsonNode node, int min, int max) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
      throw wrong("'" + name + "' is " + text(node) + ", expected a whole number from " + min + " to " + max);
    }
    return node.intValue();
  }

  BigDecimal decimal(String name, String expected) {
    JsonNode node = require(name, expected);
    if (!node.isNumber() || node.decimalValue().abs().compareTo(MAX_DECIMAL) > 0
        || node.decimalValue().stripTrailingZeros().scale() > MAX_DECIMAL_PLACES) {
      throw wrong("'" + name + "' is " + text(node) + ", expected " + expected);
    }
    return node.decimalValue();
  }

  boolean bool(String name, boolean otherwise) {
    JsonNode node = find(name);
    if (node != null && !node.isBoolean()) {
      throw wrong("'" + name + "' is " + text(node) + ", expected true or false");
    }
    return node == null ? otherwise : node.booleanValue();
  }

  String string(String name, String expected) {
    JsonNode node = require(name, expected);
    if (!node.isTextual()) {
      throw wrong("'" + name + "' is " + text(node) + ", expected " + expected);
    }
    return node.textValue();
  }

  /// @throws ModelException if the object has a field that was not asked for
  void requireNoOthers() {
    object.fieldNames().forEachRemaining(name -> {
      if (!known.contains(name)) {
        throw wrong("unknown field '" + name + "'" + Spelling.hint(name, known));
      }
    });
  }

  /// The node as in the file, shortened.
  static String text(JsonNode node) {
    String text = node.toString();
    return text.length() <= 40 ? text : text.substring(0, 37) + "...";
  }
}
