package org.moiety.triples.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.TransportException;

@Timeout(30)
final class AgreementTest {
  /// Each role's channels to the others.
  private static Map<SessionRole, Map<SessionRole, Channel>> joined() {
    Map<SessionRole, Map<SessionRole, Channel>> all = new EnumMap<>(SessionRole.class);
    for (SessionRole role : SessionRole.values()) {
      all.put(role, new EnumMap<>(SessionRole.class));
    }
    for (SessionRole one : SessionRole.values()) {
      for (SessionRole other : one.others()) {
        if (one.compareTo(other) < 0) {
          InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 20);
          all.get(one).put(other, pair.left());
          all.get(other).put(one, pair.right());
        }
      }
    }
    return all;
  }

  private static Terms terms(int epochs) {
    return new Terms().with("model", "tiny").with("epochs", epochs);
  }

  private static Terms announcement(SessionRole role) {
    return role == SessionRole.DATA_OWNER ? new Terms().with("examples", 40) : new Terms();
  }

  private static CompletableFuture<Agreement> start(SessionRole role, Terms terms, Map<SessionRole, Channel> others) {
    CompletableFuture<Agreement> reached = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> {
      try {
        reached.complete(Agreement.reach(role, terms, announcement(role), others));
      } catch (RuntimeException e) {
        reached.completeExceptionally(e);
      }
    });
    return reached;
  }

  private static Throwable failure(CompletableFuture<Agreement> reached) {
    Throwable thrown = catchThrowable(reached::join);
    assertThat(thrown).isInstanceOf(CompletionException.class);
    return thrown.getCause();
  }

  @Test
  void partiesAgreeWithoutADealer() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 20);
    CompletableFuture<Agreement> dataOwner = start(SessionRole.DATA_OWNER, terms(3),
        Map.of(SessionRole.MODEL_OWNER, pair.left()));
    CompletableFuture<Agreement> modelOwner = start(SessionRole.MODEL_OWNER, terms(3),
        Map.of(SessionRole.DATA_OWNER, pair.right()));
    assertThat(dataOwner.join().sessionId()).isEqualTo(modelOwner.join().sessionId());
    assertThat(modelOwner.join().announced(SessionRole.DATA_OWNER).get("examples")).isEqualTo("40");
  }

  @Test
  void rolesToldTheSameAreInOneSessionThatIsNewEachTime() {
    String last = "";
    for (int i = 0; i < 2; i++) {
      Map<SessionRole, Map<SessionRole, Channel>> all = joined();
      List<CompletableFuture<Agreement>> reached = Stream.of(SessionRole.values())
          .map(role -> start(role, terms(3), all.get(role))).toList();
      for (CompletableFuture<Agreement> one : reached) {
        assertThat(one.join().sessionId()).isEqualTo(reached.getFirst().join().sessionId()).isNotEqualTo(last);
        assertThat(one.join().announced(SessionRole.DATA_OWNER).get("examples")).isEqualTo("40");
      }
      last = reached.getFirst().join().sessionId();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoWasToldSomethingElseIsNamedByAll(SessionRole odd) {
    Map<SessionRole, Map<SessionRole, Channel>> all = joined();
    Map<SessionRole, CompletableFuture<Agreement>> reached = new EnumMap<>(SessionRole.class);
    for (SessionRole role : SessionRole.values()) {
      reached.put(role, start(role, terms(role == odd ? 4 : 3), all.get(role)));
    }
    for (SessionRole role : SessionRole.values()) {
      assertThat(failure(reached.get(role))).isInstanceOf(AgreementException.class)
          .hasMessageContaining(role == odd
              ? "epochs is 4 here and 3 at the " + odd.others().getFirst().title()
              : "epochs is 3 here and 4 at the " + odd.title());
    }
  }

  @Test
  void settingThatOneDoesNotKnowIsADifference() {
    assertThat(terms(3).difference(terms(3))).isNull();
    assertThat(terms(3).with("seed", 1).difference(terms(3))).isEqualTo(new Terms.Difference("seed", "1", "nothing"));
    assertThat(terms(3).difference(terms(3).with("seed", 1))).isEqualTo(new Terms.Difference("seed", "nothing", "1"));
  }

  @Test
  void whatAPeerSaysCannotFoolATerminal() {
    InMemoryChannel.Pair pair = InMemoryChannel.pair(1 << 20);
    Terms evil = new Terms().with("model", "\u001b[2Jtiny\n" + "x".repeat(1000));
    pair.right().send(new Frame(evil.words(), new Terms().words(), new long[4]));
    pair.right().send(new Frame(new long[4]));
    InMemoryChannel.Pair other = InMemoryChannel.pair(1 << 20);
    other.right().send(new Frame(new Terms().with("model", "tiny").words(), new Terms().words(), new long[4]));
    other.right().send(new Frame(new long[4]));
    assertThatExceptionOfType(AgreementException.class).isThrownBy(
        () -> Agreement.reach(SessionRole.DEALER, new Terms().with("model", "tiny"), new Terms(), Map.of(
            SessionRole.DATA_OWNER, pair.left(), SessionRole.MODEL_OWNER, other.left())))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(400));
  }

  /// The data owner speaks with the dealer of another session, who was told the same.
  @Test
  void rolesOfTwoSessionsNotice() {
    Map<SessionRole, Map<SessionRole, Channel>> one = joined();
    Map<SessionRole, Map<SessionRole, Channel>> other = joined();
    Map<SessionRole, Channel> mixed = new EnumMap<>(one.get(SessionRole.DATA_OWNER));
    mixed.put(SessionRole.DEALER, other.get(SessionRole.DATA_OWNER).get(SessionRole.DEALER));
    List<CompletableFuture<Agreement>> reached = List.of(start(SessionRole.DATA_OWNER, terms(3), mixed),
        start(SessionRole.MODEL_OWNER, terms(3), other.get(SessionRole.MODEL_OWNER)),
        start(SessionRole.DEALER, terms(3), other.get(SessionRole.DEALER)));
    // The data owner's channel to the other session's model owner is a stranger who repeats what he hears.
    Channel echo = other.get(SessionRole.DATA_OWNER).get(SessionRole.MODEL_OWNER);
    echo.send(new Frame(terms(3).words(), announcement(SessionRole.DATA_OWNER).words(), new long[4]));
    echo.send(echo.receive());
    Channel model = one.get(SessionRole.MODEL_OWNER).get(SessionRole.DATA_OWNER);
    model.send(new Frame(terms(3).words(), new Terms().words(), new long[4]));
    model.send(new Frame(new long[4]));
    for (CompletableFuture<Agreement> role : reached) {
      assertThat(failure(role)).isInstanceOf(AgreementException.class)
          .hasMessageContaining("they are not in one session");
    }
  }

  static Stream<Frame> malformed() {
    long[] good = terms(3).words();
    long[] nonce = new long[4];
    long[] tooLong = good.clone();
    tooLong[0] = Long.MAX_VALUE;
    long[] negative = good.clone();
    negative[0] = -1;
    long[] entry = good.clone();
    entry[1] = -1;
    return Stream.of(new Frame(), new Frame(good), new Frame(good, good, new long[3]),
        new Frame(new long[0], good, nonce),
        new Frame(tooLong, good, nonce), new Frame(negative, good, nonce), new Frame(entry, good, nonce),
        new Frame(new long[]{16, 0, 0}, good, nonce), // a name twice
        new Frame(new long[]{8, 1}, good, nonce), new Frame(new long[]{5, 0xff_0000_0001L}, good, nonce));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedSettingsEndTheSession(Frame frame) {
    Map<SessionRole, Map<SessionRole, Channel>> all = joined();
    all.get(SessionRole.DATA_OWNER).get(SessionRole.DEALER).send(frame);
    all.get(SessionRole.MODEL_OWNER).get(SessionRole.DEALER).send(frame);
    assertThatExceptionOfType(TransportException.class).isThrownBy(
        () -> Agreement.reach(SessionRole.DEALER, terms(3), new Terms(), all.get(SessionRole.DEALER)))
        .withMessageStartingWith("malformed message");
  }
}
