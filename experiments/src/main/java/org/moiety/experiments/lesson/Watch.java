package org.moiety.experiments.lesson;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.Observer;
import org.moiety.layers.data.Strokes;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.train.TrainingResult;

/// Counts what a party sends in a training, and keeps a little of what it sends and receives. Read by party 0's thread while both work.
final class Watch implements Observer {
  private static final int LATEST = 3;
  private static final int OF_A_MESSAGE = 64;
  private static final int SAMPLE = 32_000;
  private static final int ELEMENT_BYTES = 16;

  private final Field field = new Field(KernelProvider.field(Modulus.MOIETY), new Workers(1));
  private final List<BigInteger> sample = new ArrayList<>();
  private List<BigInteger> latest = List.of(BigInteger.ZERO);
  private List<BigInteger> firstImage = List.of();
  private Meter.Phase phase = Meter.Phase.INPUT;
  private long values;
  private long bytes;

  private List<BigInteger> first(FieldArray array, int most) {
    return LessonField.integers(field, field.slice(array, 0, Math.min(most, array.length())));
  }

  @Override
  public synchronized void enters(String layer, Meter.Phase newPhase) {
    phase = newPhase;
  }

  @Override
  public synchronized void sends(FieldArray message) {
    values += message.length();
    bytes += (long) ELEMENT_BYTES * message.length();
    latest = first(message, LATEST);
    if (firstImage.isEmpty() && phase == Meter.Phase.INPUT && message.length() >= Strokes.SIZE * Strokes.SIZE) {
      firstImage = first(message, Strokes.SIZE * Strokes.SIZE);
    }
  }

  @Override
  public synchronized void sends(long[] words) {
    bytes += (long) Long.BYTES * words.length;
  }

  @Override
  public synchronized void receives(FieldArray message) {
    if (sample.size() < SAMPLE && phase != Meter.Phase.REVEAL) {
      sample.addAll(first(message, OF_A_MESSAGE));
    }
  }

  synchronized long values() {
    return values;
  }

  synchronized long bytes() {
    return bytes;
  }

  /// First numbers of the latest message.
  synchronized List<BigInteger> latest() {
    return latest;
  }

  /// First numbers of messages that came, but for what is revealed.
  synchronized List<BigInteger> sample() {
    return List.copyOf(sample);
  }

  /// The first image that went out, masked.
  synchronized List<BigInteger> firstImage() {
    return firstImage;
  }

  /// Weights that were revealed.
  static Map<String, Revealed> weights(TrainingResult result) {
    @Nullable
    MutableOrderedMap<String, Revealed> weights = result.weights();
    if (weights == null) {
      throw new IllegalStateException("the data owner has no weights");
    }
    return weights;
  }
}
