package org.moiety.layers.tensor;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.fixed.Scale;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;

/// What the two encoded tensors have in common: a scale, and arithmetic that keeps track of it. How elements are held is the subclass's.
public abstract sealed class FixedPointTensor implements Tensor permits PublicTensor, PrivateTensor {
  private final Shape shape;
  private final Scale scale;

  FixedPointTensor(Shape shape, Scale scale, int length) {
    this.shape = Shapes.requireLength(shape, length);
    this.scale = scale;
  }

  @Override
  public final Shape shape() {
    return shape;
  }

  /// Units per 1.
  public final Scale scale() {
    return scale;
  }

  abstract Precision precision();

  /// The same elements under another shape and scale.
  abstract FixedPointTensor with(Shape newShape, Scale newScale);

  abstract FixedPointTensor mapElements(LinearMap f, Shape result);

  abstract FixedPointTensor addElements(FixedPointTensor y);

  abstract FixedPointTensor subtractElements(FixedPointTensor y);

  abstract FixedPointTensor addMapped(LinearMap f, FixedPointTensor y);

  /// `factor_0 x_0 + ... + constant` on elements.
  abstract FixedPointTensor combineElements(List<BigInteger> factors, List<FixedPointTensor> others,
      BigInteger constant);

  abstract FixedPointTensor productElements(BilinearMap f, FixedPointTensor y, Shape result, Scale resultScale);

  abstract FixedPointTensor truncate(Scale target);

  private static FixedPointTensor of(Tensor y) {
    if (y instanceof FixedPointTensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException("an encoded operand with a native one");
  }

  @Override
  public final Tensor reshape(Shape newShape) {
    return with(newShape, scale);
  }

  @Override
  public final Tensor map(LinearMap f, Shape result) {
    return mapElements(f, result);
  }

  @Override
  public final Tensor plus(Tensor y) {
    Shapes.requireEqual("sum", shape, y.shape());
    Scale common = scale.common(of(y).scale);
    return lift(common).addElements(of(y).lift(common));
  }

  @Override
  public final Tensor minus(Tensor y) {
    Shapes.requireEqual("difference", shape, y.shape());
    Scale common = scale.common(of(y).scale);
    return lift(common).subtractElements(of(y).lift(common));
  }

  @Override
  public final Tensor plus(LinearMap f, Tensor y) {
    Scale common = scale.common(of(y).scale);
    return lift(common).addMapped(f, of(y).lift(common));
  }

  /// The same values at a multiple of this scale.
  private FixedPointTensor lift(Scale target) {
    BigInteger factor = scale.factorTo(target);
    return factor.equals(BigInteger.ONE) ? this : multiplyInteger(factor).with(shape, target);
  }

  private FixedPointTensor multiplyInteger(BigInteger factor) {
    return combineElements(List.of(factor), List.of(), BigInteger.ZERO);
  }

  @Override
  public final Tensor combine(List<Rational> factors, List<Tensor> others, Rational constant) {
    List<FixedPointTensor> terms = new ArrayList<>(List.of(this));
    others.forEach(term -> terms.add(of(term)));
    Scale common = new Scale(constant.denominator());
    for (int i = 0; i < terms.size(); i++) {
      Shapes.requireEqual("sum", shape, terms.get(i).shape);
      common = common.common(terms.get(i).scale.times(factors.get(i).denominator()));
    }
    List<BigInteger> integers = new ArrayList<>();
    for (int i = 0; i < terms.size(); i++) {
      BigInteger lift = terms.get(i).scale.times(factors.get(i).denominator()).factorTo(common);
      integers.add(factors.get(i).numerator().multiply(lift));
    }
    BigInteger constantInteger = constant.numerator().multiply(common.units()).divide(constant.denominator());
    return combineElements(integers, terms.subList(1, terms.size()), constantInteger).with(shape, common);
  }

  @Override
  public final Tensor times(Rational c) {
    FixedPointTensor scaled = c.numerator().equals(BigInteger.ONE) ? this : multiplyInteger(c.numerator());
    return scaled.with(shape, scale.times(c.denominator()));
  }

  @Override
  public final Tensor product(BilinearMap f, Tensor y, Shape result) {
    return productElements(f, of(y), result, scale.times(of(y).scale));
  }

  @Override
  public final Tensor rescaled() {
    return scale.equals(precision().scale()) ? this : truncate(precision().scale());
  }

  final Truncation truncation(Modulus modulus) {
    return precision().truncation(scale, modulus);
  }

  /// Type and shape only.
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + shape + "]";
  }
}
