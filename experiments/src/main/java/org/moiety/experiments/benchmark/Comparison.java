package org.moiety.experiments.benchmark;

/// What a call would cost at the machine's limit.
///
/// @param calibration name of the benchmark that measures the limit
/// @param words how reports call it
/// @param amount what one call needs of it, counted as that benchmark counts
public record Comparison(String calibration, String words, double amount) {
  static Comparison floatFma(double multiplyAdds) {
    return new Comparison("calibration.float-fma", "float FMA", multiplyAdds);
  }

  /// @param bytes read and written
  static Comparison copy(double bytes) {
    return new Comparison("calibration.copy", "copy", bytes);
  }

  static Comparison aesCtr(double bytes) {
    return new Comparison("calibration.aes-ctr", "AES-CTR", bytes);
  }
}
