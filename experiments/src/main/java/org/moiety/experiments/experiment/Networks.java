package org.moiety.experiments.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.moiety.experiments.experiment.Section.NetworkPicture;
import org.moiety.experiments.experiment.Section.NetworkPicture.Layer;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.LayerSpec.AveragePoolingSpec;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.DropoutSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.model.LayerSpec.SigmoidSpec;
import org.moiety.layers.model.LayerSpec.SquareSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Shape;

/// Tables 1 to 3: the networks, and what of them is computed on shares.
public final class Networks {
  private static final Shape DIGIT = Shape.of(1, 28, 28);

  private Networks() {}

  /// The paper's networks, or the user's own.
  public static Section section(Plan plan) {
    List<Section.Block> blocks = new ArrayList<>();
    blocks.add(new Text(
        "Private layers are computed on secret shares, public ones in the clear. The logits, what the last layer gives, are "
            + "revealed to the data owner alone, who computes softmax and loss from them and shares the gradient: labels never leave it. SV18 reveal the "
            + "logits to both and share the labels."));
    if (plan.model() == null) {
      blocks.add(picture("network-transfer", "Table 1: the system that SV18 start from", TransferData.table1(DIGIT),
          TransferData.publicLayers()));
      blocks.add(picture("network-shallow", "Table 2: shallow, one convolution", ModelSpec.shallow(), 0));
      blocks.add(picture("network-deep", "Table 3: deep, two convolutions", ModelSpec.deep(), 0));
    } else {
      ModelSpec own = ModelFile.read(Path.of(plan.model()));
      blocks.add(picture("network-own", own.name(), own, 0));
    }
    return new Section("networks", "The networks", "", blocks, List.of());
  }

  /// @param publicLayers how many of the first ones are computed in the clear
  static NetworkPicture picture(String id, String caption, ModelSpec spec, int publicLayers) {
    Model model = Model.build(spec, Activation.RELU_APPROX, false);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < spec.layers().size(); i++) {
      LayerSpec layer = spec.layers().get(i);
      if (!(layer instanceof FlattenSpec)) {
        layers.add(new Layer(name(layer, inputLength(model, i)), sizes(model.layers().get(i).outputShape()),
            i >= publicLayers));
      }
    }
    boolean shared = publicLayers < spec.layers().size();
    layers.add(new Layer("softmax", shared ? "data owner" : "", false));
    layers.add(new Layer("cross-entropy loss", shared ? "gradient shared" : "", shared));
    return new NetworkPicture(id, caption, layers);
  }

  private static int inputLength(Model model, int layer) {
    return (layer == 0 ? model.inputShape() : model.layers().get(layer - 1).outputShape()).length();
  }

  /// As the paper's tables name it.
  private static String name(LayerSpec layer, int inputs) {
    return switch (layer) {
      case Conv2dSpec s -> "conv2d (" + s.filters() + ", (" + s.kernelHeight() + ", " + s.kernelWidth() + "))";
      case AveragePoolingSpec s -> "average pooling (" + s.size() + ", " + s.size() + ")";
      case DenseSpec s -> "dense (" + s.units() + ", " + inputs + ")";
      case FlattenSpec _ -> "flatten";
      case DropoutSpec _ -> "dropout";
      case ReluSpec s -> "ReLU (approx., order " + s.degree() + ")";
      case SigmoidSpec s -> "sigmoid (approx., order " + s.degree() + ")";
      case SquareSpec _ -> "square";
    };
  }

  private static String sizes(Shape shape) {
    return IntStream.of(shape.toArray()).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
  }
}
