package org.moiety.layers.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// The header text of an `.npy` file: a Python dictionary literal with the keys `descr`, `fortran_order` and `shape`, each once, in any order.
///
/// @param descr type name such as `<f4`
/// @param fortranOrder whether the first index runs fastest
/// @param shape sizes, none negative
record NpyHeader(String descr, boolean fortranOrder, long[] shape) {
  /// What numpy leaves free so that the first size can grow in place, in characters.
  private static final int GROWTH_DIGITS = 21;

  /// The text as numpy writes it, without the padding to 64 bytes and without the line end.
  String text() {
    String tuple = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String text = "{'descr': '" + descr + "', 'fortran_order': " + (fortranOrder ? "True" : "False") + ", 'shape': ("
        + tuple + (shape.length == 1 ? ",), }" : "), }");
    return shape.length == 0 ? text : text + " ".repeat(GROWTH_DIGITS - Long.toString(shape[0]).length());
  }

  /// Parses header text.
  ///
  /// @throws MalformedException with the reason, if it is not such a dictionary
  static NpyHeader parse(String text) throws MalformedException {
    return new Parser(text).header();
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    NpyHeader header() throws MalformedException {
      String descr = null;
      Boolean fortranOrder = null;
      long[] shape = null;
      expect('{');
      while (!accept('}')) {
        String key = string();
        expect(':');
        if (key.equals("descr") && descr == null) {
          descr = peek() == '[' ? "structured" : string();
          if (descr.equals("structured")) {
            throw new MalformedException("unsupported structured type, expected a plain one such as '<f4'");
          }
        } else if (key.equals("fortran_order") && fortranOrder == null) {
          fortranOrder = bool();
        } else if (key.equals("shape") && shape == null) {
          shape = tuple();
        } else {
          throw new MalformedException(
              "header has key '" + key + "' where descr, fortran_order and shape are expected once each");
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      if (peek() != 0) {
        throw unexpected("the end");
      }
      if (descr == null || fortranOrder == null || shape == null) {
        throw new MalformedException("header lacks one of descr, fortran_order, shape");
      }
      return new NpyHeader(descr, fortranOrder, shape);
    }

    /// The next character that is no white space, or 0 at the end.
    private char peek() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char c) {
      if (peek() != c) {
        return false;
      }
      at++;
      return true;
    }

    private void expect(char c) throws MalformedException {
      if (!accept(c)) {
        throw unexpected("'" + c + "'");
      }
    }

    private String string() throws MalformedException {
      char quote = peek();
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw unexpected("a quoted string");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private boolean bool() throws MalformedException {
      peek();
      for (String word : List.of("True", "False")) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return word.equals("True");
        }
      }
      throw unexpected("True or False");
    }

    private long[] tuple() throws MalformedException {
      List<Long> sizes = new ArrayList<>();
      expect('(');
      while (!accept(')')) {
        sizes.add(size());
        if (!accept(',')) {
          expect(')');
          if (sizes.size() == 1) {
            throw new MalformedException("header has a number as shape, expected a tuple such as (3,)");
          }
          break;
        }
      }
      return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private long size() throws MalformedException {
      peek();
      int end = at;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      if (end == at || end - at > 18) {
        throw unexpected("a size");
      }
      long value = Long.parseLong(text, at, end, 10);
      at = end < text.length() && text.charAt(end) == 'L' ? end + 1 : end; // Python 2 marks long integers so
      return value;
    }

    private MalformedException unexpected(String wanted) {
      String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
      return new MalformedException("header has " + found + " at character " + at + ", expected " + wanted);
    }
  }
}
