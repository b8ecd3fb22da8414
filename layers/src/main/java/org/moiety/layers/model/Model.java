package org.moiety.layers.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.fixed.Rational;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.random.Seed;
import org.moiety.layers.layer.AveragePooling;
import org.moiety.layers.layer.Conv2d;
import org.moiety.layers.layer.Dense;
import org.moiety.layers.layer.Dropout;
import org.moiety.layers.layer.ExactRelu;
import org.moiety.layers.layer.Flatten;
import org.moiety.layers.layer.Gradients;
import org.moiety.layers.layer.Layer;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.layer.Pass;
import org.moiety.layers.layer.Polynomial;
import org.moiety.layers.layer.PolynomialActivation;
import org.moiety.layers.model.LayerSpec.AveragePoolingSpec;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.DropoutSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.model.LayerSpec.SigmoidSpec;
import org.moiety.layers.model.LayerSpec.SquareSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// A chain of layers, from one example's shape to logits.
public final class Model {
  private final String name;
  private final Shape inputShape;
  private final List<Layer> layers;

  private Model(String name, Shape inputShape, List<Layer> layers) {
    this.name = name;
    this.inputShape = inputShape;
    this.layers = layers;
  }

  /// Builds a network and checks its shapes.
  ///
  /// @param mergePooling compute a convolution and the pooling right after it as one
  /// @throws ModelException if a layer does not fit; names it
  public static Model build(ModelSpec spec, Activation activation, boolean mergePooling) {
    List<Layer> layers = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    Shape shape = spec.input();
    for (int i = 0; i < spec.layers().size(); i++) {
      LayerSpec layer = spec.layers().get(i);
      LayerSpec next = i + 1 < spec.layers().size() ? spec.layers().get(i + 1) : null;
      int count = seen.merge(layer.type(), 1, Integer::sum);
      String layerName = count == 1 ? layer.type() : layer.type() + "_" + count;
      int pool = mergePooling && layer instanceof Conv2dSpec && next instanceof AveragePoolingSpec pooling
          ? pooling.size()
          : 1;
      try {
        layers.add(layer(layerName, layer, shape, activation, pool));
      } catch (IllegalArgumentException e) {
        throw new ModelException(
            "layer " + (i + 1) + " (" + layerName + ") of model '" + spec.name() + "': " + e.getMessage());
      }
      shape = layers.getLast().outputShape();
      if (pool > 1) {
        seen.merge("average_pooling2d", 1, Integer::sum);
        i++;
      }
    }
    if (shape.rank() != 1) {
      throw new ModelException("model '" + spec.name() + "' ends with shape " + shape
          + ", expected one row of logits: end it with a dense layer");
    }
    return new Model(spec.name(), spec.input(), List.copyOf(layers));
  }

  private static Layer layer(String name, LayerSpec spec, Shape shape, Activation activation, int pool) {
    return switch (spec) {
      case Conv2dSpec s -> new Conv2d(name, shape,
          new Conv2d.Options(s.filters(), s.kernelHeight(), s.kernelWidth(), s.stride(), s.same(), s.bias(), pool));
      case AveragePoolingSpec s -> new AveragePooling(name, shape, s.size());
      case DenseSpec s -> new Dense(name, shape, s.units(), s.bias());
      case FlattenSpec s -> new Flatten(name, shape);
      case DropoutSpec s -> new Dropout(name, shape, Rational.of(s.rate()));
      case ReluSpec s -> activation == Activation.RELU
          ? new ExactRelu(name, shape)
          : new PolynomialActivation(name, shape, Polynomial.relu(s.degree(), s.interval()));
      case SigmoidSpec s -> new PolynomialActivation(name, shape, s.centred()
          ? Polynomial.centredSigmoid(s.degree(), s.interval())
          : Polynomial.sigmoid(s.degree(), s.interval()));
      case SquareSpec s -> new PolynomialActivation(name, shape, Polynomial.square());
    };
  }

  public String name() {
    return name;
  }

  public Shape inputShape() {
    return inputShape;
  }

  public List<Layer> layers() {
    return layers;
  }

  /// Number of logits.
  public int classes() {
    return layers.getLast().outputShape().length();
  }

  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /// Initial parameters, inputs of the model owner.
  ///
  /// @param seed the model owner's; may be null elsewhere
  public Parameters initial(Backend backend, @Nullable Seed seed) {
    return inputs(backend, parameter -> {
      if (seed == null) {
        throw new IllegalStateException("initial weights are the model owner's only");
      }
      return parameter.initialValues(seed);
    });
  }

  /// Given values as parameters, inputs of the model owner.
  ///
  /// @param values by name; asked for at the model owner only
  /// @throws ModelException if a parameter is missing or has another length
  public Parameters given(Backend backend, Map<String, double[]> values) {
    return inputs(backend, parameter -> {
      double[] given = values.get(parameter.name());
      if (given == null || given.length != parameter.shape().length()) {
        throw new ModelException(
            "model '" + name + "' needs " + parameter.name() + " of shape " + parameter.shape() + ", "
                + (given == null ? "which is missing" : "found " + given.length + " values"));
      }
      return given;
    });
  }

  /// Parameters that were stored by [#store] in another session.
  ///
  /// @param own this party's shares; not asked for at the dealer
  /// @throws org.moiety.engine.online.CheatingDetectedException if a share is not what was stored
  public Parameters restored(PrivateBackend backend, Supplier<StoredShares> own) {
    List<Parameter> all = parameters();
    backend.enter("weights", Meter.Phase.INPUT);
    List<Tensor> tensors = backend.restore(all.stream().map(Parameter::shape).toList(), own);
    Parameters parameters = new Parameters();
    for (int i = 0; i < tensors.size(); i++) {
      parameters.put(all.get(i), tensors.get(i));
    }
    return parameters;
  }

  /// This role's shares of parameters, in the order of [#parameters]; null where there are none.
  public @Nullable StoredShares store(Backend backend, Parameters parameters) {
    backend.enter("weights", Meter.Phase.REVEAL);
    return backend.store(parameters().stream().map(parameters::get).toList());
  }

  private Parameters inputs(Backend backend, Function<Parameter, double[]> values) {
    Parameters parameters = new Parameters();
    for (Parameter parameter : parameters()) {
      backend.enter(parameter.name(), Meter.Phase.INPUT);
      parameters.put(parameter,
          backend.input(Backend.MODEL_OWNER, parameter.name(), parameter.shape(), () -> values.apply(parameter)));
    }
    return parameters;
  }

  /// A forward pass that can be followed by a backward pass.
  public final class Forward {
    private final Pass pass;
    private final List<Layer.Step> steps = new ArrayList<>();
    /// Where the tensors of each layer begin in the backend's region.
    private final List<Integer> marks = new ArrayList<>();
    private Tensor logits;

    private Forward(Pass pass, Tensor x) {
      this.pass = pass;
      logits = x;
      for (int i = 0; i < layers.size(); i++) {
        pass.backend().enter(layers.get(i).name(), Meter.Phase.FORWARD);
        marks.add(pass.backend().mark());
        Layer.Step step = layers.get(i).forward(pass, logits);
        steps.add(step);
        boolean last = i + 1 == layers.size();
        logits = last || layers.get(i + 1).defersTruncation() ? step.output() : step.output().rescaled();
      }
    }

    /// Not rescaled: nothing is computed with them on shares.
    public Tensor logits() {
      return logits;
    }

    /// Ends the tensors of each layer when its turn is over: a pass goes back once.
    ///
    /// @param gradient of the logits
    public Gradients backward(Tensor gradient) {
      Gradients gradients = new Gradients();
      marks.add(pass.backend().mark());
      gradient.keep();
      @Nullable
      Tensor d = gradient;
      for (int i = layers.size() - 1; i >= 0 && d != null; i--) {
        pass.backend().enter(layers.get(i).name(), Meter.Phase.BACKWARD);
        int mark = pass.backend().mark();
        Tensor next = steps.get(i).backward(d, gradients, i > firstTrained());
        if (next != null) {
          next.keep();
        }
        d.dismiss();
        pass.backend().release(mark, pass.backend().mark());
        pass.backend().release(marks.get(i), marks.get(i + 1));
        d = next;
      }
      return gradients;
    }
  }

  /// The first layer with parameters: below it no gradient is needed.
  private int firstTrained() {
    int i = 0;
    while (i < layers.size() - 1 && layers.get(i).parameters().isEmpty()) {
      i++;
    }
    return i;
  }

  /// @param x batch in front
  public Forward forward(Pass pass, Tensor x) {
    return new Forward(pass, x);
  }
}
