package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;

/// A bias: value c of the input is repeated over all `inner` places of channel c in each of `outer` examples.
public final class ChannelBroadcast implements LinearMap {
  private static final Memo<Repetition, GatherMap> PLANS = new Memo<>(Repetition::plan, GatherMap::outputLength);

  /// Each of `channels` values, `inner` times.
  private record Repetition(int channels, int inner) {
    GatherMap plan() {
      int[] source = new int[channels * inner];
      for (int i = 0; i < source.length; i++) {
        source[i] = i / inner;
      }
      return GatherMap.select(1, channels, source);
    }
  }

  private final int outer;
  private final int channels;
  private final int inner;

  public ChannelBroadcast(int outer, int channels, int inner) {
    this.outer = outer;
    this.channels = channels;
    this.inner = inner;
  }

  @Override
  public int inputLength() {
    return channels;
  }

  @Override
  public int outputLength() {
    return outer * channels * inner;
  }

  /// The values of one example.
  static GatherMap plan(int channels, int inner) {
    return PLANS.of(new Repetition(channels, inner));
  }

  @Override
  public FieldArray apply(Field field, FieldArray x) {
    checkInput(x.length());
    FieldArray one = plan(channels, inner).apply(field, x);
    FieldArray result = field.array(outputLength());
    for (int e = 0; e < outer; e++) {
      field.copy(one, 0, result, e * one.length(), one.length());
    }
    field.release(one);
    return result;
  }

  @Override
  public float[] apply(Floats floats, float[] x) {
    checkInput(x.length);
    float[] one = plan(channels, inner).apply(floats, x);
    float[] result = floats.array(outputLength());
    for (int e = 0; e < outer; e++) {
      System.arraycopy(one, 0, result, e * one.length, one.length);
    }
    return result;
  }

  @Override
  public Sweep.Step addition(Field field, FieldArray x) {
    checkInput(x.length());
    return (in, into, from, to) -> field.plusChannels(in, x, inner, into, from, to);
  }

  @Override
  public float[] applyPlus(Floats floats, float[] x, float[] addend) {
    checkInput(x.length);
    float[] result = floats.array(outputLength());
    floats.inParts(outer * channels, (from, to) -> {
      for (int run = from; run < to; run++) {
        float c = x[run % channels];
        for (int i = run * inner; i < (run + 1) * inner; i++) {
          result[i] = addend[i] + c;
        }
      }
    });
    return result;
  }

  @Override
  public LinearMap adjoint() {
    return new ChannelSum(outer, channels, inner);
  }

  @Override
  public RankOne adjoint(Field field, RankOne coefficients) {
    return coefficients.rows() == outer
        ? RankOne.column(field, new ChannelSum(1, channels, inner).apply(field, coefficients.columnSums(field)))
        : LinearMap.super.adjoint(field, coefficients);
  }
}
