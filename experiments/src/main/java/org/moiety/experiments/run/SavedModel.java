package org.moiety.experiments.run;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.random.Sha256;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.Safetensors;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelException;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend.Revealed;

/// A trained network as a safetensors file: float32 weights under their parameters' names, and in the metadata what is needed to build the network again.
///
/// @param weights values by parameter name
public record SavedModel(ModelSpec model, Activation activation, Precision precision, Map<String, double[]> weights,
    Map<String, int[]> shapes, Map<String, String> origin) {
  private static final String FORMAT = "moiety.format";
  private static final String VERSION = "1";
  private static final String MODEL = "moiety.model";
  private static final String ACTIVATION = "moiety.activation";
  private static final String PRECISION = "moiety.precision";
  private static final String INTEGER_BITS = "moiety.integerBits";

  /// What a run trained.
  public static SavedModel of(TrainSettings settings, TrainRun.Result result) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("moiety.tensor", Names.of(settings.engine().encoding()));
    origin.put("moiety.data", settings.data());
    origin.put("moiety.epochs", Integer.toString(settings.epochs()));
    origin.put("moiety.seed", Long.toString(settings.seed()));
    return of(settings.model(), settings.activation(), settings.engine().precision(), result.weights(), origin);
  }

  /// A network with weights that were revealed.
  ///
  /// @param origin where they come from
  public static SavedModel of(ModelSpec model, Activation activation, Precision precision,
      MutableOrderedMap<String, Revealed> revealed, Map<String, String> origin) {
    Map<String, double[]> weights = new LinkedHashMap<>();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    revealed.forEachKeyValue((String name, Revealed weight) -> {
      weights.put(name, weight.values());
      shapes.put(name, weight.shape().toArray());
    });
    Map<String, String> withHash = new LinkedHashMap<>(origin);
    withHash.put("moiety.weightsSha256", sha256(revealed));
    return new SavedModel(model, activation, precision, weights, shapes, withHash);
  }

  /// SHA-256 of encoded weights, layer by layer, in hexadecimal.
  public static String sha256(MutableOrderedMap<String, Revealed> weights) {
    MessageDigest digest = Sha256.start();
    weights.forEachValue(revealed -> digest.update(revealed.bytes()));
    return HexFormat.of().formatHex(digest.digest());
  }

  /// @throws FileException if the file cannot be written
  public void write(Path file, String version) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt"); // some readers refuse files without it
    metadata.put(FORMAT, VERSION);
    metadata.put(MODEL, ModelFile.text(model));
    metadata.put(ACTIVATION, Names.of(activation));
    metadata.put(PRECISION, Precisions.text(precision));
    metadata.put(INTEGER_BITS, Integer.toString(precision.integerBits()));
    metadata.putAll(origin);
    metadata.put("moiety.version", version);
    List<Safetensors.Entry> entries = new ArrayList<>();
    weights.forEach((name, values) -> entries
        .add(new Safetensors.Entry(name, shapes.getOrDefault(name, new int[]{values.length}), floats(values))));
    Safetensors.write(file, metadata, entries);
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /// @throws FileException if the file cannot be read or was not saved by Moiety
  public static SavedModel read(Path file) {
    Safetensors.Content content = Safetensors.read(file);
    Map<String, String> metadata = content.metadata();
    if (!VERSION.equals(metadata.get(FORMAT))) {
      throw new FileException(file,
          "has no model of Moiety's in its metadata, expected a file from moiety train --save");
    }
    Map<String, double[]> weights = new LinkedHashMap<>();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (Safetensors.Entry entry : content.tensors()) {
      weights.put(entry.name(), doubles(entry.values()));
      shapes.put(entry.name(), entry.shape());
    }
    try {
      ModelSpec model = ModelFile.parse(metadata.getOrDefault(MODEL, ""), "saved");
      Activation activation = Names.parse(Activation.class, metadata.getOrDefault(ACTIVATION, ""));
      Precision precision = Precisions.parse(metadata.getOrDefault(PRECISION, ""),
          Integer.parseInt(metadata.getOrDefault(INTEGER_BITS, "")));
      requireWeights(file, Model.build(model, activation, true), shapes);
      return new SavedModel(model, activation, precision, weights, shapes, Map.of());
    } catch (ModelException | UsageException | NumberFormatException e) {
      throw new FileException(file, "its metadata is damaged: " + e.getMessage(), e);
    }
  }

  private static void requireWeights(Path file, Model model, Map<String, int[]> shapes) {
    for (Parameter parameter : model.parameters()) {
      int[] found = shapes.get(parameter.name());
      if (found == null || !Arrays.equals(found, parameter.shape().toArray())) {
        throw new FileException(file, "model '" + model.name() + "' needs " + parameter.name() + " of shape "
            + parameter.shape() + ", " + (found == null ? "which is missing" : "found " + Arrays.toString(found)));
      }
    }
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
