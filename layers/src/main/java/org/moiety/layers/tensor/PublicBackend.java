package org.moiety.layers.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.fixed.Scale;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.profile.Profile;

/// Tensors of field elements in the clear.
public final class PublicBackend implements Backend {
  private final Field field;
  private final Precision precision;
  private final MaskPolicy program;
  private final @Nullable TruncationMasks replay;
  private final TruncationRisk truncationRisk = new TruncationRisk();

  /// @param program the policy whose program to run (which powers are evaluated); masks nothing
  /// @param replay the truncation masks of the private run to agree with, or null to round down
  public PublicBackend(Field field, Precision precision, MaskPolicy program, @Nullable TruncationMasks replay) {
    this.field = field;
    this.precision = precision;
    this.program = program;
    this.replay = replay;
  }

  Field field() {
    return field;
  }

  Precision precision() {
    return precision;
  }

  /// Of all truncations of a replay so far; rounding down ruins nothing.
  public TruncationRisk truncationRisk() {
    return truncationRisk;
  }

  /// `floor(v / D)`; in a replay `floor((v + r) / D) - floor(r / D)`, as the private truncation has it.
  FieldArray truncate(FieldArray v, Truncation t) {
    Element offset = field.element(t.offset());
    Element back = field.element(t.quotientOffset().negate());
    FieldArray r = replay == null ? null : replay.next(v.length());
    if (r != null) {
      truncationRisk.add(v.length(), t);
    }
    FieldArray y = field.array(v.length());
    field.inPieces(v.length(), (from, to) -> {
      field.plus(v, offset, y, from, to);
      if (r != null) {
        field.add(y, r, y, from, to);
        field.floorDivide(r, t.divisor(), r, from, to);
      }
      field.floorDivide(y, t.divisor(), y, from, to);
      field.plus(y, back, y, from, to);
      if (r != null) {
        field.subtract(y, r, y, from, to);
      }
    });
    return y;
  }

  @Override
  public PublicTensor input(int owner, String name, Shape shape, Values values) {
    Scale scale = precision.scale();
    return new PublicTensor(this, shape, scale,
        Codec.encode(field, name, values.get(), scale, precision.integerBits()));
  }

  @Override
  public Table table(int owner, String name, int rows, int rowLength, boolean keep, Row values) {
    return (chosen, shape) -> new PublicTensor(this, shape, precision.scale(),
        EncodedRows.encode(field, precision, name, chosen, rowLength, values));
  }

  private static PublicTensor of(Tensor x) {
    if (x instanceof PublicTensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException("expected a public tensor");
  }

  @Override
  public double[] reveal(Tensor x, Receiver receiver) {
    return Codec.decode(field, of(x).elements(), of(x).scale());
  }

  @Override
  public Revealed revealEncoded(Tensor x, Receiver receiver) {
    return new Revealed(x.shape(), reveal(x, receiver), Codec.toBytes(field, of(x).elements()));
  }

  @Override
  public Handover handOver(List<Tensor> tensors, Handover.@Nullable Seal seal) {
    return new Handover(tensors.stream().map(x -> Codec.toBytes(field, of(x).elements())).toList(), null);
  }

  @Override
  public List<Tensor> takeOver(List<Shape> shapes, Handover.@Nullable Seal seal, Supplier<Handover> handed) {
    List<byte[]> values = handed.get().values();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      tensors.add(new PublicTensor(this, shapes.get(i), precision.scale(), Codec.fromBytes(field, values.get(i))));
    }
    return tensors;
  }

  @Override
  public void begin(long iteration) {}

  @Override
  public Region region() {
    field.openRegion();
    return field::closeRegion;
  }

  @Override
  public int mark() {
    return field.mark();
  }

  @Override
  public void release(int from, int to) {
    field.release(from, to);
  }

  @Override
  public void enter(String layer, Meter.Phase phase) {
    Profile.enter(layer, phase.name());
  }

  @Override
  public boolean isParty(int p) {
    return true;
  }

  @Override
  public boolean countsAsPaper() {
    return program.countsAsPaper();
  }

  @Override
  public boolean reusesPowers() {
    return program.keepsMasks();
  }

  @Override
  public boolean mergesPooling() {
    return program != MaskPolicy.FRESH;
  }
}
