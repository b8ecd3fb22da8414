package org.moiety.layers.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.moiety.engine.fixed.EncodingException;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.engine.online.Receiver;
import org.moiety.layers.layer.Bench;

final class TensorTest {
  private static final Backend FLOATS = Bench.floats();
  private static final Backend ENCODED = Bench.encoded(Precision.DEFAULT);
  private static final List<Backend> BOTH = List.of(FLOATS, ENCODED);

  private static Tensor tensor(Backend backend, Shape shape, double... values) {
    return backend.input(0, "x", shape, () -> values);
  }

  private static double[] values(Backend backend, Tensor x) {
    return backend.reveal(x, Receiver.BOTH);
  }

  @Test
  void arithmeticIsThatOfNumbersWhateverTheScales() {
    Shape two = Shape.of(2);
    for (Backend b : BOTH) {
      Tensor x = tensor(b, two, 1.5, -2);
      Tensor y = tensor(b, two, 0.25, 4);
      Tensor xy = x.times(y); // scale 2^48
      assertThat(values(b, xy)).containsExactly(0.375, -8);
      assertThat(values(b, xy.plus(x))).containsExactly(1.875, -10);
      assertThat(values(b, x.minus(xy))).containsExactly(1.125, 6);
      assertThat(values(b, x.times(Rational.of(-3, 4)))).containsExactly(-1.125, 1.5);
      assertThat(values(b, x.times(Rational.of(1, 4)).plus(xy.times(Rational.of(1, 8))))).containsExactly(0.421875,
          -1.5);
      assertThat(values(b, x.combine(List.of(Rational.of(1, 2), Rational.of(-1, 4), Rational.ZERO), List.of(xy, y),
          Rational.of(5, 8)))).containsExactly(1.28125, 1.625);
      assertThat(values(b, xy.rescaled())).containsExactly(0.375, -8);
      assertThat(values(b, x.plus(new ChannelBroadcast(1, 1, 2), tensor(b, Shape.of(1), 10)))).containsExactly(11.5,
          8);
      assertThat(x.masked()).isSameAs(x);
    }
  }

  @Test
  void matrixProductsTransposeEitherOperand() {
    for (Backend b : BOTH) {
      Tensor x = tensor(b, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
      Tensor y = tensor(b, Shape.of(3, 1), 1, 0, -1);
      assertThat(values(b, x.matmul(y))).containsExactly(-2, -2);
      assertThat(x.matmul(y).shape()).isEqualTo(Shape.of(2, 1));
      assertThat(values(b, x.matmul(x, true, false))).containsExactly(17, 22, 27, 22, 29, 36, 27, 36, 45);
      assertThat(values(b, x.matmul(x, false, true))).containsExactly(14, 32, 32, 77);
      assertThat(values(b, y.matmul(x, true, true))).containsExactly(-2, -2);
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> x.matmul(x))
          .withMessageContaining("2x3");
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> x.matmul(y.reshape(Shape.of(3)))).withMessageContaining("two matrices");
    }
  }

  @Test
  void shapesMustFit() {
    for (Backend b : BOTH) {
      Tensor x = tensor(b, Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
      Tensor y = x.reshape(Shape.of(3, 2));
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> x.plus(y))
          .withMessage("sum of 2x3 and 3x2, expected equal shapes");
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> x.minus(y))
          .withMessageContaining("2x3").withMessageContaining("3x2");
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> x.reshape(Shape.of(5)))
          .withMessageContaining("5").withMessageContaining("6");
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> tensor(b, Shape.of(3), 1, 2));
    }
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Shape.of(2, 0));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Shape.of(1 << 16, 1 << 16));
    assertThat(Shape.of(128, 32, 14, 14)).hasToString("128x32x14x14");
    assertThat(Shape.of(3, 4).batch(2)).isEqualTo(Shape.of(2, 3, 4));
  }

  @Test
  void encodingsDoNotMix() {
    Shape one = Shape.of(1);
    Tensor x = tensor(FLOATS, one, 1);
    Tensor y = tensor(ENCODED, one, 1);
    for (Tensor[] pair : new Tensor[][]{{x, y}, {y, x}}) {
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> pair[0].plus(pair[1]));
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> pair[0].minus(pair[1]));
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> pair[0].times(pair[1]));
    }
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> values(FLOATS, y));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> values(ENCODED, x));
  }

  @Test
  void inputsThatHaveNoEncodingAreNamed() {
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> ENCODED.input(0, "dense.weight", Shape.of(2), () -> new double[]{0, 5000}))
        .withMessageContaining("dense.weight[1] = 5000.0");
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> ENCODED.table(0, "image", 1, 2, false, (row, into, offset) -> into[offset + 1] = Float.NaN)
            .rows(new int[]{0}, Shape.of(2)))
        .withMessageContaining("image").withMessageContaining("NaN");
  }

  @Test
  void tensorsPrintTypeAndShapeOnly() {
    assertThat(tensor(FLOATS, Shape.of(1, 2), 123.5, 7)).hasToString("NativeTensor[1x2]");
    assertThat(tensor(ENCODED, Shape.of(1, 2), 123.5, 7)).hasToString("PublicTensor[1x2]");
  }
}
