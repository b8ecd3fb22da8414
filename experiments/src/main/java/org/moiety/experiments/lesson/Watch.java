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
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.Observer;
import org.moiety.engine.online.Receiver;
import org.moiety.layers.data.Strokes;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.train.TrainingResult;

/// Counts what a party sends in a training, and keeps a little of what it draws, sends, receives and is revealed. Read by party 0's thread while both work.
final class Watch implements Observer {
  private static final int LATEST = 3;
  private static final int OF_A_MESSAGE = 64;
  private static final int SAMPLE = 32_000;
  private static final int PIXELS = Strokes.SIZE * Strokes.SIZE;
  private static final int ELEMENT_BYTES = 16;

  private final Field field = new Field(KernelProvider.field(Modulus.MOIETY), new Workers(1));
  private final List<BigInteger> sample = new ArrayList<>();
  private List<BigInteger> latest = List.of(BigInteger.ZERO);
  private List<BigInteger> firstMask = List.of();
  private List<BigInteger> firstImage = List.of();
  private List<BigInteger> outputs = List.of();
  private Meter.Phase phase = Meter.Phase.INPUT;
  private long values;
  private long words;

  private List<BigInteger> first(FieldArray array, int most) {
    return LessonField.integers(field, field.slice(array, 0, Math.min(most, array.length())));
  }

  @Override
  public synchronized void enters(String layer, Meter.Phase newPhase) {
    phase = newPhase;
  }

  private boolean isImages(FieldArray array) {
    return phase == Meter.Phase.INPUT && array.length() >= PIXELS;
  }

  @Override
  public synchronized void draws(String purpose, FieldArray share) {
    if (firstMask.isEmpty() && purpose.equals(Addresses.INPUT) && isImages(share)) {
      firstMask = first(share, PIXELS);
    }
  }

  @Override
  public synchronized void reveals(Receiver receiver, FieldArray share, @Nullable FieldArray value) {
    if (receiver != Receiver.BOTH && value != null) {
      outputs = first(value, Strokes.CLASSES);
    }
  }

  @Override
  public synchronized void sends(FieldArray message) {
    values += message.length();
    latest = first(message, LATEST);
    if (firstImage.isEmpty() && isImages(message)) {
      firstImage = first(message, PIXELS);
    }
  }

  @Override
  public synchronized void sends(long[] message) {
    words += message.length;
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

  /// Of field elements only: what the other party waits for, so that it is the same whenever one looks between two steps.
  synchronized long valueBytes() {
    return ELEMENT_BYTES * values;
  }

  /// Of all messages.
  synchronized long bytes() {
    return valueBytes() + Long.BYTES * words;
  }

  /// First numbers of the latest message.
  synchronized List<BigInteger> latest() {
    return latest;
  }

  /// First numbers of messages that came, but for what is revealed.
  synchronized List<BigInteger> sample() {
    return List.copyOf(sample);
  }

  /// What hid the first image.
  synchronized List<BigInteger> firstMask() {
    return firstMask;
  }

  /// The network's outputs for the first image of the latest batch, where they were revealed.
  synchronized List<BigInteger> outputs() {
    return outputs;
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
