package org.moiety.engine.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;

/// Steps of a sweep compute what the same operations on whole arrays do.
final class SweepTest {
  @Provide
  Arbitrary<Modulus> moduli() {
    return Arbitraries.of(Elements.MODULI);
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  void stepsEqualOperationsOnWholeArrays(@ForAll("moduli") Modulus modulus, @ForAll long seed,
      @ForAll @IntRange(max = 40) int length, @ForAll @IntRange(max = 8) int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Field field = Elements.field(modulus);
    FieldArray x = Elements.array(field, Elements.anything(modulus, random, length));
    FieldArray y = Elements.array(field, Elements.anything(modulus, random, length));
    Element c = field.element(Elements.anything(modulus, random, 1).getFirst());
    Sweep sweep = Sweep.of(field, x);
    FieldArray expected = x;
    for (int i = 0; i < count; i++) {
      FieldArray before = expected;
      switch (random.nextInt(5)) {
        case 0 -> {
          sweep = sweep.then((in, into, from, to) -> field.add(in, y, into, from, to));
          expected = field.add(before, y);
        }
        case 1 -> {
          sweep = sweep.then((in, into, from, to) -> field.multiply(in, y, into, from, to));
          expected = field.multiply(before, y);
        }
        case 2 -> {
          sweep = sweep.then((in, into, from, to) -> field.times(in, c, into, from, to));
          expected = field.times(before, c);
        }
        case 3 -> {
          sweep = sweep.then((in, into, from, to) -> field.timesPlus(y, c, in, into, from, to));
          expected = field.timesPlus(y, c, before);
        }
        default -> {
          sweep = sweep.then((in, into, from, to) -> field.add(in, in, into, from, to));
          expected = field.add(before, before);
        }
      }
    }
    assertThat(Elements.integers(field, sweep.run())).isEqualTo(Elements.integers(field, expected));
  }

  @Example
  void everyElementIsDoneOnceWhateverThePieces() {
    try (Workers workers = new Workers(3)) {
      Field field = Field.moiety(workers);
      int length = 10 * Field.PIECE + 17;
      AtomicInteger done = new AtomicInteger();
      FieldArray ones = Sweep.of(field, field.zeros(length))
          .then((in, into, from, to) -> field.plus(in, field.element(1), into, from, to))
          .then((in, into, from, to) -> done.addAndGet(to - from))
          .run();
      assertThat(done).hasValue(length);
      assertThat(Elements.integers(field, ones)).allMatch(e -> e.intValueExact() == 1);
    }
  }

  @Example
  void withoutStepsItIsTheSource() {
    Field field = Elements.field(Modulus.MOIETY);
    FieldArray source = field.zeros(5);
    assertThat(Sweep.of(field, source).run()).isSameAs(source);
    assertThat(Sweep.of(field, source).isPending()).isFalse();
  }

  @Example
  void stepsEndWithTheLastRunOnly() {
    Field field = Elements.field(Modulus.MOIETY);
    AtomicInteger ended = new AtomicInteger();
    Sweep sweep = Sweep.of(field, field.zeros(5)).then(new Sweep.Step() {
      @Override
      public void run(FieldArray in, FieldArray into, int from, int to) {
        field.negate(in, into, from, to);
      }

      @Override
      public void end() {
        ended.incrementAndGet();
      }
    });
    sweep.run();
    assertThat(ended).hasValue(0);
    sweep.finish();
    assertThat(ended).hasValue(1);
  }

  @Example
  void aStepMoreLeavesTheSweepBeforeAsItWas() {
    Field field = Elements.field(Modulus.MOIETY);
    Sweep one = Sweep.of(field, field.zeros(3)).then((in, into, from, to) -> field.plus(in, field.element(1), into,
        from, to));
    Sweep two = one.then((in, into, from, to) -> field.add(in, in, into, from, to));
    assertThat(Elements.integers(field, one.run())).allMatch(e -> e.intValueExact() == 1);
    assertThat(Elements.integers(field, two.run())).allMatch(e -> e.intValueExact() == 2);
  }
}
