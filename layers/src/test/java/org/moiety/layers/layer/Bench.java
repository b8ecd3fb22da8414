package org.moiety.layers.layer;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.FieldKernels;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.map.Floats;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Receiver;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.NativeBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// One use of a layer in one encoding, and encodings that count what is done in them.
public final class Bench {
  private static final Workers WORKERS = new Workers(2);

  private Bench() {}

  public static Backend floats() {
    return new NativeBackend(Floats.of(WORKERS));
  }

  public static Field field() {
    return Field.moiety(WORKERS);
  }

  /// Rounds down.
  public static Backend encoded(Precision precision) {
    return new PublicBackend(field(), precision, MaskPolicy.FUSED, null);
  }

  /// A public encoding that notes the length of each truncation, which rounds down all the same, and the number of matrix products.
  public record Counting(Backend backend, List<Integer> truncations, AtomicInteger matrixProducts) {
    public static Counting of(MaskPolicy program) {
      List<Integer> truncations = new ArrayList<>();
      AtomicInteger products = new AtomicInteger();
      FieldKernels kernels = KernelProvider.field(Modulus.MOIETY);
      FieldKernels counting = (FieldKernels) Proxy.newProxyInstance(Bench.class.getClassLoader(),
          new Class<?>[]{FieldKernels.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("matmul")) {
              products.incrementAndGet();
            }
            return method.invoke(kernels, arguments);
          });
      Field field = new Field(counting, WORKERS);
      TruncationMasks masks = length -> {
        truncations.add(length);
        return field.zeros(length);
      };
      return new Counting(new PublicBackend(field, Precision.DEFAULT, program, masks), truncations, products);
    }
  }

  /// What a layer gave: output, gradient of the input, gradients of the parameters.
  public record Result(Shape shape, double[] output, double[] inputGradient, Map<String, double[]> gradients) {}

  /// One pass forward and back.
  ///
  /// @param parameters values by name
  /// @param gradient of the output
  public static Result run(Backend backend, Layer layer, int batch, double[] x, Map<String, double[]> parameters,
      double[] gradient, boolean training) {
    backend.begin(1);
    Parameters all = new Parameters();
    for (Parameter p : layer.parameters()) {
      all.put(p, backend.input(Backend.MODEL_OWNER, p.name(), p.shape(), () -> parameters.get(p.name())));
    }
    Tensor input = backend.input(Backend.DATA_OWNER, "x", layer.inputShape().batch(batch), () -> x);
    Layer.Step step = layer.forward(new Pass(backend, all, training, 5), input);
    Tensor output = step.output();
    Gradients gradients = new Gradients();
    Tensor d = backend.input(Backend.DATA_OWNER, "gradient", output.shape(), () -> gradient);
    Tensor dx = step.backward(d, gradients, true);
    Map<String, double[]> found = new LinkedHashMap<>();
    for (Parameter p : layer.parameters()) {
      found.put(p.name(), values(backend, gradients.get(p)));
    }
    return new Result(output.shape(), values(backend, output), values(backend, dx), found);
  }

  static double[] forward(Backend backend, Layer layer, int batch, double[] x, Map<String, double[]> parameters,
      boolean training) {
    Parameters all = new Parameters();
    for (Parameter p : layer.parameters()) {
      all.put(p, backend.input(Backend.MODEL_OWNER, p.name(), p.shape(), () -> parameters.get(p.name())));
    }
    Tensor input = backend.input(Backend.DATA_OWNER, "x", layer.inputShape().batch(batch), () -> x);
    return values(backend, layer.forward(new Pass(backend, all, training, 5), input).output());
  }

  private static double[] values(Backend backend, Tensor x) {
    double[] values = x == null ? null : backend.reveal(x, Receiver.BOTH);
    if (values == null) {
      throw new AssertionError("nothing was computed");
    }
    return values;
  }
}
