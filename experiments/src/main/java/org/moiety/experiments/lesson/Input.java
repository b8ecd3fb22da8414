package org.moiety.experiments.lesson;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something that the learner may choose. Values are texts, as on a command line and in an address.
///
/// @param preset the value where none is given
/// @param smallPreset the same when p is small
/// @param min least number, or null
/// @param max greatest number, or null
/// @param size most numbers of a list, most rows and columns of a matrix, or side of an image; 0 for others
/// @param options of a choice; names of pictures of an image
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Input(String name, Type type, String label, @JsonProperty("default") String preset,
    @JsonProperty("smallDefault") String smallPreset, @Nullable Double min, @Nullable Double max, int size,
    List<String> options) {
  /// What kind of thing.
  public enum Type {
    /// A decimal number.
    NUMBER,
    /// A whole number.
    INTEGER,
    /// Numbers separated by commas.
    NUMBERS,
    /// Rows separated by semicolons, numbers by commas.
    MATRIX,
    /// One of the options.
    CHOICE,
    /// One of the options, or `WIDTHxHEIGHT:` and two hexadecimal digits a pixel, row by row, `00` black.
    IMAGE,
    /// `large`, `small` for the preset, or an odd prime.
    PRIME;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Most that a small prime may be.
  static final long MAX_SMALL_PRIME = 1_000_003;

  static Input number(String name, String label, String preset, String smallPreset, double min, double max) {
    return new Input(name, Type.NUMBER, label, preset, smallPreset, min, max, 0, List.of());
  }

  static Input integer(String name, String label, int preset, int smallPreset, int min, int max) {
    return new Input(name, Type.INTEGER, label, Integer.toString(preset), Integer.toString(smallPreset), (double) min,
        (double) max, 0, List.of());
  }

  static Input numbers(String name, String label, String preset, String smallPreset, double bound, int most) {
    return new Input(name, Type.NUMBERS, label, preset, smallPreset, -bound, bound, most, List.of());
  }

  static Input matrix(String name, String label, String preset, String smallPreset, double bound, int most) {
    return new Input(name, Type.MATRIX, label, preset, smallPreset, -bound, bound, most, List.of());
  }

  static Input choice(String name, String label, String... options) {
    return new Input(name, Type.CHOICE, label, options[0], options[0], null, null, 0, List.of(options));
  }

  static Input image(String name, String label, int side, List<String> options) {
    return new Input(name, Type.IMAGE, label, options.getFirst(), options.getFirst(), null, null, side, options);
  }

  /// The field.
  ///
  /// @param smallPreset a small prime that suits the lesson
  static Input prime(long smallPreset) {
    return new Input("prime", Type.PRIME, "field: large (2^127 - 2^65 + 1), or a small prime", "large",
        Long.toString(smallPreset), 3.0, (double) MAX_SMALL_PRIME, 0, List.of("large"));
  }

  /// Fraction bits.
  static Input bits(int small) {
    return integer("bits", "fraction bits of encoded numbers", 24, small, 0, 40);
  }

  /// For a small p or the large one.
  String preset(boolean small) {
    return small ? smallPreset : preset;
  }
}
