package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// What every mask policy with every truncation owes to whole programs.
interface ProgramLaws {
  MaskPolicy masks();

  TruncationMethod truncation();

  default Security security() {
    return Security.SEMI_HONEST;
  }

  /// 5 to 15 instructions; products and truncations often, for their masks are what may go wrong.
  @Provide
  default Arbitrary<List<Instruction>> programs() {
    Arbitrary<Instruction.Operation> operations = Arbitraries.frequency(Tuple.of(2, Instruction.Operation.INPUT),
        Tuple.of(1, Instruction.Operation.IMPORT),
        Tuple.of(2, Instruction.Operation.ROWS), Tuple.of(3, Instruction.Operation.MAP),
        Tuple.of(2, Instruction.Operation.PLUS), Tuple.of(1, Instruction.Operation.PLUS_IMAGE),
        Tuple.of(2, Instruction.Operation.COMBINE), Tuple.of(2, Instruction.Operation.MINUS),
        Tuple.of(1, Instruction.Operation.TIMES), Tuple.of(1, Instruction.Operation.PLUS_PUBLIC),
        Tuple.of(6, Instruction.Operation.PRODUCT), Tuple.of(1, Instruction.Operation.PRODUCT_PUBLIC),
        Tuple.of(6, Instruction.Operation.TRUNCATE), Tuple.of(1, Instruction.Operation.MASKED),
        Tuple.of(2, Instruction.Operation.REVEAL), Tuple.of(3, Instruction.Operation.BEGIN));
    Arbitrary<Integer> registers = Arbitraries.integers().between(0, 39).withoutEdgeCases();
    Arbitrary<Long> details = Arbitraries.longs().withoutEdgeCases();
    return Combinators.combine(operations, registers, registers, details).as(Instruction::new).list().ofMinSize(5)
        .ofMaxSize(15);
  }

  /// Every register of the private run is exactly what the public run computes; truncations as the session's masks round them, or, where each party
  /// divides its share, within one unit of the floor.
  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  default void programsReconstructToThePublicComputation(@ForAll("programs") List<Instruction> instructions,
      @ForAll long seed) {
    agree(Modulus.MOIETY, instructions, seed);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  default void programsReconstructInASmallField(@ForAll("programs") List<Instruction> instructions, @ForAll long seed) {
    agree(new Modulus(BigInteger.valueOf(97)), instructions, seed);
  }

  private void agree(Modulus modulus, List<Instruction> instructions, long seed) {
    RandomProgram program = new RandomProgram(modulus, truncation() == TruncationMethod.LOCAL, instructions);
    Seed master = Seed.of(seed);
    Protocol protocol = new Protocol(masks(), truncation(), security());
    EmbeddedSession.Outcome<List<List<BigInteger>>> outcome = new EmbeddedSession(modulus, protocol, master, 1)
        .run(program::run);
    assertThat(outcome.party1()).isEqualTo(outcome.party0());
    try (ReplayedMasks masks = ReplayedMasks.of(program.field(), protocol, SessionSeeds.of(master), program::run)) {
      check(program, outcome.party0(), masks);
    }
  }

  private void check(RandomProgram program, List<List<BigInteger>> registers, ReplayedMasks masks) {
    Field field = program.field();
    List<FieldArray> values = new ArrayList<>();
    for (int k = 0; k < program.steps().size(); k++) {
      RandomProgram.Step step = program.steps().get(k);
      String where = "register " + k + " of" + program;
      if (step.publicly() != null) {
        assertThat(registers.get(k)).as(where)
            .isEqualTo(Values.integers(field, step.publicly().apply(field, values)));
      } else if (step.truncation() != null) {
        List<BigInteger> operand = Values.signed(field, values.get(step.operand()));
        List<BigInteger> quotient = Values.signed(field, Values.array(field, registers.get(k)));
        checkTruncation(where, step.truncation(), operand, quotient, program.isKnown(step.operand()), field, masks);
      }
      values.add(Values.array(field, registers.get(k)));
    }
  }

  private void checkTruncation(String where, Truncation t, List<BigInteger> v, List<BigInteger> y, boolean known,
      Field field, ReplayedMasks masks) {
    if (truncation() == TruncationMethod.MASKED) {
      assertThat(y).as(where).isEqualTo(SecretLaws.replay(field, t, v, masks.next(v.size())));
    }
    for (int i = 0; i < v.size() && known && field.modulus().equals(Modulus.MOIETY); i++) {
      assertThat(y.get(i).subtract(SecretLaws.floor(v.get(i), t.divisor()))).as(where)
          .isBetween(BigInteger.valueOf(truncation() == TruncationMethod.LOCAL ? -1 : 0), BigInteger.ONE);
    }
  }
}
