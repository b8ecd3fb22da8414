package org.moiety.layers.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.moiety.layers.model.LayerSpec.AveragePoolingSpec;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.DropoutSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.model.LayerSpec.SigmoidSpec;
import org.moiety.layers.model.LayerSpec.SquareSpec;
import org.moiety.layers.tensor.Shape;

/// Networks described in JSON; `docs/MODELS.md` is the manual.
///
/// Strict: unknown and repeated fields, wrong types and numbers out of range are errors that name the file and the layer.
public final class ModelFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_SIZE = 1 << 20;
  private static final int MAX_SIDE = 4096;
  private static final int MAX_DEGREE = 15;
  private static final int MAX_INTERVAL = 64;
  private static final int MAX_LAYERS = 1000;
  private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final MutableOrderedMap<String, Function<Fields, LayerSpec>> TYPES = OrderedMapAdapter
      .adapt(new LinkedHashMap<>());
  static {
    TYPES.put("conv2d", ModelFile::conv2d);
    TYPES.put("average_pooling2d", f -> new AveragePoolingSpec(f.integer("size", 1, MAX_SIDE)));
    TYPES.put("dense", f -> new DenseSpec(f.integer("units", 1, MAX_SIZE), f.bool("bias", true)));
    TYPES.put("flatten", f -> new FlattenSpec());
    TYPES.put("dropout", ModelFile::dropout);
    TYPES.put("relu", f -> new ReluSpec(degree(f, 3), f.has("interval") ? interval(f) : 1));
    TYPES.put("sigmoid", f -> new SigmoidSpec(degree(f, 9), interval(f), f.bool("centred", false)));
    TYPES.put("square", f -> new SquareSpec());
  }

  private ModelFile() {}

  /// Reads and checks a description: a network can be built from what is returned.
  ///
  /// @throws ModelException with one line that names the file, and the layer where there is one
  public static ModelSpec read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new ModelException(Files.size(file) + " bytes, expected a small JSON file");
      }
      return parse(Files.readString(file), stem(file));
    } catch (ModelException e) {
      throw new ModelException(file + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw new ModelException(file + ": no such file");
    } catch (AccessDeniedException e) {
      throw new ModelException(file + ": permission denied");
    } catch (MalformedInputException e) {
      throw new ModelException(file + ": is not UTF-8 text, expected a JSON file");
    } catch (IOException e) {
      throw new ModelException(file + ": cannot be read (" + e.getMessage() + ")");
    }
  }

  private static String stem(Path file) {
    Path name = file.getFileName();
    return name == null ? "model" : name.toString().replaceFirst("\\.json$", "");
  }

  /// Reads and checks a description.
  ///
  /// @param defaultName name of a network that has none
  /// @throws ModelException with one line
  public static ModelSpec parse(String json, String defaultName) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new ModelException("line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
          + ": not valid JSON (" + e.getOriginalMessage().replaceAll("\\s+", " ") + ")");
    }
    Fields fields = new Fields("the model", root);
    String name = fields.has("name") ? fields.string("name", "a name") : defaultName;
    Shape input = shape(fields);
    List<LayerSpec> layers = layers(fields);
    fields.requireNoOthers();
    ModelSpec spec = new ModelSpec(name, input, layers);
    Model.build(spec, Activation.RELU_APPROX, true);
    return spec;
  }

  private static Shape shape(Fields fields) {
    String expected = "the shape of one example such as [1, 28, 28]";
    JsonNode node = fields.require("input", expected);
    if (!node.isArray() || node.size() != 3) {
      throw fields.wrong("'input' is " + Fields.text(node) + ", expected " + expected);
    }
    int[] sizes = new int[node.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = fields.integer("input", node.get(i), 1, MAX_SIDE);
    }
    try {
      return Shape.of(sizes);
    } catch (IllegalArgumentException e) {
      throw fields.wrong("'input': " + e.getMessage());
    }
  }

  private static List<LayerSpec> layers(Fields fields) {
    JsonNode node = fields.require("layers", "a list of layers");
    if (!node.isArray() || node.isEmpty() || node.size() > MAX_LAYERS) {
      throw fields.wrong("'layers' is " + Fields.text(node) + ", expected a list of 1 to " + MAX_LAYERS + " layers");
    }
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      layers.add(layer(i + 1, node.get(i)));
    }
    return layers;
  }

  private static LayerSpec layer(int number, JsonNode node) {
    String type = node.path("type").asText("");
    Fields fields = new Fields("layer " + number + (type.isEmpty() ? "" : " (" + type + ")"), node);
    fields.string("type", "one of " + String.join(", ", TYPES.keySet()));
    Function<Fields, LayerSpec> reader = TYPES.get(type);
    if (reader == null) {
      throw fields.wrong("unknown type" + Spelling.hint(type, TYPES.keySet()));
    }
    LayerSpec layer = reader.apply(fields);
    fields.requireNoOthers();
    return layer;
  }

  private static LayerSpec conv2d(Fields fields) {
    int filters = fields.integer("filters", 1, MAX_SIZE);
    int height;
    int width;
    JsonNode kernel = fields.require("kernel", "a size such as 3, or [height, width]");
    if (kernel.isArray() && kernel.size() == 2) {
      height = fields.integer("kernel", kernel.get(0), 1, MAX_SIDE);
      width = fields.integer("kernel", kernel.get(1), 1, MAX_SIDE);
    } else {
      height = fields.integer("kernel", kernel, 1, MAX_SIDE);
      width = height;
    }
    int stride = fields.integer("stride", 1, MAX_SIDE, 1);
    String padding = fields.has("padding") ? fields.string("padding", "\"same\" or \"valid\"") : "same";
    if (!padding.equals("same") && !padding.equals("valid")) {
      throw fields.wrong("'padding' is \"" + padding + "\", expected \"same\" or \"valid\"");
    }
    return new Conv2dSpec(filters, height, width, stride, padding.equals("same"), fields.bool("bias", true));
  }

  private static LayerSpec dropout(Fields fields) {
    String expected = "a number from 0 to below 1, with at most 12 decimals";
    BigDecimal rate = fields.decimal("rate", expected);
    if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) >= 0) {
      throw fields.wrong("'rate' is " + rate + ", expected " + expected);
    }
    return new DropoutSpec(rate);
  }

  private static int degree(Fields fields, int otherwise) {
    return fields.integer("degree", 1, MAX_DEGREE, otherwise);
  }

  private static double interval(Fields fields) {
    String expected = "a number above 0 and up to " + MAX_INTERVAL + ": the fit is for -interval to interval";
    double interval = fields.decimal("interval", expected).doubleValue();
    if (!(interval > 0 && interval <= MAX_INTERVAL)) {
      throw fields.wrong("'interval' is " + interval + ", expected " + expected);
    }
    return interval;
  }

  /// The description as JSON in one line, every field written out; [#parse] reads it back.
  public static String text(ModelSpec spec) {
    ObjectNode root = JSON.createObjectNode().put("name", spec.name());
    ArrayNode input = root.putArray("input");
    for (int size : spec.input().toArray()) {
      input.add(size);
    }
    ArrayNode layers = root.putArray("layers");
    spec.layers().forEach(layer -> write(layer, layers.addObject().put("type", layer.type())));
    return root.toString();
  }

  private static void write(LayerSpec layer, ObjectNode node) {
    switch (layer) {
      case Conv2dSpec s -> {
        node.put("filters", s.filters()).putArray("kernel").add(s.kernelHeight()).add(s.kernelWidth());
        node.put("stride", s.stride()).put("padding", s.same() ? "same" : "valid").put("bias", s.bias());
      }
      case AveragePoolingSpec s -> node.put("size", s.size());
      case DenseSpec s -> node.put("units", s.units()).put("bias", s.bias());
      case DropoutSpec s -> node.put("rate", s.rate());
      case ReluSpec s -> node.put("degree", s.degree()).put("interval", s.interval());
      case SigmoidSpec s -> node.put("degree", s.degree()).put("interval", s.interval()).put("centred", s.centred());
      case FlattenSpec _,SquareSpec _ -> {
        // The type says it all.
      }
    }
  }
}
