package org.moiety.engine.map;

import java.util.Arrays;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// A plan on indices, the same for each of a number of blocks (images, or planes of images): output o of a block is the sum of the block's inputs
/// `sources[starts[o]] ... sources[starts[o + 1] - 1]`. No source gives zero.
public final class GatherMap implements LinearMap {
  private final int blocks;
  private final int blockInput;
  private final int[] starts;
  private final int[] sources;

  /// @param starts as many as a block has outputs, plus one; ascending from 0 to `sources.length`
  public GatherMap(int blocks, int blockInput, int[] starts, int[] sources) {
    this.blocks = blocks;
    this.blockInput = blockInput;
    this.starts = starts;
    this.sources = sources;
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
    return new GatherMap(count, blockInput, starts, sources);
  }

  @Override
  public int inputLength() {
    return blocks * blockInput;
  }

  @Override
  public int outputLength() {
    return blocks * (starts.length - 1);
  }

  @Override
  public FieldArray apply(Field field, FieldArray x) {
    checkInput(x.length());
    FieldArray result = field.array(outputLength());
    try (Profile.Span _ = Profile.on(Activity.PACKING)) {
      field.gatherSum(x, blockInput, starts, sources, blocks, result);
    }
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] x) {
    checkInput(x.length);
    int blockOutput = starts.length - 1;
    float[] result = floats.array(outputLength());
    try (Profile.Span _ = Profile.on(Activity.PACKING)) {
      floats.workers().range(blocks, Math.max(1, 32768 / Math.max(1, blockOutput)), (from, to) -> {
        for (int e = from; e < to; e++) {
          gather(x, e * blockInput, result, e * blockOutput);
        }
      });
    }
    return result;
  }

  private void gather(float[] x, int input, float[] result, int output) {
    for (int o = 0; o < starts.length - 1; o++) {
      float sum = 0;
      for (int s = starts[o]; s < starts[o + 1]; s++) {
        sum += x[input + sources[s]];
      }
      result[output + o] = sum;
    }
  }

  @Override
  public GatherMap adjoint() {
    int[] counts = new int[blockInput + 1];
    for (int source : sources) {
      counts[source + 1]++;
    }
    for (int i = 0; i < blockInput; i++) {
      counts[i + 1] += counts[i];
    }
    int[] next = counts.clone();
    int[] targets = new int[sources.length];
    for (int o = 0; o < starts.length - 1; o++) {
      for (int s = starts[o]; s < starts[o + 1]; s++) {
        targets[next[sources[s]]++] = o;
      }
    }
    return new GatherMap(blocks, starts.length - 1, counts, targets);
  }
}
