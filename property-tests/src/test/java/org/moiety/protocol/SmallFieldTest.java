package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// All values there are, in fields where that is possible.
final class SmallFieldTest {
  @ParameterizedTest
  @CsvSource({"FRESH,97,1", "REUSE,97,1", "FUSED,97,1", "FRESH,3,20", "REUSE,3,20", "FUSED,3,20", "FRESH,5,20",
      "REUSE,5,20", "FUSED,5,20"})
  void allProductsReconstruct(MaskPolicy masks, int p, int sessions) {
    Modulus modulus = new Modulus(BigInteger.valueOf(p));
    Field field = Values.field(modulus);
    List<BigInteger> x = new ArrayList<>();
    List<BigInteger> y = new ArrayList<>();
    List<BigInteger> z = new ArrayList<>();
    for (int i = 0; i < p * p; i++) {
      x.add(BigInteger.valueOf(i / p));
      y.add(BigInteger.valueOf(i % p));
      z.add(BigInteger.valueOf(i / p * (i % p) % p));
    }
    ElementwiseProduct product = new ElementwiseProduct(p * p);
    for (int s = 0; s < sessions; s++) {
      EmbeddedSession session = new EmbeddedSession(modulus, Protocol.semiHonest(masks, TruncationMethod.MASKED),
          Seed.of(s), 1);
      FieldArray result = session.run(role -> {
        role.begin(1);
        Secret left = role.input(0, p * p, () -> Values.array(field, x));
        return left.product(product, role.input(1, p * p, () -> Values.array(field, y))).reveal(Receiver.PARTY_1);
      }).party1();
      assertThat(Values.integers(field, result)).isEqualTo(z);
    }
  }

  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void allTruncationsRoundAsReplayed(MaskPolicy masks) {
    Modulus modulus = new Modulus(BigInteger.valueOf(97));
    Field field = Values.field(modulus);
    List<BigInteger> v = new ArrayList<>();
    for (int i = 0; i < 97; i++) {
      v.add(BigInteger.valueOf(i));
    }
    for (long divisor : new long[]{1, 2, 3, 7, 16}) {
      Truncation t = new Truncation(divisor, BigInteger.valueOf(48 / divisor * divisor), modulus);
      EmbeddedSession session = new EmbeddedSession(modulus, Protocol.semiHonest(masks, TruncationMethod.MASKED),
          Seed.of(divisor), 1);
      Function<Role, @Nullable FieldArray> program = role -> {
        role.begin(1);
        return role.input(0, 97, () -> Values.array(field, v)).truncate(t).reveal(Receiver.PARTY_0);
      };
      FieldArray y = session.run(program).party0();
      try (ReplayedMasks replayed = ReplayedMasks.of(field, session.protocol(), SessionSeeds.of(Seed.of(divisor)),
          program::apply)) {
        assertThat(Values.signed(field, y)).isEqualTo(SecretLaws.replay(field, t, v, replayed.next(97)));
      }
    }
  }
}
