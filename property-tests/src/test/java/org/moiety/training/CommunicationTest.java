package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.Meter.Phase;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.layers.model.ModelSpec;
import org.moiety.triples.dealer.EmbeddedSession;

/// How many values an iteration opens, against SV18 tables 6 and 7, which print thousands.
///
/// A count is `n per example + weights`, so that a small batch tells what one of 128 opens; the real batch runs under `-Plong` too.
final class CommunicationTest {
  private static final int PAPER = 128;
  private static final int SMALL = 3;

  /// Values that party 0 sent, by layer and phase, in one iteration; party 1 must have sent as many in the network's own layers.
  private static Map<String, Long> iteration(ModelSpec spec, MaskPolicy masks, TruncationMethod truncation, int batch) {
    Run.Private run = new Run(spec, masks, truncation, batch, 1).privately();
    Map<String, Long> counts = values(run.meter0(), Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE);
    assertThat(values(run.meter1(), Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE)).isEqualTo(counts);
    return counts;
  }

  private static Map<String, Long> values(Meter meter, Phase... phases) {
    Map<String, Long> counts = new TreeMap<>();
    for (Meter.Count count : meter.counts()) {
      assertThat(count.bytes()).isEqualTo(16 * count.values());
      if (Set.of(phases).contains(count.phase()) && count.values() > 0) {
        counts.merge(count.layer() + " " + count.phase().name().toLowerCase(Locale.ROOT), count.values(),
            Long::sum);
      }
    }
    return counts;
  }

  /// `perExample * batch + weights`, checked to be the paper's number at a batch of 128.
  private static void expect(Map<String, Long> counts, int batch, String layer, long perExample, long weights,
      long printed) {
    assertThat(perExample * PAPER + weights).as("the paper's %s", layer).isEqualTo(printed);
    assertThat(counts.remove(layer)).as(layer).isEqualTo(perExample * batch + weights);
  }

  private static void shallowBaseline(int batch) {
    Map<String, Long> counts = iteration(ModelSpec.shallow(), MaskPolicy.FRESH, TruncationMethod.LOCAL, batch);
    expect(counts, batch, "conv2d forward", 7056, 288, 903_456);
    expect(counts, batch, "conv2d backward", 7056 + 25_088, 0, 4_114_432);
    expect(counts, batch, "relu forward", 4 * 6272, 0, 3_211_264);
    expect(counts, batch, "relu backward", 4 * 6272, 0, 3_211_264);
    expect(counts, batch, "dense forward", 6272, 62_720, 865_536);
    expect(counts, batch, "dense backward", 6272 + 2 * 10, 62_720, 868_096);
    assertThat(counts).isEmpty();
  }

  private static void shallowOptimised(int batch) {
    Map<String, Long> counts = iteration(ModelSpec.shallow(), MaskPolicy.REUSE, TruncationMethod.LOCAL, batch);
    expect(counts, batch, "conv2d forward", 784, 288, 100_640);
    expect(counts, batch, "conv2d backward", 6272, 0, 802_816);
    expect(counts, batch, "relu forward", 2 * 6272, 0, 1_605_632);
    expect(counts, batch, "relu backward", 6272, 0, 802_816);
    expect(counts, batch, "dense forward", 6272, 62_720, 865_536);
    expect(counts, batch, "dense backward", 10, 0, 1_280);
    assertThat(counts).isEmpty();
  }

  private static void deepBaseline(int batch) {
    Map<String, Long> counts = iteration(ModelSpec.deep(), MaskPolicy.FRESH, TruncationMethod.LOCAL, batch);
    expect(counts, batch, "conv2d forward", 7056, 288, 903_456);
    expect(counts, batch, "conv2d backward", 7056 + 25_088, 0, 4_114_432);
    expect(counts, batch, "relu forward", 4 * 6272, 0, 3_211_264);
    expect(counts, batch, "relu backward", 4 * 6272, 0, 3_211_264);
    expect(counts, batch, "conv2d_2 forward", 196 * 288, 9216, 7_234_560);
    expect(counts, batch, "conv2d_2 backward", 196 * 288 + 2 * 6272, 9216, 8_840_192);
    expect(counts, batch, "relu_2 forward", 4 * 1568, 0, 802_816);
    expect(counts, batch, "relu_2 backward", 4 * 1568, 0, 802_816);
    expect(counts, batch, "dense forward", 1568, 15_680, 216_384);
    expect(counts, batch, "dense backward", 1568 + 2 * 10, 15_680, 218_944);
    assertThat(counts).isEmpty();
  }

  private static void deepOptimised(int batch) {
    Map<String, Long> counts = iteration(ModelSpec.deep(), MaskPolicy.REUSE, TruncationMethod.LOCAL, batch);
    expect(counts, batch, "conv2d forward", 784, 288, 100_640);
    expect(counts, batch, "conv2d backward", 6272, 0, 802_816);
    expect(counts, batch, "relu forward", 2 * 6272, 0, 1_605_632);
    expect(counts, batch, "relu backward", 6272, 0, 802_816);
    expect(counts, batch, "conv2d_2 forward", 6272, 9216, 812_032);
    expect(counts, batch, "conv2d_2 backward", 1568, 0, 200_704);
    expect(counts, batch, "relu_2 forward", 2 * 1568, 0, 401_408);
    expect(counts, batch, "relu_2 backward", 1568, 0, 200_704);
    expect(counts, batch, "dense forward", 1568, 15_680, 216_384);
    expect(counts, batch, "dense backward", 10, 0, 1_280);
    assertThat(counts).isEmpty();
  }

  @Test
  void baselineOfTheShallowNetOpensWhatThePaperSays() {
    shallowBaseline(SMALL);
  }

  @Test
  void optimisedShallowNetOpensWhatThePaperSays() {
    shallowOptimised(SMALL);
  }

  @Test
  void baselineOfTheDeepNetOpensWhatThePaperSays() {
    deepBaseline(2);
  }

  @Test
  void optimisedDeepNetOpensWhatThePaperSays() {
    deepOptimised(2);
  }

  @Test
  void shallowCountsAreThoseOfThePaperAtItsBatchSize() {
    shallowBaseline(PAPER);
    shallowOptimised(PAPER);
  }

  @Test
  void optimisedDeepCountsAreThoseOfThePaperAtItsBatchSize() {
    deepOptimised(PAPER);
  }

  @Test
  @Tag("long")
  void baselineDeepCountsAreThoseOfThePaperAtItsBatchSize() {
    deepBaseline(PAPER);
  }

  /// Per example and fixed values of what one iteration opens, truncations, gradient of the logits and their reveal included, images apart.
  @ParameterizedTest
  @CsvSource({"shallow,3300000", "deep,4100000"})
  void fusedOpensEveryValueOnce(String preset, long limit) {
    long two = fusedIteration(preset, 2);
    long three = fusedIteration(preset, 3);
    long perExample = three - two;
    long fixed = two - 2 * perExample;
    assertThat(perExample * PAPER + fixed).isBetween(limit * 9 / 10, limit);
  }

  @ParameterizedTest
  @CsvSource({"shallow,3300000", "deep,4100000"})
  @Tag("long")
  void fusedOpensEveryValueOnceAtThePapersBatchSize(String preset, long limit) {
    assertThat(fusedIteration(preset, PAPER)).isBetween(limit * 9 / 10, limit);
  }

  /// All values either party sends in the second of two iterations, whichever sends more, without the images: initial and final weights drop out.
  private static long fusedIteration(String preset, int batch) {
    Run one = new Run(ModelSpec.preset(preset), MaskPolicy.FUSED, TruncationMethod.MASKED, batch, 1);
    Run two = new Run(ModelSpec.preset(preset), MaskPolicy.FUSED, TruncationMethod.MASKED, batch, 2);
    Run.Private shorter = one.privately();
    Run.Private longer = two.privately();
    return Math.max(withoutImages(longer.meter0()) - withoutImages(shorter.meter0()),
        withoutImages(longer.meter1()) - withoutImages(shorter.meter1()));
  }

  private static long withoutImages(Meter meter) {
    return meter.total().values() - images(meter);
  }

  private static long images(Meter meter) {
    return meter.counts().stream().filter(c -> c.layer().equals("images")).mapToLong(Meter.Count::values).sum();
  }

  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void imagesAreOpenedOnceInTheWholeTraining(MaskPolicy masks) {
    Run run = new Run(ModelSpec.mlp(), masks, TruncationMethod.MASKED, 4, 3);
    for (int epochs : new int[]{1, 3}) {
      Run.Private trained = run.withEpochs(epochs).privately();
      assertThat(images(trained.meter0())).as("%s epochs", epochs).isEqualTo(784 * 4 * 3);
      assertThat(images(trained.meter1())).isZero();
    }
  }

  /// Inputs go from their owner to the other party, and results to their receiver: nothing else crosses outside the layers.
  @Test
  void inputsAndRevealsAreCountedAtTheirSender() {
    int batch = 2;
    Run.Private run = new Run(ModelSpec.mlp(), MaskPolicy.FUSED, TruncationMethod.MASKED, batch, 1).privately();
    long weights = 784 * 128 + 128 + 128 * 128 + 128 + 128 * 10 + 10;
    Map<String, Long> sent0 = values(run.meter0(), Phase.INPUT, Phase.REVEAL);
    Map<String, Long> sent1 = values(run.meter1(), Phase.INPUT, Phase.REVEAL);
    assertThat(sent0.remove("images input")).isEqualTo(784L * batch);
    assertThat(sent0.remove("softmax input")).isEqualTo(10L * batch);
    assertThat(sent1.remove("softmax reveal")).isEqualTo(10L * batch);
    assertThat(sent0.values().stream().mapToLong(v -> v).sum()).isEqualTo(weights);
    assertThat(sent1.values().stream().mapToLong(v -> v).sum()).isEqualTo(2 * weights);
  }

  /// Active security opens the very same values. A check sends 112 bytes however much it is about, the first one 32 more; party 0 16 more where it alone received something.
  @Test
  void activeSecurityOpensNothingMoreAndChecksInConstantBytes() {
    for (int batch : new int[]{2, 9}) {
      Run run = new Run(ModelSpec.mlp(), MaskPolicy.FUSED, TruncationMethod.MASKED, batch, 2);
      Run.Private plain = run.privately();
      Run.Private checked = run.malicious().privately();
      // a batch: at its beginning, but for the first, and before and after the logits; then before the six parameters and after each
      int checks = 1 + 2 * 2 + 1 + 6;
      for (boolean first : new boolean[]{true, false}) {
        Meter meter = first ? checked.meter0() : checked.meter1();
        Map<Boolean, List<Meter.Count>> byKind = meter.counts().stream()
            .collect(Collectors.partitioningBy(count -> count.phase() == Phase.CHECK));
        assertThat(byKind.get(false)).isEqualTo((first ? plain.meter0() : plain.meter1()).counts());
        assertThat(byKind.get(true)).allMatch(count -> count.values() == 0);
        assertThat(byKind.get(true).stream().mapToLong(Meter.Count::bytes).sum())
            .isEqualTo(32 + 112 * checks + (first ? 16 * 2 : 0));
      }
    }
  }

  /// Layer by layer and phase by phase, as the paper's tables have it.
  @ParameterizedTest
  @ValueSource(strings = {"shallow", "deep"})
  void activeSecurityChangesNoCountOfALayer(String preset) {
    Run run = new Run(ModelSpec.preset(preset), MaskPolicy.FUSED, TruncationMethod.MASKED, 2, 1);
    Run.Private plain = run.privately();
    Run.Private checked = run.malicious().privately();
    assertThat(values(plain.meter0(), Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE)).isNotEmpty()
        .isEqualTo(uncheckedValues(checked.meter0()));
    assertThat(values(plain.meter1(), Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE))
        .isEqualTo(uncheckedValues(checked.meter1()));
  }

  private static Map<String, Long> uncheckedValues(Meter meter) {
    Map<String, Long> counts = new TreeMap<>();
    for (Meter.Count count : meter.counts()) {
      if (Set.of(Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE).contains(count.phase()) && count.values() > 0) {
        counts.merge(count.layer() + " " + count.phase().name().toLowerCase(Locale.ROOT), count.values(), Long::sum);
      }
    }
    return counts;
  }

  @Test
  void checkOfTenThousandOpeningsSendsWhatOneOfTenDoes() {
    List<Long> ten = checkBytes(10);
    assertThat(ten).containsExactly(32L + 2 * 112, 32L + 2 * 112);
    assertThat(checkBytes(10_000)).isEqualTo(ten);
  }

  /// What the parties send for two checks: of so many openings, and of the one that is revealed.
  private static List<Long> checkBytes(int openings) {
    EmbeddedSession.Outcome<Meter> outcome = new EmbeddedSession(Modulus.MOIETY, Protocol.malicious(), Seed.of(3), 2)
        .run(role -> {
          role.begin(1);
          Secret x = role.input(0, 1, () -> role.field().zeros(1));
          for (int i = 0; i < openings; i++) {
            x = x.truncate(new Truncation(2, BigInteger.ONE.shiftLeft(20), Modulus.MOIETY));
          }
          x.reveal(Receiver.BOTH);
          return role.meter();
        });
    return Stream.of(outcome.party0(), outcome.party1()).map(meter -> {
      assertThat(meter.total().values()).isBetween((long) openings, openings + 2L);
      return meter.counts().stream().filter(count -> count.phase() == Phase.CHECK).mapToLong(Meter.Count::bytes).sum();
    }).toList();
  }
}
