package org.moiety.experiments.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.map.Floats;
import org.moiety.engine.online.Receiver;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.layer.Pass;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.NativeBackend;
import org.moiety.layers.tensor.Shape;

/// The first layers of a saved network, in the clear: what they make of an image are features that another network learns from.
///
/// Features become bytes by a linear function for each, set on reference images: the bytes 0 to 255 are as wide as the feature's channel is there, and begin at that end of the
/// feature which is nearer to its mean. So what is usual at a place lies near 0: gradient descent is slow where all inputs have much in common.
public final class FeatureExtractor {
  private static final int BATCH = 128;
  private static final int MAX_BYTE = 255;

  private final Model model;
  private final Shape shape;
  private final Map<String, double[]> weights;
  private final List<Scale> scales;

  /// What becomes 0, and how far from it is what becomes 255; negative where a feature is turned over.
  private record Scale(double zero, double span) {
    static Scale of(DoubleSummaryStatistics feature, DoubleSummaryStatistics channel) {
      double width = channel.getMax() - channel.getMin();
      boolean usuallyLow = feature.getAverage() - feature.getMin() <= feature.getMax() - feature.getAverage();
      double zero = usuallyLow ? feature.getMin() : feature.getMax();
      return new Scale(zero, width == 0 ? 1 : usuallyLow ? width : -width);
    }

    double scaled(double x) {
      return (x - zero) / span;
    }
  }

  /// @param layers how many of its layers; the last one must give channels x height x width
  /// @param reference images that the features' scales are set on
  public FeatureExtractor(SavedModel saved, int layers, LabelledImages reference) {
    ModelSpec whole = saved.model();
    List<LayerSpec> first = new ArrayList<>(whole.layers().subList(0, layers));
    first.add(new FlattenSpec());
    model = Model.build(new ModelSpec(whole.name(), whole.input(), first), saved.activation(), true);
    shape = model.layers().getLast().inputShape();
    if (shape.rank() != 3) {
      throw new IllegalArgumentException("features of shape " + shape + ", expected channels x height x width");
    }
    weights = saved.weights();
    DoubleSummaryStatistics[] each = statistics(shape.length());
    compute(reference, (index, value) -> each[feature(index)].accept(value));
    DoubleSummaryStatistics[] ofChannels = statistics(shape.size(0));
    for (int i = 0; i < each.length; i++) {
      ofChannels[channel(i)].combine(each[i]);
    }
    scales = IntStream.range(0, each.length).mapToObj(i -> Scale.of(each[i], ofChannels[channel(i)])).toList();
  }

  private static DoubleSummaryStatistics[] statistics(int count) {
    DoubleSummaryStatistics[] statistics = new DoubleSummaryStatistics[count];
    Arrays.setAll(statistics, i -> new DoubleSummaryStatistics());
    return statistics;
  }

  /// What features are like.
  public Shape shape() {
    return shape;
  }

  /// Features as bytes.
  ///
  /// @param images the features, with the labels of the images that they were made of
  /// @param outside share of the features beyond the span of the reference images, which became 0 or 255
  public record Features(LabelledImages images, double outside) {}

  /// Features of images, on all processors.
  public Features of(LabelledImages images) {
    byte[] bytes = new byte[Math.multiplyExact(images.count(), shape.length())];
    AtomicLong outside = new AtomicLong();
    compute(images, (index, value) -> {
      double x = scales.get(feature(index)).scaled(value);
      if (x < 0 || x > 1) {
        outside.incrementAndGet();
      }
      bytes[index] = (byte) Math.round(MAX_BYTE * Math.clamp(x, 0, 1));
    });
    byte[] labels = new byte[images.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) images.label(i);
    }
    return new Features(
        new LabelledImages(shape.size(0), shape.size(1), shape.size(2), images.classes(), bytes, labels),
        outside.get() / (double) bytes.length);
  }

  private int feature(int index) {
    return index % shape.length();
  }

  private int channel(int feature) {
    return feature / (shape.size(1) * shape.size(2));
  }

  /// Takes one feature.
  @FunctionalInterface
  private interface Target {
    /// @param index image by image, in the features' own order
    void accept(int index, double value);
  }

  private void compute(LabelledImages images, Target target) {
    try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
      Backend backend = new NativeBackend(Floats.of(workers));
      Parameters parameters = model.given(backend, weights);
      Backend.Table table = backend.table(Backend.DATA_OWNER, "image", images.count(), images.pixelsPerImage(), false,
          images::image);
      for (int from = 0; from < images.count(); from += BATCH) {
        int[] rows = IntStream.range(from, Math.min(images.count(), from + BATCH)).toArray();
        try (Backend.Region _ = backend.region()) {
          double[] features = Objects.requireNonNull(backend.reveal(
              model.forward(new Pass(backend, parameters, false, 0),
                  table.rows(rows, model.inputShape().batch(rows.length))).logits(),
              Receiver.BOTH));
          for (int i = 0; i < features.length; i++) {
            target.accept(from * shape.length() + i, features[i]);
          }
        }
      }
    }
  }
}
