package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.random.Seed;

/// Somebody changes one message of a training with active security: whichever it is, whatever becomes of it, no party ends with a wrong output.
final class TamperingTest {
  /// What becomes of the message.
  enum Mutation {
    BIT_FLIPPED, ZERO, P_MINUS_ONE, P, REPLAYED, SWAPPED_WITH_NEXT, TRUNCATED, TOO_LONG, DROPPED, DELAYED;

    /// Applies to one message of a link.
    TamperedLink.Tamper at(int sender, int index) {
      List<Frame> held = new ArrayList<>();
      return (link, message) -> {
        if (message.sender() != sender) {
          return List.of(message.frame());
        }
        if (message.index() == index) {
          if (this == SWAPPED_WITH_NEXT) {
            held.add(message.held());
            return List.of();
          }
          return deliver(link, message);
        }
        List<Frame> frames = new ArrayList<>(List.of(message.frame()));
        frames.addAll(held);
        held.clear();
        return frames;
      };
    }

    private List<Frame> deliver(TamperedLink link, TamperedLink.Message message) {
      long[][] planes = message.copy();
      switch (this) {
        case BIT_FLIPPED ->
          planes[planes.length - 1][message.index() % planes[0].length] ^= 1L << (message.index() % 64);
        case ZERO -> fill(planes, 0, 0);
        case P_MINUS_ONE -> fill(planes, Modulus.MOIETY.hi(), Modulus.MOIETY.lo() - 1);
        case P -> fill(planes, Modulus.MOIETY.hi(), Modulus.MOIETY.lo());
        case REPLAYED -> planes = earlier(link, message);
        case TRUNCATED -> planes = resized(planes, -1);
        case TOO_LONG -> planes = resized(planes, 1);
        case DROPPED -> {
          message.frame().read().run();
          return List.of();
        }
        case DELAYED -> {
          link.deliverLate(message);
          return List.of();
        }
        case SWAPPED_WITH_NEXT -> throw new AssertionError();
      }
      return List.of(message.with(planes));
    }

    private static void fill(long[][] planes, long hi, long lo) {
      Arrays.fill(planes[0], hi);
      Arrays.fill(planes[planes.length - 1], lo);
    }

    /// The last message before of the same shape, else the last before; the first message itself where there is none.
    private static long[][] earlier(TamperedLink link, TamperedLink.Message message) {
      List<long[][]> before = link.sent(message.sender()).subList(0, message.index());
      return before.reversed().stream()
          .filter(planes -> planes.length == message.frame().planes().length
              && planes[0].length == message.frame().planes()[0].length)
          .findFirst().orElse(before.isEmpty() ? resized(message.copy(), 1) : before.getLast());
    }

    private static long[][] resized(long[][] planes, int by) {
      return Arrays.stream(planes).map(plane -> Arrays.copyOf(plane, plane.length + by)).toArray(long[][]::new);
    }
  }

  private static final Seed MASTER = Seed.of(3);

  /// What both parties output, and how many messages each sends.
  private record Honest(String weights, int[] messages) {
    static Honest run(int batches) {
      TamperedLink link = new TamperedLink(TamperedLink.Tamper.NONE);
      List<AdversaryRig.Ending<String>> endings = new AdversaryRig(MASTER, link).run(SmallTraining.program(batches));
      assertThat(endings).extracting(AdversaryRig.Ending::failure).containsOnlyNulls();
      assertThat(endings.get(0).result()).isNotEmpty().isEqualTo(endings.get(1).result());
      return new Honest(endings.get(0).result(), new int[]{link.sent(0).size(), link.sent(1).size()});
    }
  }

  private static void expectAbort(Honest honest, int batches, Mutation mutation, int sender, int index) {
    List<AdversaryRig.Ending<String>> endings = new AdversaryRig(MASTER, new TamperedLink(mutation.at(sender, index)))
        .run(SmallTraining.program(batches));
    String what = mutation + " in message " + index + " of party " + sender;
    assertThat(endings.get(1 - sender).failure()).as("receiver of %s", what)
        .isInstanceOfAny(CheatingDetectedException.class, TransportException.class);
    if (index < honest.messages[sender] - 2) {
      assertThat(endings.get(sender).failure()).as("sender of %s", what)
          .isInstanceOfAny(CheatingDetectedException.class, TransportException.class);
    } else if (endings.get(sender).failure() == null) { // of the last check: the sender is done when the receiver finds it
      assertThat(endings.get(sender).result()).as(what).isEqualTo(honest.weights);
    }
  }

  /// Each message once, with one mutation after the other.
  @Test
  void tamperedMessageEndsBothParties() {
    Honest honest = Honest.run(1);
    for (int sender = 0; sender < 2; sender++) {
      for (int index = 0; index < honest.messages[sender]; index++) {
        Mutation mutation = Mutation.values()[(index + 4 * sender) % Mutation.values().length];
        expectAbort(honest, 1, mutation, sender, index);
      }
    }
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(Mutation.class)
  void everyTamperedMessageEndsBothParties(Mutation mutation) {
    Honest honest = Honest.run(2);
    for (int sender = 0; sender < 2; sender++) {
      for (int index = 0; index < honest.messages[sender]; index++) {
        expectAbort(honest, 2, mutation, sender, index);
      }
    }
  }
}
