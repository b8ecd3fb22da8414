package org.moiety.engine.field;

import java.util.List;
import java.util.stream.Stream;

/// Element-wise work on one array that is yet to be done: steps that follow each other on each piece of it while its words are in the cache, so that
/// together they are one pass over memory.
///
/// Immutable. Arrays that steps read must stay as they are until the sweep was run.
public final class Sweep {
  /// Element-wise work on a range of an array.
  @FunctionalInterface
  public interface Step {
    /// Computes the elements `from .. to-1` of `into` from those of `in`, which may be the same array. Called from several threads.
    void run(FieldArray in, FieldArray into, int from, int to);

    /// Lets go of memory that only this step uses: it will not be run again.
    default void end() {}

    /// This step, and then another on its result.
    default Step then(Step next) {
      Step first = this;
      return new Step() {
        @Override
        public void run(FieldArray in, FieldArray into, int from, int to) {
          first.run(in, into, from, to);
          next.run(into, into, from, to);
        }

        @Override
        public void end() {
          first.end();
          next.end();
        }
      };
    }

    /// This step on another array in place.
    default Step on(FieldArray array) {
      Step step = this;
      return new Step() {
        @Override
        public void run(FieldArray in, FieldArray into, int from, int to) {
          step.run(array, array, from, to);
        }

        @Override
        public void end() {
          step.end();
        }
      };
    }
  }

  private final Field field;
  private final FieldArray source;
  private final List<Step> steps;

  private Sweep(Field field, FieldArray source, List<Step> steps) {
    this.field = field;
    this.source = source;
    this.steps = steps;
  }

  /// No work: the array itself.
  public static Sweep of(Field field, FieldArray source) {
    return new Sweep(field, source, List.of());
  }

  public int length() {
    return source.length();
  }

  /// Whether there is work to do.
  public boolean isPending() {
    return !steps.isEmpty();
  }

  /// The array that the work begins with.
  public FieldArray source() {
    return source;
  }

  /// This work, and another step after it.
  public Sweep then(Step step) {
    return new Sweep(field, source, Stream.concat(steps.stream(), Stream.of(step)).toList());
  }

  /// Does the work.
  ///
  /// @return a new array; the source if there is nothing to do
  public FieldArray run() {
    if (steps.isEmpty()) {
      return source;
    }
    FieldArray result = field.array(source.length());
    field.inPieces(source.length(), (from, to) -> {
      FieldArray in = source;
      for (Step step : steps) {
        step.run(in, result, from, to);
        in = result;
      }
    });
    return result;
  }

  /// [#run], the last time.
  public FieldArray finish() {
    FieldArray result = run();
    steps.forEach(Step::end);
    return result;
  }

  /// The length only.
  @Override
  public String toString() {
    return "Sweep[" + length() + "]";
  }
}
