package org.moiety.layers.tensor;

import java.math.BigInteger;
import java.util.List;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Scale;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.online.Secret;

/// This role's part of a shared tensor: a party's share, or the dealer's mask. Values leave it through [Backend#reveal] only.
public final class PrivateTensor extends FixedPointTensor {
  private final PrivateBackend backend;
  private final Secret secret;

  PrivateTensor(PrivateBackend backend, Shape shape, Scale scale, Secret secret) {
    super(shape, scale, secret.length());
    this.backend = backend;
    this.secret = secret;
  }

  Secret secret() {
    return secret;
  }

  private Field field() {
    return backend.role().field();
  }

  private static Secret of(FixedPointTensor y) {
    if (y instanceof PrivateTensor tensor) {
      return tensor.secret;
    }
    throw new IllegalArgumentException("sum of a private operand and a public one");
  }

  @Override
  Precision precision() {
    return backend.precision();
  }

  @Override
  PrivateTensor with(Shape newShape, Scale newScale) {
    return new PrivateTensor(backend, newShape, newScale, secret);
  }

  private PrivateTensor of(Secret result) {
    return new PrivateTensor(backend, shape(), scale(), result);
  }

  @Override
  PrivateTensor mapElements(LinearMap f, Shape result) {
    return new PrivateTensor(backend, result, scale(), secret.map(f));
  }

  @Override
  PrivateTensor addElements(FixedPointTensor y) {
    return of(secret.plus(of(y)));
  }

  @Override
  PrivateTensor subtractElements(FixedPointTensor y) {
    return of(secret.minus(of(y)));
  }

  @Override
  PrivateTensor addMapped(LinearMap f, FixedPointTensor y) {
    return of(secret.plus(f, of(y)));
  }

  @Override
  PrivateTensor combineElements(List<BigInteger> factors, List<FixedPointTensor> others, BigInteger constant) {
    List<Secret> terms = others.stream().map(PrivateTensor::of).toList();
    return of(secret.combine(factors.stream().map(field()::element).toList(), terms, field().element(constant)));
  }

  @Override
  PrivateTensor productElements(BilinearMap f, FixedPointTensor y, Shape result, Scale resultScale) {
    Secret z = y instanceof PublicTensor open ? secret.productPublic(f, open.elements()) : secret.product(f, of(y));
    return new PrivateTensor(backend, result, resultScale, z);
  }

  @Override
  PrivateTensor truncate(Scale target) {
    Truncation t = truncation(field().modulus());
    return new PrivateTensor(backend, shape(), target, secret.truncate(t));
  }

  @Override
  public PrivateTensor masked() {
    return of(secret.masked());
  }

  @Override
  public void keep() {
    secret.keep();
  }

  @Override
  public void dismiss() {
    secret.dismiss();
  }

  @Override
  public boolean[] isPositive() {
    throw new UnsupportedOperationException(
        "the sign of a private value is not visible; use an approximated activation");
  }
}
