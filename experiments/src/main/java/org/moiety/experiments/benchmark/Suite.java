package org.moiety.experiments.benchmark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.model.ModelSpec;

/// All benchmarks, in the order of running: what others are compared with comes first.
public final class Suite {
  /// The group of benchmarks whose time is plotted against their work.
  public static final String GROWTH = "growth";

  private static final int IN_CACHE = 4096;
  private static final int IN_MEMORY = 10_000_000;
  private static final int GENERATED = 65_536;
  /// Bytes of a field element.
  private static final int ELEMENT = 16;
  private static final int SIDE = 28;
  private static final int FILTERS = 32;
  private static final String SQUARE = "1024x1024x1024";
  private static final List<String> SHAPES = List.of(SQUARE, "128x6272x10", "6272x128x10", "128x10x6272", "25088x9x32",
      "9x6272x32", "9x25088x32", "6272x288x32", "288x6272x32", "6272x32x288");
  private static final Set<String> QUICK_SHAPES = Set.of(SQUARE, "128x6272x10");
  private final List<BenchmarkCase> cases = new ArrayList<>();
  private final Set<BenchmarkCase> digest = new HashSet<>();
  private final int threads;

  /// @param threads of what is measured, calibrations excepted; null for one, and for training steps one and two
  public Suite(@Nullable Integer threads) {
    this.threads = threads == null ? 1 : threads;
    addCalibrations();
    addProducts();
    addElements();
    addGenerator();
    addTraining(this.threads, true);
    if (threads == null) {
      addTraining(2, false);
    }
    addGrowth();
  }

  /// The cases to run: of the given groups and benchmarks, and the calibrations that they are compared with.
  ///
  /// @param names none for all but growth
  /// @param quick where no name is given, a selection that runs in less than a minute
  /// @throws UsageException if there is no such group or benchmark; names those there are
  public List<BenchmarkCase> select(List<String> names, boolean quick) {
    names.forEach(this::requireKnown);
    Predicate<BenchmarkCase> asked = names.isEmpty()
        ? quick ? digest::contains : each -> !each.group().equals(GROWTH)
        : each -> names.contains(each.name()) || names.contains(each.group());
    Set<String> calibrations = cases.stream().filter(asked).map(BenchmarkCase::comparison).filter(Objects::nonNull)
        .map(Comparison::calibration).collect(Collectors.toSet());
    return cases.stream().filter(each -> asked.test(each) || calibrations.contains(each.name())).toList();
  }

  private void requireKnown(String name) {
    Set<String> groups = distinct(BenchmarkCase::group);
    Set<String> known = distinct(BenchmarkCase::name);
    if (groups.contains(name) || known.contains(name)) {
      return;
    }
    String group = name.replaceFirst("\\..*", "");
    throw new UsageException("no benchmark '" + name + "', expected " + (groups.contains(group)
        ? String.join(", ", known.stream().filter(each -> each.startsWith(group + ".")).toList())
        : "a group (" + String.join(", ", groups) + ") or one of its benchmarks, such as product.field"));
  }

  private Set<String> distinct(Function<BenchmarkCase, String> property) {
    return cases.stream().map(property).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void add(BenchmarkCase added, boolean inDigest) {
    cases.add(added);
    if (inDigest) {
      digest.add(added);
    }
  }

  private void addCalibrations() {
    addCalibration("float-fma", "floatFma", Quantity.MULTIPLY_ADDS, CalibrationBenchmark.MULTIPLY_ADDS);
    addCalibration("double-fma", "doubleFma", Quantity.MULTIPLY_ADDS, CalibrationBenchmark.MULTIPLY_ADDS);
    addCalibration("word-multiply-add", "wordMultiplyAdd", Quantity.MULTIPLY_ADDS, CalibrationBenchmark.MULTIPLY_ADDS);
    addCalibration("copy", "copy", Quantity.BYTES, 2.0 * Long.BYTES * CalibrationBenchmark.COPIED_LONGS);
    addCalibration("aes-ctr", "aesCtr", Quantity.BYTES, CalibrationBenchmark.CIPHER_BYTES);
  }

  private void addCalibration(String name, String method, Quantity quantity, double amount) {
    add(new BenchmarkCase("calibration." + name, method(CalibrationBenchmark.class, method), Map.of(), 1, quantity,
        amount, null, null), true);
  }

  private void addProducts() {
    for (String shape : SHAPES) {
      addProduct("float", method(ProductBenchmark.class, "floats"), shape, shape.equals(SQUARE));
      addProduct("field", method(ProductBenchmark.class, "field"), shape, QUICK_SHAPES.contains(shape));
    }
    addProduct("float-convolution", method(ConvolutionBenchmark.class, "floats"), null, false);
    addProduct("field-convolution", method(ConvolutionBenchmark.class, "field"), null, true);
  }

  private void addProduct(String name, String method, @Nullable String shape, boolean inDigest) {
    double multiplyAdds = (shape == null ? ConvolutionBenchmark.SHAPE : MatrixShape.parse(shape)).multiplyAdds();
    add(new BenchmarkCase("product." + name, method, shape == null ? Map.of() : Map.of("shape", shape), threads,
        Quantity.MULTIPLY_ADDS, multiplyAdds, Comparison.floatFma(multiplyAdds), null), inDigest);
  }

  private void addElements() {
    int binary = 3 * ELEMENT;
    int unary = 2 * ELEMENT;
    addElement("add", method(ElementBenchmark.class, "add"), binary);
    addElement("multiply", method(ElementBenchmark.class, "multiply"), binary);
    addElement("scale", method(ElementBenchmark.class, "scale"), unary);
    addElement("scale-small", method(ElementBenchmark.class, "scaleSmall"), unary);
    addElement("scale-plus", method(ElementBenchmark.class, "scalePlus"), binary);
    addElement("divide-2", method(ElementBenchmark.class, "divideByPowerOfTwo"), unary);
    addElement("divide-10", method(ElementBenchmark.class, "divideByPowerOfTen"), unary);
    addElement("to-montgomery", method(ElementBenchmark.class, "toMontgomery"), unary);
    addElement("from-montgomery", method(ElementBenchmark.class, "fromMontgomery"), unary);
    addElement("encode", method(CodecBenchmark.class, "encode"), Double.BYTES + ELEMENT);
    addElement("decode", method(CodecBenchmark.class, "decode"), ELEMENT + Double.BYTES);
  }

  /// In cache a pass is compared with arithmetic, in memory with copying.
  ///
  /// @param bytes read and written for each element
  private void addElement(String name, String method, double bytes) {
    boolean product = name.equals("multiply");
    addElement(name, method, IN_CACHE, Comparison.floatFma(IN_CACHE), product);
    addElement(name, method, IN_MEMORY, Comparison.copy(bytes * IN_MEMORY), product);
  }

  private void addElement(String name, String method, int length, Comparison comparison, boolean inDigest) {
    add(new BenchmarkCase("element." + name, method, Map.of("length", Integer.toString(length)), threads,
        Quantity.ELEMENTS, length, comparison, null), inDigest);
  }

  private void addGenerator() {
    double bytes = (double) ELEMENT * GENERATED;
    add(new BenchmarkCase("generator.uniform", method(GeneratorBenchmark.class, "uniform"),
        Map.of("length", Integer.toString(GENERATED)), threads, Quantity.BYTES, bytes, Comparison.aesCtr(bytes), null),
        true);
  }

  private void addTraining(int stepThreads, boolean inDigest) {
    String method = method(TrainingBenchmark.class, "step");
    for (String model : List.of("shallow", "deep")) {
      StepWork work = StepWork.of(ModelSpec.preset(model), TrainingBenchmark.BATCH);
      for (String tensor : Names.all(Encoding.class)) {
        Map<String, String> settings = settings("model", model, "tensor", tensor);
        add(step("training.step", method, settings, stepThreads, work), inDigest && model.equals("shallow"));
      }
    }
  }

  private void addGrowth() {
    for (String tensor : Names.all(Encoding.class)) {
      for (int batch : new int[]{16, 32, 64, 128, 256, 512}) {
        addGrowth("growth.batch", tensor, batch, SIDE, FILTERS);
      }
      for (int side : new int[]{14, 20, SIDE, 40, 56}) {
        addGrowth("growth.side", tensor, TrainingBenchmark.BATCH, side, FILTERS);
      }
      for (int filters : new int[]{8, 16, FILTERS, 64}) {
        addGrowth("growth.filters", tensor, TrainingBenchmark.BATCH, SIDE, filters);
      }
    }
  }

  private void addGrowth(String name, String tensor, int batch, int side, int filters) {
    Map<String, String> settings = settings("tensor", tensor, "batch", Integer.toString(batch), "side",
        Integer.toString(side), "filters", Integer.toString(filters));
    add(step(name, method(GrowthBenchmark.class, "step"), settings, threads,
        StepWork.of(GrowthBenchmark.model(side, filters), batch)), false);
  }

  private static BenchmarkCase step(String name, String method, Map<String, String> settings, int threads,
      StepWork work) {
    return new BenchmarkCase(name, method, settings, threads, Quantity.SECONDS, 1,
        Comparison.floatFma((double) work.multiplyAdds()), work);
  }

  private static Map<String, String> settings(String... namesAndValues) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return settings;
  }

  private static String method(Class<?> type, String method) {
    return type.getName() + "." + method;
  }
}
