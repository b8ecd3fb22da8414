package org.moiety.layers.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Scale;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.InputTable;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.StoredShares;

/// Tensors of secret shares (or of masks, at the dealer), for one role of a session.
public final class PrivateBackend implements Backend {
  private final Role role;
  private final Precision precision;

  public PrivateBackend(Role role, Precision precision) {
    this.role = role;
    this.precision = precision;
  }

  Role role() {
    return role;
  }

  Precision precision() {
    return precision;
  }

  @Override
  public PrivateTensor input(int owner, String name, Shape shape, Values values) {
    Field field = role.field();
    Scale scale = precision.scale();
    Secret secret = role.input(owner, shape.length(),
        () -> Codec.encode(field, name, values.get(), scale, precision.integerBits()));
    return new PrivateTensor(this, shape, scale, secret);
  }

  @Override
  public Table table(int owner, String name, int rows, int rowLength, boolean keep, Row values) {
    InputTable table = role.table(owner, rows, rowLength, keep);
    return (chosen, shape) -> new PrivateTensor(this, shape, precision.scale(),
        table.rows(chosen, () -> EncodedRows.encode(role.field(), precision, name, chosen, rowLength, values)));
  }

  private static PrivateTensor of(Tensor x) {
    if (x instanceof PrivateTensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException("expected a private tensor");
  }

  @Override
  public double @Nullable [] reveal(Tensor x, Receiver receiver) {
    FieldArray elements = of(x).secret().reveal(receiver);
    return elements == null ? null : Codec.decode(role.field(), elements, of(x).scale());
  }

  @Override
  public @Nullable Revealed revealEncoded(Tensor x, Receiver receiver) {
    FieldArray elements = of(x).secret().reveal(receiver);
    if (elements == null) {
      return null;
    }
    double[] values = Codec.decode(role.field(), elements, of(x).scale());
    return new Revealed(x.shape(), values, Codec.toBytes(role.field(), elements));
  }

  @Override
  public @Nullable StoredShares store(List<Tensor> tensors) {
    return StoredShares.of(role, secrets(tensors));
  }

  private List<Secret> secrets(List<Tensor> tensors) {
    return tensors.stream().map(x -> {
      if (!of(x).scale().equals(precision.scale())) {
        throw new IllegalArgumentException("a tensor at another scale than that of numbers");
      }
      return of(x).secret();
    }).toList();
  }

  private List<Tensor> tensors(List<Shape> shapes, List<Secret> secrets) {
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < secrets.size(); i++) {
      tensors.add(new PrivateTensor(this, shapes.get(i), precision.scale(), secrets.get(i)));
    }
    return tensors;
  }

  @Override
  public Handover handOver(List<Tensor> tensors, Handover.@Nullable Seal seal) {
    return role.handOver(secrets(tensors), seal);
  }

  @Override
  public List<Tensor> takeOver(List<Shape> shapes, Handover.@Nullable Seal seal, Supplier<Handover> handed) {
    return tensors(shapes, role.takeOver(shapes.stream().map(Shape::length).toList(), seal, handed));
  }

  /// Brings stored tensors into this session, in the order in which they were stored.
  ///
  /// @param own this party's shares; not asked for at the dealer
  /// @throws org.moiety.engine.online.CheatingDetectedException if a share is not what was stored
  public List<Tensor> restore(List<Shape> shapes, Supplier<StoredShares> own) {
    return tensors(shapes, StoredShares.restore(role, shapes.stream().map(Shape::length).toList(), own));
  }

  @Override
  public void begin(long iteration) {
    role.begin(iteration);
  }

  @Override
  public Region region() {
    role.field().openRegion();
    return role.field()::closeRegion;
  }

  @Override
  public int mark() {
    return role.field().mark();
  }

  @Override
  public void release(int from, int to) {
    role.field().release(from, to);
  }

  @Override
  public void enter(String layer, Meter.Phase phase) {
    role.enter(layer, phase);
  }

  @Override
  public boolean isParty(int p) {
    return role.party() == p;
  }

  @Override
  public boolean countsAsPaper() {
    return role.masks().countsAsPaper();
  }

  @Override
  public boolean reusesPowers() {
    return role.masks().keepsMasks();
  }

  @Override
  public boolean mergesPooling() {
    return role.masks() != MaskPolicy.FRESH;
  }
}
