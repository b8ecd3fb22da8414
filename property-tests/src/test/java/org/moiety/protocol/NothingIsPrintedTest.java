package org.moiety.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.field.Sweep;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.KeepMap;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Seed;
import org.moiety.engine.share.Derivation;
import org.moiety.engine.share.Share;
import org.moiety.layers.file.SharesFile;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.SessionSeeds;

/// What holds a share, a mask, a key or an opened sum says of itself what it is and how long, also in a message or a log that it gets into by mistake.
final class NothingIsPrintedTest {
  private static final Field FIELD = Values.field(Modulus.MOIETY);
  private static final long VALUE = 123_456_789;

  private static void assertSaysNothing(Object object) {
    // Identity hashes of objects without a text of their own are no values.
    String text = object.toString().replaceAll("@[0-9a-f]{1,8}", "").replaceAll("org\\.moiety[\\w.$/]*", "");
    assertThat(text).as(object.getClass().getName()).doesNotContainPattern("\\d{4,}");
  }

  @Test
  void sharesMacsAndSeeds() {
    FieldArray array = FIELD.ofSigned(new long[]{VALUE, -VALUE});
    Derivation held = Derivation.masked(array);
    Derivation product = Derivation.product(new ElementwiseProduct(2), held, held);
    List<Object> holders = new ArrayList<>(
        List.of(array, Sweep.of(FIELD, array), Share.unmasked(Sweep.of(FIELD, array)),
            Share.masked(Sweep.of(FIELD, array), array).with(held), held, product, Derivation.masked(array),
            product.productPublic(FIELD, new ElementwiseProduct(2), array),
            product.map(FIELD, new KeepMap(new boolean[]{true, false})),
            Derivation.combine(FIELD, List.of(FIELD.element(1), FIELD.element(1)), List.of(held, product),
                Element.ZERO),
            Seed.of(VALUE), Seed.of(VALUE).stream(new Address("mask", 1, 1), 0),
            SessionSeeds.of(Seed.of(VALUE)),
            new StoredShares(new byte[48], List.of(new StoredShares.Part(new byte[32], null))),
            new SharesFile.Content(Map.of("a", "b"), null,
                List.of(new SharesFile.Entry("w", new int[]{2}, new byte[32], null)))));
    holders.forEach(NothingIsPrintedTest::assertSaysNothing);
  }

  @Test
  void rolesAndTheirSecrets() {
    List<Object> holders = Collections.synchronizedList(new ArrayList<>());
    new EmbeddedSession(Modulus.MOIETY, Protocol.malicious(), Seed.of(VALUE), 1).run(role -> {
      role.begin(1);
      Secret x = role.input(0, 2, () -> role.field().ofSigned(new long[]{VALUE, -VALUE}));
      holders.addAll(List.of(role, role.field(), x, x.product(new ElementwiseProduct(2), x),
          role.table(0, 1, 2, false)));
      StoredShares stored = StoredShares.of(role, List.of(x));
      if (stored != null) {
        holders.add(stored);
      }
      return 0;
    });
    assertThat(holders).hasSizeGreaterThan(12);
    holders.forEach(NothingIsPrintedTest::assertSaysNothing);
  }
}
