package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.random.Seed;

/// So much is opened that a check is made in the middle of an iteration: dealer and parties make it at the same place, whatever was opened last.
final class FullCheckTest {
  private static final Field FIELD = Values.field(Modulus.MOIETY);
  /// As many values as wait for a check at most.
  private static final int FULL = 1 << 21;

  /// How the array that fills the check is opened.
  enum Filling {
    TRUNCATION(FULL, FullCheckTest::truncated),
    /// Of as many elements as the dealer's first message of a check has.
    SHORT_TRUNCATION(FULL - 2, x -> {
      truncated(x);
      Secret square = x.product(new MatrixProduct(1, x.length(), 1), x);
      return truncated(square.map(new ChannelBroadcast(2, 1, 1)));
    }), OPERAND(FULL, x -> {
      Secret product = x.product(new ElementwiseProduct(FULL), x);
      return truncated(product.product(new ElementwiseProduct(FULL), x));
    }), MATRIX_OPERAND(FULL, x -> {
      Secret product = x.product(new ElementwiseProduct(FULL), x);
      return truncated(product.product(new MatrixProduct(1, FULL, 1), x));
    }),
    /// The second check needs MACs of masks that were dealt for the first one.
    MULTIPLE(FULL, x -> {
      ElementwiseProduct product = new ElementwiseProduct(FULL);
      Secret square = truncated(x.product(product, x));
      return truncated(x.times(FIELD.element(2)).plusPublic(FIELD.element(1)).product(product, square));
    });

    private final int length;
    private final UnaryOperator<Secret> program;

    Filling(int length, UnaryOperator<Secret> program) {
      this.length = length;
      this.program = program;
    }
  }

  private static Secret truncated(Secret v) {
    return v.truncate(new Truncation(2, BigInteger.ONE.shiftLeft(40), Modulus.MOIETY));
  }

  @ParameterizedTest
  @EnumSource(Filling.class)
  void partiesAndDealerStayInStep(Filling filling) {
    List<AdversaryRig.Ending<BigInteger>> endings = new AdversaryRig(Seed.of(3),
        new TamperedLink(TamperedLink.Tamper.NONE)).run(role -> first(role, filling));
    assertThat(endings).allSatisfy(ending -> assertThat(ending.failure()).isNull());
  }

  private static @Nullable BigInteger first(Role role, Filling filling) {
    role.begin(1);
    long[] all = new long[filling.length];
    Arrays.fill(all, 4);
    Secret x = role.input(0, filling.length, () -> FIELD.ofSigned(all));
    FieldArray value = filling.program.apply(x).reveal(Receiver.BOTH);
    return value == null ? null : Values.integers(FIELD, FIELD.slice(value, 0, 1)).getFirst();
  }
}
