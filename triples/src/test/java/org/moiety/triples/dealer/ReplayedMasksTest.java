package org.moiety.triples.dealer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.Seed;

/// A public run that asks for other masks than the private run has is told so.
@Timeout(60)
final class ReplayedMasksTest {
  private static final Truncation TRUNCATION = new Truncation(2, BigInteger.ONE.shiftLeft(20), Modulus.MOIETY);

  private static void oneTruncation(Role role) {
    role.begin(1);
    role.input(0, 3, () -> role.field().zeros(3)).truncate(TRUNCATION);
  }

  private static void with(Consumer<Role> program, Consumer<ReplayedMasks> check) {
    try (Workers workers = new Workers(1)) {
      Field field = Field.moiety(workers);
      try (ReplayedMasks masks = ReplayedMasks.of(field, Protocol.malicious(), SessionSeeds.of(Seed.of(1)), program)) {
        check.accept(masks);
      }
    }
  }

  @Test
  void moreTruncationsThanTheDealersProgramHas() {
    with(ReplayedMasksTest::oneTruncation, masks -> {
      assertThat(masks.next(3).length()).isEqualTo(3);
      assertThatIllegalStateException().isThrownBy(() -> masks.next(3));
    });
  }

  @Test
  void aTruncationOfAnotherLength() {
    with(ReplayedMasksTest::oneTruncation, masks -> assertThatIllegalStateException().isThrownBy(() -> masks.next(4)));
  }

  @Test
  void aFailureOfTheDealersProgramComesAfterItsMasks() {
    with(role -> {
      oneTruncation(role);
      throw new IllegalArgumentException("broken");
    }, masks -> {
      assertThat(masks.next(3).length()).isEqualTo(3);
      assertThatIllegalStateException().isThrownBy(() -> masks.next(3))
          .withCauseInstanceOf(IllegalArgumentException.class);
    });
  }
}
