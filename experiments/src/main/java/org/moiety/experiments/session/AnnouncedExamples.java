package org.moiety.experiments.session;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.TransportException;
import org.moiety.layers.data.AbsentExamples;
import org.moiety.layers.data.Examples;
import org.moiety.triples.remote.Terms;

/// Number and size of the data owner's examples, as it announces them.
///
/// @param of which ones: the beginning of the settings' names
record AnnouncedExamples(String of) {
  void announce(Terms terms, Examples examples) {
    terms.with(of + " examples", examples.count()).with(of + " channels", examples.channels())
        .with(of + " height", examples.height()).with(of + " width", examples.width())
        .with(of + " classes", examples.classes());
  }

  /// Examples as roles see them that do not have them; null where none were announced.
  ///
  /// @throws TransportException if there can be no such examples
  @Nullable
  Examples in(Terms terms) {
    try {
      return terms.has(of + " examples")
          ? new AbsentExamples(number(terms, "examples"), number(terms, "channels"), number(terms, "height"),
              number(terms, "width"), number(terms, "classes"))
          : null;
    } catch (IllegalArgumentException e) {
      throw new TransportException("malformed message: the data owner announces examples that cannot be");
    }
  }

  private int number(Terms terms, String what) {
    return Integer.parseInt(terms.get(of + " " + what));
  }
}
