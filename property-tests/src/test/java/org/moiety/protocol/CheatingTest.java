package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.random.Seed;
import org.moiety.layers.train.Release;
import org.moiety.protocol.CheatingMaterial.Part;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// A party that knows the protocol and deviates where it might pay.
final class CheatingTest {
  private static final Field FIELD = Values.field(Modulus.MOIETY);
  private static final int SHIFTED_RUNS = 320;

  /// Adds a number to every element of one message.
  private static TamperedLink.Tamper shift(int sender, int index, BigInteger by) {
    return (link, message) -> List.of(message.sender() == sender && message.index() == index && message.hasElements()
        ? shifted(message, FIELD.element(by))
        : message.frame());
  }

  private static Frame shifted(TamperedLink.Message message, Element by) {
    long[][] planes = message.copy();
    return message.with(FIELD.planes(FIELD.plus(FIELD.ofWords(planes[0], planes[1]), by)));
  }

  /// A party that has sent another value than it computes with: inputs, openings, reveals and w of a check alike.
  @ParameterizedTest
  @CsvSource({"0, BOTH", "1, BOTH", "0, MODEL_OWNER", "1, MODEL_OWNER"})
  void shiftedElementsAreDetected(int sender, Release release) {
    int shiftedMessages = 0;
    TamperedLink link;
    int index = 0;
    do {
      link = new TamperedLink(shift(sender, index, BigInteger.ONE));
      List<AdversaryRig.Ending<String>> endings = new AdversaryRig(Seed.of(4), link)
          .run(SmallTraining.program(1, release));
      if (index < link.sent(sender).size() && link.sent(sender).get(index).length == 2) {
        shiftedMessages++;
        assertThat(endings.get(1 - sender).failure()).as("message %s", index)
            .isInstanceOf(CheatingDetectedException.class);
        assertThat(endings.get(sender).failure()).as("message %s", index).isNotNull();
      }
    } while (++index < link.sent(sender).size());
    assertThat(shiftedMessages).isGreaterThan(8);
  }

  private static UnaryOperator<Preprocessing> cheat(Part part, BigInteger by, int only) {
    return honest -> new CheatingMaterial(honest, FIELD, part, FIELD.element(by), only);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void wrongMaterialIsDetected(Part part) {
    List<AdversaryRig.Ending<String>> endings = new AdversaryRig(Seed.of(5),
        new TamperedLink(TamperedLink.Tamper.NONE), cheat(part, BigInteger.ONE, -1)).run(SmallTraining.program(1));
    assertThat(endings).allSatisfy(ending -> {
      assertThat(ending.result()).isNull();
      assertThat(ending.failure()).isInstanceOf(CheatingDetectedException.class);
    });
  }

  /// What a party may tell in the place of its half s of a coin and its tag t.
  enum Told {
    OTHER_HALF {
      @Override
      long[] of(long[] own, long[] peers, long[] before) {
        return plusOne(own, 0);
      }
    },
    OTHER_TAG {
      @Override
      long[] of(long[] own, long[] peers, long[] before) {
        return plusOne(own, 2);
      }
    },
    BOTH_OTHER {
      @Override
      long[] of(long[] own, long[] peers, long[] before) {
        return plusOne(plusOne(own, 0), 2);
      }
    },
    ZERO {
      @Override
      long[] of(long[] own, long[] peers, long[] before) {
        return new long[4];
      }
    },
    THE_PEERS {
      @Override
      long[] of(long[] own, long[] peers, long[] before) {
        return peers;
      }
    },
    THE_ONE_BEFORE {
      @Override
      long[] of(long[] own, long[] peers, long[] before) {
        return before;
      }
    };

    /// @param own what the honest party tells
    /// @param peers what the other one tells in the same check
    /// @param before what it told in the check before
    abstract long[] of(long[] own, long[] peers, long[] before);

    private static long[] plusOne(long[] words, int at) {
      long[][] sum = FIELD.planes(
          FIELD.plus(FIELD.ofWords(new long[]{words[at]}, new long[]{words[at + 1]}), FIELD.element(1)));
      long[] result = words.clone();
      result[at] = sum[0][0];
      result[at + 1] = sum[1][0];
      return result;
    }
  }

  /// In the last check a party tells another half of the coin than it was dealt.
  @ParameterizedTest
  @EnumSource(Told.class)
  void otherHalfOfACoinIsRefused(Told told) {
    TamperedLink honest = new TamperedLink(TamperedLink.Tamper.NONE);
    assertThat(withChecks(honest)).allSatisfy(ending -> assertThat(ending.failure()).isNull());
    for (int sender = 0; sender < 2; sender++) {
      int cheater = sender;
      List<Integer> coins = IntStream.range(0, honest.sent(cheater).size())
          .filter(i -> honest.sent(cheater).get(i).length == 1 && honest.sent(cheater).get(i)[0].length == 4
              && opensNothing(honest, cheater, i))
          .boxed().toList();
      assertThat(coins).as("coins").hasSize(3);
      long[] before = honest.sent(cheater).get(coins.getFirst())[0];
      TamperedLink link = new TamperedLink((channel, message) -> {
        if (message.sender() != cheater || message.index() != coins.getLast()) {
          return List.of(message.frame());
        }
        long[] peers = honest.sent(1 - cheater).get(coins.getLast())[0];
        return List.of(message.with(new long[][]{told.of(message.copy()[0], peers, before)}));
      });
      assertThat(withChecks(link).get(1 - cheater).failure()).isInstanceOf(CheatingDetectedException.class)
          .hasMessage("the coin of a check is not the one that was dealt");
      assertThat(link.sent(1 - cheater)).as("nothing follows its own half").hasSize(coins.getLast() + 1);
    }
  }

  /// The same messages in number and order at both parties.
  private static List<AdversaryRig.Ending<Integer>> withChecks(TamperedLink link) {
    return new AdversaryRig(Seed.of(8), link).run(role -> {
      role.begin(1);
      Secret z = truncatedProduct(role, 3, 5);
      role.begin(2);
      truncated(z).reveal(Receiver.BOTH);
      return 0;
    });
  }

  /// Of two messages of as many words, commitments' openings follow commitments.
  private static boolean opensNothing(TamperedLink link, int party, int index) {
    return index == 0 || link.sent(party).get(index - 1).length == 2;
  }

  /// A product is truncated, and its shares are completed for a reveal after that, by a wrong share of what completes them.
  @ParameterizedTest
  @EnumSource(Receiver.class)
  void aWrongCompletionOfATruncatedProductIsDetected(Receiver receiver) {
    List<AdversaryRig.Ending<Integer>> endings = new AdversaryRig(Seed.of(6),
        new TamperedLink(TamperedLink.Tamper.NONE), cheat(Part.PRODUCT, BigInteger.ONE, 0)).run(role -> {
          role.begin(1);
          Secret a = role.input(0, 1, () -> FIELD.ofSigned(new long[]{3}));
          Secret z = a.product(new ElementwiseProduct(1), role.input(1, 1, () -> FIELD.ofSigned(new long[]{5})));
          truncated(z).reveal(Receiver.BOTH);
          z.reveal(receiver);
          return 0;
        });
    assertThat(endings).allSatisfy(
        ending -> assertThat(ending.failure()).isInstanceOf(CheatingDetectedException.class));
  }

  @Test
  void nothingOfASessionWorksAfterAFailedCheck() {
    List<AdversaryRig.Ending<Integer>> endings = new AdversaryRig(Seed.of(6),
        new TamperedLink(TamperedLink.Tamper.NONE), cheat(Part.TRUNCATION_MASK, BigInteger.ONE, 0)).run(role -> {
          role.begin(1);
          Secret z = truncatedProduct(role, 3, 5);
          if (role.party() < 0) {
            z.reveal(Receiver.BOTH);
            return 0;
          }
          assertThatExceptionOfType(CheatingDetectedException.class).isThrownBy(() -> z.reveal(Receiver.BOTH))
              .withMessage("the MAC check of 1 opened arrays failed");
          Stream.<Runnable>of(() -> z.reveal(Receiver.BOTH), () -> role.begin(2), () -> role.exportShare(z),
              () -> truncated(z.product(new ElementwiseProduct(1), z)),
              () -> z.product(new ElementwiseProduct(1), z).reveal(Receiver.BOTH),
              () -> role.input(0, 1, () -> FIELD.zeros(1))).forEach(
                  use -> assertThatIllegalStateException().isThrownBy(use::run));
          return 0;
        });
    assertThat(endings).allSatisfy(ending -> assertThat(ending.failure()).isNull());
  }

  private static Secret truncatedProduct(Role role, long x, long y) {
    Secret a = role.input(0, 1, () -> FIELD.ofSigned(new long[]{x}));
    Secret b = role.input(1, 1, () -> FIELD.ofSigned(new long[]{y}));
    return truncated(a.product(new ElementwiseProduct(1), b));
  }

  private static Secret truncated(Secret v) {
    return v.truncate(new Truncation(2, BigInteger.ONE.shiftLeft(20), Modulus.MOIETY));
  }

  @Test
  void sessionThatEndsWithUncheckedOpeningsFails() {
    List<AdversaryRig.Ending<Integer>> endings = new AdversaryRig(Seed.of(7),
        new TamperedLink(TamperedLink.Tamper.NONE)).run(role -> {
          role.begin(1);
          truncatedProduct(role, 3, 5);
          return 0;
        });
    assertThat(endings).allSatisfy(ending -> assertThat(ending.failure()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("1 opened arrays were never checked"));
  }

  /// Party 0 shifts the opening of a truncation by 2^101, and computes on with it: the next product is larger by 2^100 times party 1's secret, far above the bits that a
  /// mask of the value's size and forty bits more would hide, and its truncation opens it before any check. Uniform masks hide it all the same, and the check
  /// fails.
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 77})
  void shiftBeforeATruncationShowsNothing(long secret) {
    BigInteger p = Modulus.MOIETY.value();
    List<BigInteger> opened = new ArrayList<>();
    for (int seed = 0; seed < SHIFTED_RUNS; seed++) {
      TamperedLink link = new TamperedLink(TamperedLink.Tamper.NONE);
      Seed master = Seed.of(seed);
      Function<Role, Integer> program = role -> {
        role.begin(1);
        Secret s = role.input(1, 1, () -> FIELD.ofSigned(new long[]{secret}));
        truncated(truncatedProduct(role, 3, 5).product(new ElementwiseProduct(1), s)).reveal(Receiver.BOTH);
        return 0;
      };
      List<AdversaryRig.Ending<Integer>> endings = new AdversaryRig(master, link,
          cheat(Part.TRUNCATION_MASK, BigInteger.ONE.shiftLeft(101), 0)).run(program);
      assertThat(endings).allSatisfy(
          ending -> assertThat(ending.failure()).isInstanceOf(CheatingDetectedException.class));
      BigInteger c = Values.integers(FIELD, FIELD.add(lastOpening(link, 0), lastOpening(link, 1))).getFirst();
      opened.add(c);
      // the shift has landed: short of the mask the secret is there to read
      BigInteger unmasked = c.subtract(secondMask(master, program)).mod(p);
      assertThat(unmasked.shiftRight(100).longValue()).isEqualTo(secret);
    }
    assertThat(Statistics.excess(opened, 16, c -> c.shiftRight(123).intValue())).as("top bits").isBetween(-3.0, 4.0);
    assertThat(Statistics.excess(opened, 16, c -> c.shiftRight(100).intValue() & 15)).as("bits of the secret")
        .isBetween(-3.0, 4.0);
  }

  private static BigInteger secondMask(Seed master, Function<Role, Integer> program) {
    try (ReplayedMasks masks = ReplayedMasks.of(FIELD, Protocol.malicious(), SessionSeeds.of(master),
        program::apply)) {
      masks.next(1);
      return Values.integers(FIELD, masks.next(1)).getFirst();
    }
  }

  /// A party's share of what it opened last with elements; no check got so far as to send any.
  private static FieldArray lastOpening(TamperedLink link, int party) {
    long[][] planes = link.sent(party).stream().filter(sent -> sent.length == 2).toList().getLast();
    return FIELD.ofWords(planes[0], planes[1]);
  }
}
