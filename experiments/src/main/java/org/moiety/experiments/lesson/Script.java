package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.transcript.Formula;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Histogram;
import org.moiety.experiments.transcript.Insight;
import org.moiety.experiments.transcript.Message;
import org.moiety.experiments.transcript.Place;
import org.moiety.experiments.transcript.Plot;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Value;

/// Writes a lesson's steps, one after the other.
final class Script {
  private final Consumer<Step> out;
  private final Symbols symbols;
  private int number = 1;

  Script(Arguments arguments, Consumer<Step> out) {
    this.out = out;
    symbols = new Symbols(arguments.small() ? arguments.modulus().value().toString() : null);
  }

  Scene scene(String title, String text) {
    return new Scene(title, text);
  }

  /// A step in the making; [#done] hands it over.
  final class Scene {
    private final String title;
    private final String text;
    private final List<String> templates = new ArrayList<>();
    private final List<Boolean> worked = new ArrayList<>();
    private final List<List<Value>> places = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
        new ArrayList<>());
    private final List<Message> wire = new ArrayList<>();
    private final List<Insight> insights = new ArrayList<>();
    private final List<Histogram> histograms = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();
    private final List<Grid> grids = new ArrayList<>();

    private Scene(String title, String text) {
      this.title = title;
      this.text = text;
    }

    /// What is computed; with a small p it is shown with numbers, too.
    Scene formula(String template) {
      return add(template, true);
    }

    /// What holds, or is computed otherwise than modulo p.
    Scene remark(String template) {
      return add(template, false);
    }

    private Scene add(String template, boolean withNumbers) {
      templates.add(template);
      worked.add(withNumbers);
      return this;
    }

    Scene at(Place place, Value... values) {
      for (Value value : values) {
        places.get(place.ordinal()).add(value);
        symbols.know(value);
      }
      return this;
    }

    /// A share at each party.
    Scene shares(LessonField field, String symbol, String label, List<Integer> shape, List<BigInteger> share0,
        List<BigInteger> share1) {
      at(Place.PARTY_0, field.blind(symbol + "_0", label, shape, share0));
      return at(Place.PARTY_1, field.blind(symbol + "_1", label, shape, share1));
    }

    /// A share from each party to the other.
    Scene exchange(LessonField field, String symbol, String label, List<Integer> shape, List<BigInteger> share0,
        List<BigInteger> share1) {
      send(Place.PARTY_0, Place.PARTY_1, field.blind(symbol + "_0", label, shape, share0));
      return send(Place.PARTY_1, Place.PARTY_0, field.blind(symbol + "_1", label, shape, share1));
    }

    Scene send(Place from, Place to, Value value) {
      wire.add(new Message(from, to, value));
      symbols.know(value);
      return this;
    }

    Scene insight(Place who, String what) {
      insights.add(new Insight(who, what));
      return this;
    }

    Scene histogram(Histogram histogram) {
      histograms.add(histogram);
      return this;
    }

    Scene plot(Plot plot) {
      plots.add(plot);
      return this;
    }

    Scene grid(Grid grid) {
      grids.add(grid);
      return this;
    }

    void done() {
      tell(null);
      number++;
    }

    /// Hands over the step as far as it is: the next one takes its place.
    ///
    /// @param progress how far that is
    void goesOn(String progress) {
      tell(progress);
    }

    private void tell(@Nullable String progress) {
      List<Formula> formulas = new ArrayList<>();
      for (int i = 0; i < templates.size(); i++) {
        formulas.add(symbols.formula(templates.get(i), worked.get(i)));
      }
      out.accept(new Step(number, title, text, formulas, places.get(0), places.get(1), places.get(2), places.get(3),
          wire, insights, histograms, plots, grids, progress));
    }
  }
}
