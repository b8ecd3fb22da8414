package org.moiety.layers.tensor;

import java.util.List;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.map.BilinearMap;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.LinearMap;
import org.moiety.engine.map.MatrixProduct;

/// An array of numbers with a shape, in one of three encodings (SV18 section 3.1). A layer is written once against this interface.
///
/// Operands of different encodings are an `IllegalArgumentException`, unless the operation has a meaning: a private tensor times a public one has.
public sealed interface Tensor permits NativeTensor, FixedPointTensor {
  Shape shape();

  /// The same values under another shape of the same length.
  Tensor reshape(Shape shape);

  /// The image under a linear map of the flat values.
  Tensor map(LinearMap f, Shape result);

  Tensor plus(Tensor y);

  Tensor minus(Tensor y);

  /// `this + f(y)`, as with a bias.
  Tensor plus(LinearMap f, Tensor y);

  /// `factor_0 x_0 + factor_1 x_1 + ... + constant`, where x_0 is this tensor and the others follow; factors and constant are public.
  Tensor combine(List<Rational> factors, List<Tensor> others, Rational constant);

  /// Each value times a public constant. Encoded tensors take the denominator into their scale, so that dividing costs nothing until the next truncation.
  Tensor times(Rational c);

  /// `f(this, y)`.
  Tensor product(BilinearMap f, Tensor y, Shape result);

  /// This tensor, prepared to be an operand of several products; see [org.moiety.engine.online.Secret#masked].
  Tensor masked();

  /// The same values at the precision's own scale: one truncation, or nothing to do.
  Tensor rescaled();

  /// Keeps this tensor beyond the region that is open, see [Backend#region]; ends with [#dismiss].
  void keep();

  /// Takes back a [#keep].
  void dismiss();

  /// Where values are above zero.
  ///
  /// @throws UnsupportedOperationException for private tensors
  boolean[] isPositive();

  /// Element-wise product.
  default Tensor times(Tensor y) {
    return product(new ElementwiseProduct(shape().length()), y, shape());
  }

  /// `m x k` times `k x n`.
  default Tensor matmul(Tensor y) {
    return matmul(y, false, false);
  }

  /// `op(this) op(y)`, where op transposes or not.
  default Tensor matmul(Tensor y, boolean transposeThis, boolean transposeOther) {
    Shape left = shape();
    Shape right = y.shape();
    if (left.rank() != 2 || right.rank() != 2) {
      throw new IllegalArgumentException("matmul of " + left + " and " + right + ", expected two matrices");
    }
    int m = left.size(transposeThis ? 1 : 0);
    int k = left.size(transposeThis ? 0 : 1);
    int n = right.size(transposeOther ? 0 : 1);
    if (right.size(transposeOther ? 1 : 0) != k) {
      throw new IllegalArgumentException("matmul of " + left + " and " + right + ": inner sizes differ");
    }
    return product(new MatrixProduct(m, k, n, transposeThis, transposeOther), y, Shape.of(m, n));
  }
}
