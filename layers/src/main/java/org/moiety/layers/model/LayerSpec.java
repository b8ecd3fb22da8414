package org.moiety.layers.model;

import java.math.BigDecimal;

/// Description of a layer, as in a model file. Input shapes follow from the layers before.
public sealed interface LayerSpec {
  /// The `type` in model files, and the beginning of the layer's name.
  String type();

  /// @param same `same` padding; else `valid`
  record Conv2dSpec(int filters, int kernelHeight, int kernelWidth, int stride, boolean same,
      boolean bias) implements LayerSpec {
    @Override
    public String type() {
      return "conv2d";
    }
  }

  record AveragePoolingSpec(int size) implements LayerSpec {
    @Override
    public String type() {
      return "average_pooling2d";
    }
  }

  record DenseSpec(int units, boolean bias) implements LayerSpec {
    @Override
    public String type() {
      return "dense";
    }
  }

  record FlattenSpec() implements LayerSpec {
    @Override
    public String type() {
      return "flatten";
    }
  }

  /// @param rate probability that a value is dropped, exactly as written
  record DropoutSpec(BigDecimal rate) implements LayerSpec {
    @Override
    public String type() {
      return "dropout";
    }
  }

  /// ReLU: exact, or the polynomial of this degree fitted on `-interval .. interval`, as the run's activation setting says.
  record ReluSpec(int degree, double interval) implements LayerSpec {
    @Override
    public String type() {
      return "relu";
    }
  }

  /// The logistic function by odd powers up to `degree`, fitted on `-interval .. interval`.
  ///
  /// @param centred less 1/2, so that values are about 0
  record SigmoidSpec(int degree, double interval, boolean centred) implements LayerSpec {
    public SigmoidSpec(int degree, double interval) {
      this(degree, interval, false);
    }

    @Override
    public String type() {
      return "sigmoid";
    }
  }

  record SquareSpec() implements LayerSpec {
    @Override
    public String type() {
      return "square";
    }
  }
}
