package org.moiety.layers.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// What a user may have meant.
final class Spelling {
  private Spelling() {}

  /// `, did you mean 'x'?` for the nearest of the known words, or their list where none is near.
  static String hint(String word, Collection<String> known) {
    String nearest = known.stream().min(Comparator.comparingInt(k -> distance(word.toLowerCase(Locale.ROOT), k)))
        .orElse("");
    return distance(word.toLowerCase(Locale.ROOT), nearest) <= Math.max(2, nearest.length() / 2)
        ? ", did you mean '" + nearest + "'?"
        : ", expected one of " + String.join(", ", known);
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
