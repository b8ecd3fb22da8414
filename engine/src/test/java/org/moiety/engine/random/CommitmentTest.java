package org.moiety.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moiety.engine.random.Commitment.Context;

final class CommitmentTest {
  private static final byte[] SESSION = new byte[Commitment.BYTES];
  private static final byte[] OTHER_SESSION = {1};
  private static final byte[] VALUE = {1, 2, 3};
  private static final byte[] NONCE = new byte[Commitment.BYTES];

  private static String hex(Context context, byte[] value, byte[] nonce) {
    return HexFormat.of().formatHex(Commitment.digest(context, value, nonce));
  }

  @Test
  void commitmentBindsAllOfItsContext() {
    byte[] otherNonce = NONCE.clone();
    otherNonce[31] = 1;
    assertThat(List.of(hex(new Context("coin", SESSION, 0, 1), VALUE, NONCE),
        hex(new Context("sum", SESSION, 0, 1), VALUE, NONCE),
        hex(new Context("coin", OTHER_SESSION, 0, 1), VALUE, NONCE),
        hex(new Context("coin", SESSION, 1, 1), VALUE, NONCE), hex(new Context("coin", SESSION, 0, 2), VALUE, NONCE),
        hex(new Context("coin", SESSION, 0, 1), new byte[]{1, 2, 4}, NONCE),
        hex(new Context("coin", SESSION, 0, 1), new byte[]{1, 2}, NONCE),
        hex(new Context("coin", SESSION, 0, 1), VALUE, otherNonce))).doesNotHaveDuplicates();
  }

  /// Computed apart: sha256 of "moiety commitment", five 32-bit and 64-bit lengths and numbers, "coin", 32 zeros, 01 02 03, 32 zeros.
  @Test
  void digestIsTheDocumentedOne() {
    assertThat(hex(new Context("coin", SESSION, 0, 1), VALUE, NONCE))
        .isEqualTo("38cae7866814cd1d484a408dbc5635d98788f35ca768b1eb4bc594e2866642e5");
  }

  @Test
  void sessionNamesDependOnBothPartiesAndTheirOrder() {
    byte[] one = {1};
    byte[] two = {2};
    assertThat(Commitment.session(one, two)).isNotEqualTo(Commitment.session(two, one));
    assertThat(Commitment.session(one, two)).isNotEqualTo(Commitment.session(one, one));
  }

  @Test
  void noncesDiffer() {
    assertThat(Commitment.nonce()).hasSize(32).isNotEqualTo(Commitment.nonce());
  }

  @Test
  void coinDependsOnBothContributions() {
    byte[] zero = new byte[Seed.BYTES];
    byte[] one = zero.clone();
    one[0] = 1;
    assertThat(List.of(Seed.ofCoin(zero, zero).number("x"), Seed.ofCoin(zero, one).number("x"),
        Seed.ofCoin(one, zero).number("x"), Seed.ofCoin(one, one).number("x"))).doesNotHaveDuplicates();
  }

  @Test
  void destroyedSeedGivesNothing() {
    Seed seed = Seed.of(1);
    seed.destroy();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> seed.derive("x"));
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> seed.stream(new Address("x", 0, 0), 0));
  }

  @Test
  void nothingOfItPrintsBytes() {
    assertThat(new Context("coin", SESSION, 0, 1)).hasToString("Context[coin, role 0, round 1]");
  }
}
