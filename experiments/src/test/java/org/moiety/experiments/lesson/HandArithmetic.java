package org.moiety.experiments.lesson;

import java.math.BigInteger;

/// Evaluates a line such as `56 + 22 · (91 - 3)/2` modulo p, as one does by hand: apart from all of Moiety.
final class HandArithmetic {
  private final String text;
  private final BigInteger p;
  private int at;

  HandArithmetic(String text, BigInteger p) {
    this.text = text.replace(" ", "");
    this.p = p;
  }

  BigInteger value() {
    BigInteger value = sum();
    if (at < text.length()) {
      throw new IllegalArgumentException(text + " at " + at);
    }
    return value.mod(p);
  }

  private boolean skips(char sign) {
    if (at < text.length() && text.charAt(at) == sign) {
      at++;
      return true;
    }
    return false;
  }

  private BigInteger sum() {
    BigInteger value = skips('-') ? product().negate() : product();
    while (at < text.length()) {
      if (skips('+')) {
        value = value.add(product());
      } else if (skips('-')) {
        value = value.subtract(product());
      } else {
        break;
      }
    }
    return value;
  }

  private BigInteger product() {
    BigInteger value = factor();
    while (at < text.length()) {
      if (skips('\u00b7')) {
        value = value.multiply(factor());
      } else if (skips('/')) {
        value = value.multiply(factor().modInverse(p));
      } else {
        break;
      }
    }
    return value;
  }

  private BigInteger factor() {
    if (skips('(')) {
      BigInteger value = sum();
      if (!skips(')')) {
        throw new IllegalArgumentException(text + " at " + at);
      }
      return value;
    }
    int start = at;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return new BigInteger(text.substring(start, at));
  }
}
