package org.moiety.engine.map;

import java.util.Arrays;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.GatherPlan;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// A plan on indices, [GatherPlan], the same for each of a number of blocks (images, or planes of images).
public final class GatherMap implements LinearMap {
  private final int blocks;
  private final GatherPlan plan;

  private GatherMap(int blocks, GatherPlan plan) {
    this.blocks = blocks;
    this.plan = plan;
  }

  /// Output o of a block is the sum of the block's inputs `sources[starts[o]] ... sources[starts[o + 1] - 1]`. No source gives zero.
  ///
  /// @param starts as many as a block has outputs, plus one; ascending from 0 to `sources.length`
  public GatherMap(int blocks, int blockInput, int[] starts, int[] sources) {
    this(blocks, new GatherPlan(blockInput, starts, sources));
  }

  /// Output o is input `source[o]`, or 0 where that is negative.
  public static GatherMap select(int blocks, int blockInput, int[] source) {
    int[] starts = new int[source.length + 1];
    int[] sources = new int[source.length];
    int count = 0;
    for (int o = 0; o < source.length; o++) {
      if (source[o] >= 0) {
        sources[count++] = source[o];
      }
      starts[o + 1] = count;
    }
    return new GatherMap(blocks, blockInput, starts, Arrays.copyOf(sources, count));
  }

  /// The same plan for another number of blocks.
  public GatherMap forBlocks(int count) {
    return new GatherMap(count, plan);
  }

  @Override
  public int inputLength() {
    return blocks * plan.inputs();
  }

  @Override
  public int outputLength() {
    return blocks * plan.outputs();
  }

  @Override
  public FieldArray apply(Field field, FieldArray x) {
    FieldArray result = field.array(outputLength());
    apply(field, x, result, 0);
    return result;
  }

  /// Writes blocks from block `first` of `into` on.
  void apply(Field field, FieldArray x, FieldArray into, int first) {
    checkInput(x.length());
    try (Profile.Span _ = Profile.on(Activity.PACKING)) {
      field.gatherSum(x, plan, blocks, into, first);
    }
  }

  @Override
  public float[] apply(Floats floats, float[] x) {
    float[] result = floats.array(outputLength());
    apply(floats, x, result, 0);
    return result;
  }

  /// Writes blocks from block `first` of `into` on.
  void apply(Floats floats, float[] x, float[] into, int first) {
    checkInput(x.length);
    int outputs = plan.outputs();
    try (Profile.Span _ = Profile.on(Activity.PACKING)) {
      floats.workers().range(blocks, Math.max(1, 32768 / Math.max(1, outputs)), (from, to) -> {
        for (int e = from; e < to; e++) {
          sum(x, e * plan.inputs(), into, (first + e) * outputs);
        }
      });
    }
  }

  private void sum(float[] x, int input, float[] result, int output) {
    for (int o = 0; o < plan.outputs(); o++) {
      float sum = 0;
      for (int s = plan.start(o); s < plan.start(o + 1); s++) {
        sum += x[input + plan.source(s)];
      }
      result[output + o] = sum;
    }
  }

  @Override
  public GatherMap adjoint() {
    return new GatherMap(blocks, plan.adjoint());
  }
}
