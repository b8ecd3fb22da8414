package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.train.HubTrainer;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;

/// A training with several data owners: hub, spokes and dealer as threads, as many sessions as data owners.
@Timeout(600)
final class HubTest {
  private static Map<String, String> digests(HubTrainer.@Nullable Result result) {
    assertThat(result.weights() == null).isFalse();
    return Run.digests(result.weights());
  }

  private static void assertExact(Hub hub) {
    List<HubTrainer.@Nullable Result> expected = hub.publicly();
    Hub.Endings endings = hub.privately(Hub.Cheat.NONE);
    assertThat(endings.failures()).containsOnlyNulls();
    for (int i = 0; i < Hub.EXAMPLES.length; i++) {
      assertThat(digests(expected.get(i))).isEqualTo(digests(expected.getFirst()));
      assertThat(digests(endings.modelOwner().get(i))).as("model owner, spoke %s", i)
          .isEqualTo(digests(expected.getFirst()));
      HubTrainer.Result dataOwner = endings.dataOwner(i);
      assertThat(dataOwner.accuracy()).isEqualTo(expected.get(i).accuracy());
      assertThat(dataOwner.epochs()).isEqualTo(expected.get(i).epochs());
      if (hub.release() == Release.BOTH) {
        assertThat(digests(dataOwner)).isEqualTo(digests(expected.getFirst()));
      } else {
        assertThat(dataOwner.weights() == null).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"EPOCHS, MODEL_OWNER", "BATCHES, BOTH"})
  void maliciousTrainingOfSeveralDataOwnersIsThePublicOne(Schedule schedule, Release release) {
    assertExact(new Hub(Protocol.malicious(), schedule, 2, release));
  }

  @ParameterizedTest
  @CsvSource({"FUSED, BATCHES", "REUSE, EPOCHS", "FRESH, EPOCHS"})
  void semiHonestTrainingOfSeveralDataOwnersIsThePublicOne(MaskPolicy masks, Schedule schedule) {
    assertExact(new Hub(Protocol.semiHonest(masks, TruncationMethod.MASKED), schedule, 1, Release.MODEL_OWNER));
  }

  /// Each data owner can use the network together with the model owner, whatever became of it afterwards.
  @ParameterizedTest
  @EnumSource
  void eachDataOwnerHasSharesOfANetworkThatNobodyLearns(Security security) {
    Protocol protocol = security == Security.MALICIOUS
        ? Protocol.malicious()
        : Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);
    List<BigInteger> expected = new Hub(protocol, Schedule.EPOCHS, 1, Release.BOTH).publicly().getFirst().weights()
        .values().stream().flatMap(revealed -> integers(revealed.bytes())).toList();
    Hub.Endings endings = new Hub(protocol, Schedule.EPOCHS, 1, Release.NONE).privately(Hub.Cheat.NONE);
    assertThat(endings.failures()).containsOnlyNulls();
    for (int i = 0; i < Hub.EXAMPLES.length; i++) {
      List<BigInteger> shares0 = integers(endings.dataOwner(i).shares());
      List<BigInteger> shares1 = integers(endings.modelOwner().get(i).shares());
      assertThat(IntStream.range(0, shares0.size())
          .mapToObj(j -> shares0.get(j).add(shares1.get(j)).mod(Modulus.MOIETY.value())).toList())
          .as("spoke %s", i).isEqualTo(expected);
    }
  }

  private static List<BigInteger> integers(@Nullable StoredShares shares) {
    return shares.parts().stream().flatMap(part -> integers(part.share())).toList();
  }

  /// Of 16 little-endian bytes each.
  private static Stream<BigInteger> integers(byte[] bytes) {
    return IntStream.range(0, bytes.length / 16).mapToObj(i -> {
      byte[] integer = new byte[16];
      for (int j = 0; j < 16; j++) {
        integer[j] = bytes[16 * i + 15 - j];
      }
      return new BigInteger(1, integer);
    });
  }

  @Test
  void orderOfTurnsMatters() {
    Hub epochs = new Hub(Protocol.malicious(), Schedule.EPOCHS, 1, Release.BOTH);
    Hub batches = new Hub(Protocol.malicious(), Schedule.BATCHES, 1, Release.BOTH);
    assertThat(digests(epochs.publicly().getFirst())).isNotEqualTo(digests(batches.publicly().getFirst()));
  }

  /// Adds to the first element of the n-th message of elements.
  private static Channel shifting(Channel channel, int which) {
    return new Channel() {
      private int elements;

      @Override
      public void send(Frame frame) {
        if (frame.planes().length == 2 && elements++ == which) {
          long[][] planes = {frame.planes()[0].clone(), frame.planes()[1].clone()};
          planes[1][0] ^= 1;
          frame.read().run();
          channel.send(new Frame(planes));
        } else {
          channel.send(frame);
        }
      }

      @Override
      public Frame receive() {
        return channel.receive();
      }

      @Override
      public void close() {
        channel.close();
      }
    };
  }

  /// What the model owner passes on first in the second data owner's session is the network: nobody but the seal could tell.
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void networkThatTheHubShiftsIsRefused(int parameter) {
    Hub.Endings endings = new Hub(Protocol.malicious(), Schedule.EPOCHS, 1, Release.MODEL_OWNER)
        .privately(Hub.Cheat.on(1, true, channel -> shifting(channel, parameter)));
    assertRefused(endings, 1);
  }

  private static void assertRefused(Hub.Endings endings, int spoke) {
    List<@Nullable Throwable> failures = endings.failures();
    assertThat(failures.get(1 + spoke)).isInstanceOf(CheatingDetectedException.class)
        .hasMessage("what was taken over is not what was handed over");
    assertThat(failures.get(0)).isInstanceOfAny(TransportException.class, CheatingDetectedException.class);
  }

  /// Passes on, at one of the handovers, what was handed over at an earlier one.
  private static final class Replaying {
    private final int replayed;
    private final int at;
    private final List<Handover> seen = new ArrayList<>();

    Replaying(int replayed, int at) {
      this.replayed = replayed;
      this.at = at;
    }

    Backend model(Backend honest) {
      return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[]{Backend.class},
          (proxy, method, arguments) -> {
            if (method.getName().equals("handOver")) {
              Handover handed = (Handover) method.invoke(honest, arguments);
              seen.add(handed);
              return seen.size() == at ? seen.get(replayed - 1) : handed;
            }
            try {
              return method.invoke(honest, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }
  }

  /// Either past a data owner, as if its turn had not been, or between the same two as at the first time. With batches the network goes 0 1 2 0 2, and 0 1 2 to end.
  @ParameterizedTest
  @CsvSource({"1, 2, 2", "1, 6, 1", "4, 7, 2"})
  void handoverThatTheHubReplaysIsRefused(int replayed, int at, int spoke) {
    Replaying hub = new Replaying(replayed, at);
    Hub.Endings endings = new Hub(Protocol.malicious(), Schedule.BATCHES, 1, Release.MODEL_OWNER)
        .privately(new Hub.Cheat(-1, true, channel -> channel, hub::model, Hub.ID));
    assertRefused(endings, spoke);
  }

  /// The same key and the same step, but another session.
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void sealOfAnotherTrainingIsRefused(int spoke) {
    Hub.Endings endings = new Hub(Protocol.malicious(), Schedule.EPOCHS, 1, Release.MODEL_OWNER)
        .privately(new Hub.Cheat(spoke, false, channel -> channel, backend -> backend, "another"));
    assertRefused(endings, 1);
  }

  /// Whichever message of elements a data owner changes, its own session ends, and nobody has an output.
  @Test
  void messagesThatADataOwnerShiftsAreDetected() {
    Hub hub = new Hub(Protocol.malicious(), Schedule.BATCHES, 1, Release.MODEL_OWNER);
    for (int which : new int[]{0, 1, 7, 30}) {
      List<@Nullable Throwable> failures = hub.privately(Hub.Cheat.on(0, false, channel -> shifting(channel, which)))
          .failures();
      assertThat(failures.getFirst()).as("message %s", which).isInstanceOf(CheatingDetectedException.class);
    }
  }
}
