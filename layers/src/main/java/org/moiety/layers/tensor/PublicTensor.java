package org.moiety.layers.tensor;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Scale;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.LinearMap;

/// Field elements in the clear: shows what computing in the field costs, and what a private computation must reconstruct to.
public final class PublicTensor extends FixedPointTensor {
  private final PublicBackend backend;
  private final FieldArray elements;

  PublicTensor(PublicBackend backend, Shape shape, Scale scale, FieldArray elements) {
    super(shape, scale, elements.length());
    this.backend = backend;
    this.elements = elements;
  }

  FieldArray elements() {
    return elements;
  }

  private Field field() {
    return backend.field();
  }

  private static FieldArray of(FixedPointTensor y) {
    if (y instanceof PublicTensor tensor) {
      return tensor.elements;
    }
    throw new IllegalArgumentException(
        "a public operand with a private one on the right; put the private one on the left");
  }

  @Override
  Precision precision() {
    return backend.precision();
  }

  @Override
  PublicTensor with(Shape newShape, Scale newScale) {
    return new PublicTensor(backend, newShape, newScale, elements);
  }

  private PublicTensor of(FieldArray result) {
    return new PublicTensor(backend, shape(), scale(), result);
  }

  @Override
  PublicTensor mapElements(LinearMap f, Shape result) {
    return new PublicTensor(backend, result, scale(), f.apply(field(), elements));
  }

  @Override
  PublicTensor addElements(FixedPointTensor y) {
    return of(field().add(elements, of(y)));
  }

  @Override
  PublicTensor subtractElements(FixedPointTensor y) {
    return of(field().subtract(elements, of(y)));
  }

  @Override
  PublicTensor addMapped(LinearMap f, FixedPointTensor y) {
    return of(f.applyPlus(field(), of(y), elements));
  }

  @Override
  PublicTensor combineElements(List<BigInteger> factors, List<FixedPointTensor> others, BigInteger constant) {
    List<FieldArray> terms = Stream.concat(Stream.of(elements), others.stream().map(PublicTensor::of)).toList();
    return of(field().combine(factors.stream().map(field()::element).toList(), terms, field().element(constant)));
  }

  @Override
  PublicTensor productElements(BilinearMap f, FixedPointTensor y, Shape result, Scale resultScale) {
    return new PublicTensor(backend, result, resultScale, f.apply(field(), elements, of(y)));
  }

  @Override
  PublicTensor truncate(Scale target) {
    Truncation t = truncation(field().modulus());
    return new PublicTensor(backend, shape(), target, backend.truncate(elements, t));
  }

  @Override
  public PublicTensor masked() {
    return this;
  }

  @Override
  public void keep() {
    field().keep(elements);
  }

  @Override
  public void dismiss() {
    field().dismiss(elements);
  }

  @Override
  public boolean[] isPositive() {
    return field().isPositive(elements);
  }
}
