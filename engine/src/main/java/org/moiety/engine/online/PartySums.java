package org.moiety.engine.online;

import java.util.IdentityHashMap;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.RankOne;
import org.moiety.engine.material.Preprocessing;
import org.moiety.engine.share.Derivation;
import org.moiety.engine.share.MacSums;

/// The sums of a MAC check at a party: of public values, and of its shares of the MACs of weighed masks.
final class PartySums extends MacSums {
  private final Preprocessing material;
  private final FieldArray mac;
  private final IdentityHashMap<Derivation.Masked, FieldArray> dealt;
  private final IdentityHashMap<Derivation.Masked, FieldArray> multiples = new IdentityHashMap<>();

  /// @param dealt the MACs that were dealt in the iteration; those that this check needs are added, to be kept
  PartySums(Field field, Preprocessing material, IdentityHashMap<Derivation.Masked, FieldArray> dealt) {
    super(field);
    this.material = material;
    this.dealt = dealt;
    mac = field.zeros(1);
  }

  @Override
  protected void addMac(FieldArray one) {
    field().add(mac, one, mac, 0, 1);
    field().release(one);
  }

  @Override
  protected void addProduct(FieldArray left, FieldArray right) {
    FieldArray macRight = material.mac(right.length());
    FieldArray macLeft = material.mac(left.length());
    addMac(RankOne.inner(field(), left, macRight));
    addMac(RankOne.inner(field(), macLeft, right));
    add(RankOne.inner(field(), left, right));
    field().release(left);
    field().release(right);
    field().release(macLeft);
    field().release(macRight);
  }

  @Override
  protected FieldArray mac(Derivation.Masked x) {
    Derivation.Multiple multiple = x.multiple();
    return multiple == null
        ? dealt(x)
        : multiples.computeIfAbsent(x, _ -> field().times(dealt(multiple.of()), multiple.factor()));
  }

  private FieldArray dealt(Derivation.Masked x) {
    return dealt.computeIfAbsent(x, masked -> {
      FieldArray share = material.mac(masked.part().length());
      field().keep(share);
      return share;
    });
  }

  /// `Delta_i sum + mac`, with the MAC of all that masks alone make: with the other party's this is zero if all that was opened is right.
  ///
  /// @param key this party's share of the MAC key
  FieldArray total(FieldArray key) {
    addMac(material.mac(1));
    multiples.values().forEach(field()::release);
    FieldArray total = field().multiply(key, sum());
    field().add(total, mac, total, 0, 1);
    return total;
  }
}
