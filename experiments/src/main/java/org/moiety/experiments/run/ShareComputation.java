package org.moiety.experiments.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Scale;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.triples.dealer.EmbeddedSession;

/// Computes on two shared arrays: both parties and a dealer in this process.
public final class ShareComputation {
  /// A truncation goes wrong with probability below 2^-40, all entries together.
  private static final int FAILURE_BITS = 40;
  private static final int MAX_INTEGER_BITS = 40;

  private ShareComputation() {}

  /// What came of it.
  ///
  /// @param integerBits products are right while they are below 2^integerBits; 0 where nothing was truncated
  /// @param sent by party 0
  public record Result(SharedArray array, int integerBits, double failureBound, Count sent) {}

  private record Part(byte @Nullable [] share, double failureBound, Count sent) {}

  /// @param randomness of masks and of the result's id
  /// @throws UsageException if shapes or precisions do not fit
  public static Result run(ShareOperation operation, SharedArray a, SharedArray b, int threads, Seed randomness) {
    if (!a.precision().equals(b.precision())) {
      throw new UsageException("precisions do not fit: " + a + " has " + text(a.precision()) + ", " + b + " has "
          + text(b.precision()));
    }
    ShareOperation.Plan plan = operation.plan(a, b);
    Precision precision = a.precision();
    int length = 1;
    for (int size : plan.shape()) {
      length = Math.multiplyExact(length, size);
    }
    Precision product = roomy(precision, length);
    EmbeddedSession session = new EmbeddedSession(Modulus.MOIETY,
        Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED),
        randomness.derive("session"), threads);
    EmbeddedSession.Outcome<Part> outcome = session.run(role -> {
      Secret z = compute(role, operation, plan, a, b, product);
      FieldArray share = role.exportShare(z);
      return new Part(share == null ? null : Codec.toBytes(role.field(), share), role.truncationRisk().failureBound(),
          role.meter().total());
    });
    SharedArray array = SharedArray.of(operation.toString(), plan.shape(), precision, randomness,
        Objects.requireNonNull(outcome.party0().share()), Objects.requireNonNull(outcome.party1().share()));
    return new Result(array, plan.map() == null ? 0 : product.integerBits(), outcome.party0().failureBound(),
        outcome.party0().sent());
  }

  private static Secret compute(Role role, ShareOperation operation, ShareOperation.Plan plan, SharedArray a,
      SharedArray b, Precision product) {
    role.begin(1);
    role.enter(Names.of(operation), Meter.Phase.FORWARD);
    Secret x = role.importShare(a.length(), () -> a.elements(role.field(), role.party()));
    Secret y = role.importShare(b.length(), () -> b.elements(role.field(), role.party()));
    if (plan.map() == null) {
      return operation == ShareOperation.ADD ? x.plus(y) : x.minus(y);
    }
    Scale squared = product.scale().times(product.scale());
    Truncation truncation = product.truncation(squared, role.field().modulus());
    return x.product(plan.map(), y).truncate(truncation);
  }

  /// The same scale with as many integer bits as the truncation of a product has room for.
  private static Precision roomy(Precision precision, int length) {
    int scaleBits = precision.scale().times(precision.scale()).units().bitLength();
    int lengthBits = 32 - Integer.numberOfLeadingZeros(length);
    int room = Modulus.MOIETY.bits() - 2 - FAILURE_BITS - scaleBits - lengthBits;
    return new Precision(precision.base(), precision.digits(),
        Math.min(MAX_INTEGER_BITS, Math.max(precision.integerBits(), room)));
  }

  private static String text(Precision precision) {
    return precision.digits() + (precision.base() == 2 ? " bits" : " digits") + " and " + precision.integerBits()
        + " integer bits";
  }
}
