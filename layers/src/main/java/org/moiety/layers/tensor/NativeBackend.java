package org.moiety.layers.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.map.Floats;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.profile.Profile;

/// Tensors of floats.
public final class NativeBackend implements Backend {
  private final Floats floats;

  public NativeBackend(Floats floats) {
    this.floats = floats;
  }

  @Override
  public NativeTensor input(int owner, String name, Shape shape, Values values) {
    double[] wide = values.get();
    float[] narrow = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (float) wide[i];
    }
    return new NativeTensor(floats, shape, narrow);
  }

  @Override
  public Table table(int owner, String name, int rows, int rowLength, boolean keep, Row values) {
    return (chosen, shape) -> {
      float[] result = floats.array(chosen.length * rowLength);
      for (int i = 0; i < chosen.length; i++) {
        values.read(chosen[i], result, i * rowLength);
      }
      return new NativeTensor(floats, shape, result);
    };
  }

  private static float[] values(Tensor x) {
    if (x instanceof NativeTensor tensor) {
      return tensor.values();
    }
    throw new IllegalArgumentException("expected a native tensor");
  }

  @Override
  public double[] reveal(Tensor x, Receiver receiver) {
    float[] narrow = values(x);
    double[] wide = new double[narrow.length];
    for (int i = 0; i < narrow.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  @Override
  public Revealed revealEncoded(Tensor x, Receiver receiver) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * x.shape().length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values(x));
    return new Revealed(x.shape(), reveal(x, receiver), bytes.array());
  }

  @Override
  public Handover handOver(List<Tensor> tensors, Handover.@Nullable Seal seal) {
    return new Handover(tensors.stream().map(x -> revealEncoded(x, Receiver.BOTH).bytes()).toList(), null);
  }

  @Override
  public List<Tensor> takeOver(List<Shape> shapes, Handover.@Nullable Seal seal, Supplier<Handover> handed) {
    List<byte[]> all = handed.get().values();
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      float[] values = new float[shapes.get(i).length()];
      ByteBuffer.wrap(all.get(i)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      tensors.add(new NativeTensor(floats, shapes.get(i), values));
    }
    return tensors;
  }

  @Override
  public void begin(long iteration) {}

  @Override
  public Region region() {
    floats.openRegion();
    return floats::closeRegion;
  }

  /// Floats are small enough to wait for the end of the region.
  @Override
  public int mark() {
    return 0;
  }

  @Override
  public void release(int from, int to) {}

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
    return false;
  }

  @Override
  public boolean reusesPowers() {
    return true;
  }

  @Override
  public boolean mergesPooling() {
    return true;
  }
}
