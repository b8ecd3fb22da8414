package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.EmbeddedSession;

/// Shares that go from one session into another.
final class StoredSharesTest {
  private static final Field FIELD = Values.field(Modulus.MOIETY);
  private static final long[] FIRST = {3, -5, 7};
  private static final long[] SECOND = {-1};
  private static final List<Integer> LENGTHS = List.of(3, 1);

  /// Two secrets, one an input, one from a truncation, and what both parties keep of them.
  private static List<StoredShares> stored(Protocol protocol, long seed) {
    EmbeddedSession.Outcome<@Nullable StoredShares> outcome = new EmbeddedSession(Modulus.MOIETY, protocol,
        Seed.of(seed), 1).run(role -> {
          role.begin(1);
          Secret first = role.input(1, 3, () -> FIELD.ofSigned(FIRST));
          Secret second = role.input(0, 1, () -> FIELD.ofSigned(new long[]{4 * SECOND[0]}))
              .truncate(new Truncation(4, BigInteger.ONE.shiftLeft(20), Modulus.MOIETY));
          return StoredShares.of(role, List.of(first, second));
        });
    assertThat(outcome.dealer()).isNull();
    return List.of(Objects.requireNonNull(outcome.party0()), Objects.requireNonNull(outcome.party1()));
  }

  /// Brings them back, computes on them, and reveals.
  private static List<BigInteger> restored(Role role, List<StoredShares> stored) {
    role.begin(1);
    List<Secret> secrets = StoredShares.restore(role, LENGTHS, () -> stored.get(role.party()));
    List<BigInteger> values = new ArrayList<>();
    for (Secret secret : secrets) {
      Secret twice = secret.product(new ElementwiseProduct(secret.length()), secret).plus(secret);
      for (Secret one : List.of(secret, twice)) {
        FieldArray revealed = one.reveal(Receiver.BOTH);
        if (revealed != null) {
          values.addAll(Values.integers(role.field(), revealed));
        }
      }
    }
    return values;
  }

  private static final List<BigInteger> EXPECTED = Values.integers(FIELD,
      FIELD.ofSigned(new long[]{3, -5, 7, 12, 20, 56, -1, 0}));

  private static void assertRestored(Protocol protocol) {
    List<StoredShares> stored = stored(protocol, 1);
    for (long seed = 2; seed < 4; seed++) { // as often as one likes, in sessions with other material
      EmbeddedSession.Outcome<List<BigInteger>> outcome = new EmbeddedSession(Modulus.MOIETY, protocol,
          Seed.of(seed), 1).run(role -> restored(role, stored));
      assertThat(outcome.party0()).isEqualTo(EXPECTED);
      assertThat(outcome.party1()).isEqualTo(EXPECTED);
    }
  }

  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void sharesComeBackInALaterSession(MaskPolicy masks) {
    assertRestored(Protocol.semiHonest(masks, TruncationMethod.MASKED));
  }

  @Test
  void authenticatedSharesComeBackInALaterSession() {
    assertRestored(Protocol.malicious());
  }

  @Test
  void sharesOfTwoSessionsHaveNothingInCommon() {
    List<StoredShares> one = stored(Protocol.malicious(), 1);
    List<StoredShares> other = stored(Protocol.malicious(), 1); // even where all material is the same
    for (int party = 0; party < 2; party++) {
      assertThat(one.get(party).key()).isNotEqualTo(other.get(party).key());
      for (int i = 0; i < LENGTHS.size(); i++) {
        assertThat(one.get(party).parts().get(i).mac()).isNotEqualTo(other.get(party).parts().get(i).mac());
      }
    }
  }

  private static byte[] plus(byte @Nullable [] bytes, int element, long by) {
    byte[] changed = Objects.requireNonNull(bytes).clone();
    byte[] one = Arrays.copyOfRange(changed, 16 * element, 16 * element + 16);
    byte[] sum = Codec.toBytes(FIELD, FIELD.add(Codec.fromBytes(FIELD, one), FIELD.ofSigned(new long[]{by})));
    System.arraycopy(sum, 0, changed, 16 * element, 16);
    return changed;
  }

  private static StoredShares with(StoredShares shares, int part, UnaryOperator<StoredShares.Part> change) {
    List<StoredShares.Part> parts = new ArrayList<>(shares.parts());
    parts.set(part, change.apply(parts.get(part)));
    return new StoredShares(shares.key(), parts);
  }

  /// What party 0 may bring instead of its shares.
  private enum Cheat {
    SHARE {
      @Override
      StoredShares change(StoredShares own) {
        return with(own, 0, part -> new StoredShares.Part(plus(part.share(), 2, 1), part.mac()));
      }
    },
    MAC {
      @Override
      StoredShares change(StoredShares own) {
        return with(own, 1, part -> new StoredShares.Part(part.share(), plus(part.mac(), 0, -1)));
      }
    },
    KEY {
      @Override
      StoredShares change(StoredShares own) {
        return new StoredShares(plus(own.key(), 0, 1), own.parts());
      }
    },
    RANDOM_ELEMENT {
      @Override
      StoredShares change(StoredShares own) {
        return new StoredShares(plus(own.key(), 1, 1), own.parts());
      }
    },
    MAC_OF_RANDOM_ELEMENT {
      @Override
      StoredShares change(StoredShares own) {
        return new StoredShares(plus(own.key(), 2, 1), own.parts());
      }
    },
    /// It knows all secrets, and changes the key by 1 and each MAC by the secret: m + x = (K + 1) x.
    KEY_AND_MACS_OF_KNOWN_SECRETS {
      @Override
      StoredShares change(StoredShares own) {
        StoredShares changed = new StoredShares(plus(own.key(), 0, 1), own.parts());
        for (int i = 0; i < FIRST.length; i++) {
          int element = i;
          changed = with(changed, 0,
              part -> new StoredShares.Part(part.share(), plus(part.mac(), element, FIRST[element])));
        }
        return with(changed, 1, part -> new StoredShares.Part(part.share(), plus(part.mac(), 0, SECOND[0])));
      }
    };

    abstract StoredShares change(StoredShares own);
  }

  @ParameterizedTest
  @EnumSource
  void changedSharesAreDetectedByBoth(Cheat cheat) {
    List<StoredShares> stored = stored(Protocol.malicious(), 1);
    List<StoredShares> changed = List.of(cheat.change(stored.get(0)), stored.get(1));
    List<AdversaryRig.Ending<List<BigInteger>>> endings = new AdversaryRig(Seed.of(2),
        new TamperedLink(TamperedLink.Tamper.NONE)).run(role -> restored(role, changed));
    assertThat(endings).allSatisfy(ending -> {
      assertThat(ending.result()).isNull();
      assertThat(ending.failure()).isInstanceOf(CheatingDetectedException.class)
          .hasMessage("a stored share is not what it was when it was stored");
    });
    assertThat(new AdversaryRig(Seed.of(3), new TamperedLink(TamperedLink.Tamper.NONE))
        .run(role -> restored(role, stored))).allSatisfy(ending -> assertThat(ending.result()).isEqualTo(EXPECTED));
  }

  /// What is opened of shares that do not fit is uniform: nothing in it says how far they are off.
  @Test
  void failureSaysNothingOfTheSecrets() {
    List<StoredShares> stored = stored(Protocol.malicious(), 1);
    List<StoredShares> changed = List.of(Cheat.SHARE.change(stored.get(0)), stored.get(1));
    List<BigInteger> opened = new ArrayList<>();
    for (int seed = 0; seed < 160; seed++) {
      TamperedLink link = new TamperedLink(TamperedLink.Tamper.NONE);
      new AdversaryRig(Seed.of(9), link).run(role -> restored(role, changed)); // the same material each time
      FieldArray sum = FIELD.zeros(1);
      for (int party = 0; party < 2; party++) {
        long[][] last = link.sent(party).stream().filter(sent -> sent.length == 2).toList().getLast();
        sum = FIELD.add(sum, FIELD.ofWords(last[0], last[1]));
      }
      opened.addAll(Values.integers(FIELD, sum));
    }
    assertThat(opened).doesNotContain(BigInteger.ZERO).doesNotHaveDuplicates();
    assertThat(Statistics.excess(opened, 16, y -> y.shiftRight(123).intValue())).isBetween(-3.0, 4.0);
    assertThat(Statistics.excess(opened, 16, y -> y.intValue() & 15)).isBetween(-3.0, 4.0);
  }

  static Stream<Protocol> protocols() {
    return Stream.of(Protocol.malicious(), Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void sharesOfOtherSecretsAreRefused(Protocol protocol) {
    List<StoredShares> stored = stored(protocol, 1);
    for (List<Integer> lengths : List.of(List.of(3), List.of(3, 2), List.of(1, 3))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new EmbeddedSession(Modulus.MOIETY, protocol, Seed.of(2),
          1).run(role -> {
            role.begin(1);
            return StoredShares.restore(role, lengths, () -> stored.get(role.party())).size();
          })).withMessageStartingWith("stored [Part[3], Part[1]] with");
    }
  }

  @Test
  void shareIsNeverPrinted() {
    assertThat(stored(Protocol.malicious(), 1).getFirst()).hasToString("StoredShares[Part[3], Part[1]]");
  }
}
