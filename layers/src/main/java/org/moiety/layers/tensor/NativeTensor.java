package org.moiety.layers.tensor;

import java.util.List;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.Floats;
import org.moiety.engine.map.LinearMap;

/// 32-bit floats: training as usual, the yardstick for the other two.
public final class NativeTensor implements Tensor {
  private final Floats floats;
  private final Shape shape;
  private final float[] values;

  NativeTensor(Floats floats, Shape shape, float[] values) {
    this.floats = floats;
    this.shape = Shapes.requireLength(shape, values.length);
    this.values = values;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  /// The values themselves, not a copy.
  float[] values() {
    return values;
  }

  private float[] of(Tensor y) {
    if (y instanceof NativeTensor tensor) {
      return tensor.values;
    }
    throw new IllegalArgumentException("a native operand with an encoded one");
  }

  @Override
  public NativeTensor reshape(Shape newShape) {
    return new NativeTensor(floats, newShape, values);
  }

  @Override
  public NativeTensor map(LinearMap f, Shape result) {
    return new NativeTensor(floats, result, f.apply(floats, values));
  }

  @Override
  public NativeTensor plus(Tensor y) {
    Shapes.requireEqual("sum", shape, y.shape());
    float[] other = of(y);
    float[] result = floats.array(values.length);
    floats.inParts(values.length, (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] = values[i] + other[i];
      }
    });
    return new NativeTensor(floats, shape, result);
  }

  @Override
  public NativeTensor minus(Tensor y) {
    Shapes.requireEqual("difference", shape, y.shape());
    float[] other = of(y);
    float[] result = floats.array(values.length);
    floats.inParts(values.length, (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] = values[i] - other[i];
      }
    });
    return new NativeTensor(floats, shape, result);
  }

  @Override
  public NativeTensor plus(LinearMap f, Tensor y) {
    return new NativeTensor(floats, shape, f.applyPlus(floats, of(y), values));
  }

  @Override
  public NativeTensor combine(List<Rational> factors, List<Tensor> others, Rational constant) {
    float first = (float) factors.getFirst().value();
    float addend = (float) constant.value();
    float[] result = floats.array(values.length);
    floats.inParts(values.length, (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] = first * values[i] + addend;
      }
      for (int term = 1; term < factors.size(); term++) {
        addTimes((float) factors.get(term).value(), of(others.get(term - 1)), result, from, to);
      }
    });
    return new NativeTensor(floats, shape, result);
  }

  private static void addTimes(float factor, float[] x, float[] sum, int from, int to) {
    for (int i = from; i < to; i++) {
      sum[i] += factor * x[i];
    }
  }

  @Override
  public NativeTensor times(Rational c) {
    float factor = (float) c.value();
    float[] result = floats.array(values.length);
    floats.inParts(values.length, (from, to) -> {
      for (int i = from; i < to; i++) {
        result[i] = values[i] * factor;
      }
    });
    return new NativeTensor(floats, shape, result);
  }

  @Override
  public NativeTensor product(BilinearMap f, Tensor y, Shape result) {
    return new NativeTensor(floats, result, f.apply(floats, values, of(y)));
  }

  @Override
  public NativeTensor masked() {
    return this;
  }

  @Override
  public NativeTensor rescaled() {
    return this;
  }

  @Override
  public void keep() {
    floats.keep(values);
  }

  @Override
  public void dismiss() {
    floats.dismiss(values);
  }

  @Override
  public boolean[] isPositive() {
    boolean[] positive = new boolean[values.length];
    floats.inParts(values.length, (from, to) -> {
      for (int i = from; i < to; i++) {
        positive[i] = values[i] > 0;
      }
    });
    return positive;
  }

  @Override
  public String toString() {
    return "NativeTensor[" + shape + "]";
  }
}
