package org.moiety.engine.map;

import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// A bias gradient: the sum over all examples and places of each channel. Adjoint of [ChannelBroadcast].
final class ChannelSum implements LinearMap {
  private final int outer;
  private final int channels;
  private final int inner;

  ChannelSum(int outer, int channels, int inner) {
    this.outer = outer;
    this.channels = channels;
    this.inner = inner;
  }

  @Override
  public int inputLength() {
    return outer * channels * inner;
  }

  @Override
  public int outputLength() {
    return channels;
  }

  @Override
  public FieldArray apply(Field field, FieldArray x) {
    checkInput(x.length());
    int block = channels * inner;
    FieldArray sum = field.slice(x, 0, block);
    try (Profile.Span _ = Profile.on(Activity.ELEMENT_WISE)) {
      for (int e = 1; e < outer; e++) {
        field.addBlock(x, e * block, sum);
      }
    }
    if (inner == 1) {
      return sum;
    }
    return ChannelBroadcast.plan(channels, inner).adjoint().apply(field, sum);
  }

  @Override
  public float[] apply(Floats floats, float[] x) {
    checkInput(x.length);
    float[] result = floats.array(channels);
    try (Profile.Span _ = Profile.on(Activity.ELEMENT_WISE)) {
      floats.workers().range(channels, Math.max(1, 65536 / Math.max(1, outer * inner)), (from, to) -> {
        for (int c = from; c < to; c++) {
          double sum = 0;
          for (int e = 0; e < outer; e++) {
            int start = (e * channels + c) * inner;
            float part = 0;
            for (int i = start; i < start + inner; i++) {
              part += x[i];
            }
            sum += part;
          }
          result[c] = (float) sum;
        }
      });
    }
    return result;
  }

  @Override
  public LinearMap adjoint() {
    return new ChannelBroadcast(outer, channels, inner);
  }
}
