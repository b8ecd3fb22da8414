package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.triples.dealer.EmbeddedSession;

/// A private training gives the very weights of the public one that replays its rounding.
final class ExactTrainingTest {
  private static final int BATCHES = 8;

  private static void assertExact(Run run) {
    Run.Private trained = run.privately();
    Map<String, String> expected = Run.digests(run.replayed());
    assertThat(Run.digests(trained.party0())).isEqualTo(expected);
    assertThat(Run.digests(trained.party1())).isEqualTo(expected);
    assertThat(trained.failureBound()).isBetween(Double.MIN_NORMAL, Math.scalb(1.0, -20));
  }

  static Stream<Arguments> presetsAndPolicies() {
    return ModelSpec.PRESETS.stream()
        .flatMap(preset -> Stream.of(MaskPolicy.values()).map(masks -> Arguments.of(preset, masks)));
  }

  @ParameterizedTest
  @MethodSource("presetsAndPolicies")
  void privateTrainingIsThePublicOneBitForBit(String preset, MaskPolicy masks) {
    assertExact(new Run(ModelSpec.preset(preset), masks, TruncationMethod.MASKED, 3, BATCHES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shallow", "deep", "mlp"})
  void privateTrainingIsThePublicOneBitForBitOverFullBatches(String preset) {
    assertExact(new Run(ModelSpec.preset(preset), MaskPolicy.FUSED, TruncationMethod.MASKED, 128, BATCHES));
  }

  /// Not the presets' layers only: strides, an even kernel, no bias, pooling by itself, an odd polynomial on a wide interval, dropout.
  private static final ModelSpec EVERYTHING = new ModelSpec("everything", Shape.of(1, 28, 28),
      List.of(new LayerSpec.Conv2dSpec(3, 5, 4, 2, false, true), new LayerSpec.SigmoidSpec(9, 4),
          new LayerSpec.AveragePoolingSpec(2), new LayerSpec.Conv2dSpec(4, 2, 2, 1, true, false),
          new LayerSpec.SquareSpec(), new LayerSpec.DropoutSpec(new BigDecimal("0.25")),
          new LayerSpec.AveragePoolingSpec(2), new LayerSpec.DenseSpec(12, true), new LayerSpec.ReluSpec(5, 2),
          new LayerSpec.DenseSpec(10, false)));

  @ParameterizedTest
  @MethodSource("presets")
  void maliciousTrainingIsThePublicOneBitForBit(String preset) {
    assertExact(new Run(ModelSpec.preset(preset), MaskPolicy.FUSED, TruncationMethod.MASKED, 3, BATCHES).malicious());
  }

  @Test
  void maliciousTrainingOfEveryKindOfLayerIsExactOverEpochs() {
    assertExact(new Run(EVERYTHING, MaskPolicy.FUSED, TruncationMethod.MASKED, 6, 3).malicious());
    assertExact(new Run(ModelSpec.mlp(), MaskPolicy.FUSED, TruncationMethod.MASKED, 5, 2).malicious().withEpochs(3));
  }

  static Stream<String> presets() {
    return ModelSpec.PRESETS.stream();
  }

  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void everyKindOfLayerIsExact(MaskPolicy masks) {
    assertExact(new Run(EVERYTHING, masks, TruncationMethod.MASKED, 6, 3));
  }

  @Test
  void exactReluOfPrivateValuesIsRefused() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> new EmbeddedSession(Modulus.MOIETY,
            Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED), Seed.of(1), 1)
            .run(role -> {
              Backend backend = new PrivateBackend(role, Precision.DEFAULT);
              backend.begin(1);
              return backend.input(0, "x", Shape.of(2), () -> new double[]{1, -1}).isPositive();
            }))
        .withMessageContaining("not visible");
  }

  /// Rows are opened in the first epoch and used again, in another order, in the others; the last batch is a smaller one.
  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void furtherEpochsAreExactToo(MaskPolicy masks) {
    assertExact(new Run(ModelSpec.mlp(), masks, TruncationMethod.MASKED, 5, 2).withEpochs(3));
  }

  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void decimalPrecisionIsExactToo(MaskPolicy masks) {
    assertExact(
        new Run(ModelSpec.shallow(), masks, TruncationMethod.MASKED, 2, 2).withPrecision(new Precision(10, 7, 12)));
  }

  @Test
  void weightsDoNotDependOnTheNumberOfThreads() {
    Run run = new Run(ModelSpec.shallow(), MaskPolicy.FUSED, TruncationMethod.MASKED, 16, 2);
    Map<String, String> one = Run.digests(run.withThreads(1).privately().party0());
    assertThat(Run.digests(run.withThreads(2).privately().party0())).isEqualTo(one);
    assertThat(Run.digests(run.withThreads(3).privately().party0())).isEqualTo(one);
    assertThat(Run.digests(run.withThreads(3).replayed())).isEqualTo(one);
  }

  /// Exactness is not that rounding does not matter: without the masks other weights come out, some units away.
  @Test
  void roundingDownGivesOtherWeightsNearby() {
    Run run = new Run(ModelSpec.mlp(), MaskPolicy.FUSED, TruncationMethod.MASKED, 8, 2);
    Run.Private trained = run.privately();
    assertThat(Run.digests(run.floored())).isNotEqualTo(Run.digests(trained.party0()));
    assertNear(run, trained);
  }

  /// Where each party divides its share, rounding depends on the shares: the same weights up to rounding.
  @ParameterizedTest
  @EnumSource(MaskPolicy.class)
  void localTruncationGivesTheSameWeightsUpToRounding(MaskPolicy masks) {
    Run run = new Run(ModelSpec.mlp(), masks, TruncationMethod.LOCAL, 8, 2);
    assertNear(run, run.privately());
  }

  private static void assertNear(Run run, Run.Private trained) {
    Map<String, Backend.Revealed> floored = Run.weights(run.floored());
    Run.weights(trained.party1()).forEach((name, revealed) -> {
      double[] expected = floored.get(name).values();
      for (int i = 0; i < expected.length; i++) {
        // a unit is 2^-24; errors of a few hundred units in activations and gradients are scaled by the learning rate
        assertThat(revealed.values()[i]).as(name).isCloseTo(expected[i], within(Math.scalb(1.0, -19)));
      }
    });
  }
}
