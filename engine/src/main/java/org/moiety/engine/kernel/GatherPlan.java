package org.moiety.engine.kernel;

import org.jspecify.annotations.Nullable;

/// A plan on indices: output o is the sum of the inputs `sources[starts[o]] ... sources[starts[o + 1] - 1]`; no source gives zero. Immutable, and safe to
/// share among threads; what follows from it is made once and kept.
public final class GatherPlan {
  private final int inputs;
  private final int[] starts;
  private final int[] sources;
  private volatile @Nullable GatherPlan adjoint;
  private volatile @Nullable GatherSteps steps;

  /// @param inputs their number
  /// @param starts as many as there are outputs, plus one; ascending from 0 to `sources.length`
  /// @param sources in `0 .. inputs - 1`; neither array is written any more
  /// @throws IllegalArgumentException if an index is out of range
  public GatherPlan(int inputs, int[] starts, int[] sources) {
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != sources.length) {
      throw new IllegalArgumentException("starts do not go from 0 to " + sources.length);
    }
    for (int o = 1; o < starts.length; o++) {
      if (starts[o] < starts[o - 1]) {
        throw new IllegalArgumentException("starts[" + o + "]=" + starts[o] + ", expected at least " + starts[o - 1]);
      }
    }
    for (int source : sources) {
      if (source < 0 || source >= inputs) {
        throw new IllegalArgumentException("source " + source + " of " + inputs + " inputs");
      }
    }
    this.inputs = inputs;
    this.starts = starts;
    this.sources = sources;
  }

  public int inputs() {
    return inputs;
  }

  public int outputs() {
    return starts.length - 1;
  }

  /// Where the sources of output o begin; those of the last one end at `start(outputs())`.
  public int start(int o) {
    return starts[o];
  }

  public int source(int s) {
    return sources[s];
  }

  /// The transposed plan: inputs and outputs change places.
  public GatherPlan adjoint() {
    GatherPlan present = adjoint;
    if (present == null) {
      present = transposed();
      adjoint = present;
    }
    return present;
  }

  private GatherPlan transposed() {
    int[] targetStarts = new int[inputs + 1];
    for (int source : sources) {
      targetStarts[source + 1]++;
    }
    for (int i = 0; i < inputs; i++) {
      targetStarts[i + 1] += targetStarts[i];
    }
    int[] next = targetStarts.clone();
    int[] targets = new int[sources.length];
    for (int o = 0; o < outputs(); o++) {
      for (int s = starts[o]; s < starts[o + 1]; s++) {
        targets[next[sources[s]]++] = o;
      }
    }
    return new GatherPlan(outputs(), targetStarts, targets);
  }

  /// The plan for vectors of `lanes` outputs.
  GatherSteps steps(int lanes) {
    GatherSteps present = steps;
    if (present == null || present.lanes() != lanes) {
      present = GatherSteps.of(this, lanes);
      steps = present;
    }
    return present;
  }

  @Override
  public String toString() {
    return "GatherPlan[" + inputs + " -> " + outputs() + "]";
  }
}
