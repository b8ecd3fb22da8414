package org.moiety.layers.model;

import java.util.List;
import org.moiety.layers.model.LayerSpec.AveragePoolingSpec;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.tensor.Shape;

/// Description of a network: the shape of one example, and the layers up to the logits.
public record ModelSpec(String name, Shape input, List<LayerSpec> layers) {
  public ModelSpec {
    layers = List.copyOf(layers);
  }

  private static final Shape DIGIT = Shape.of(1, 28, 28);
  private static final LayerSpec CONVOLUTION = new Conv2dSpec(32, 3, 3, 1, true, true);
  private static final LayerSpec POOLING = new AveragePoolingSpec(2);
  private static final LayerSpec RELU = new ReluSpec(3, 1);

  /// Names of the presets.
  public static final List<String> PRESETS = List.of("shallow", "deep", "mlp");

  /// SV18 table 2: one convolution.
  public static ModelSpec shallow() {
    return new ModelSpec("shallow", DIGIT,
        List.of(CONVOLUTION, POOLING, RELU, new FlattenSpec(), new DenseSpec(10, true)));
  }

  /// SV18 table 3: two convolutions.
  public static ModelSpec deep() {
    return new ModelSpec("deep", DIGIT,
        List.of(CONVOLUTION, POOLING, RELU, CONVOLUTION, POOLING, RELU, new FlattenSpec(), new DenseSpec(10, true)));
  }

  /// SecureML's network: 784-128-128-10.
  public static ModelSpec mlp() {
    return new ModelSpec("mlp", DIGIT,
        List.of(new FlattenSpec(), new DenseSpec(128, true), RELU, new DenseSpec(128, true), RELU,
            new DenseSpec(10, true)));
  }

  /// @throws IllegalArgumentException if there is no preset of that name
  public static ModelSpec preset(String name) {
    return switch (name) {
      case "shallow" -> shallow();
      case "deep" -> deep();
      case "mlp" -> mlp();
      default -> throw new IllegalArgumentException("no preset '" + name + "', expected one of " + PRESETS);
    };
  }
}
