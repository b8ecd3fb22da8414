package org.moiety.layers.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.DropoutSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.model.LayerSpec.SigmoidSpec;
import org.moiety.layers.model.LayerSpec.SquareSpec;
import org.moiety.layers.tensor.Shape;

final class ModelFileTest {
  @TempDir
  private Path folder;

  private static ModelSpec layers(String layers) {
    return ModelFile.parse("{\"input\": [1, 8, 8], \"layers\": [" + layers + "]}", "test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shallow", "deep", "mlp"})
  void presetsAreWrittenAndReadBack(String preset) {
    ModelSpec spec = ModelSpec.preset(preset);
    assertThat(ModelFile.parse(ModelFile.text(spec), "other")).isEqualTo(spec);
  }

  @Test
  void everyLayerIsReadWithItsDefaults() {
    ModelSpec spec = layers("""
        {"type": "conv2d", "filters": 4, "kernel": [3, 2], "padding": "valid", "bias": false},
        {"type": "relu"}, {"type": "square"}, {"type": "sigmoid", "interval": 2.5}, {"type": "flatten"},
        {"type": "sigmoid", "interval": 2, "degree": 5, "centred": true},
        {"type": "dropout", "rate": 0.1}, {"type": "dense", "units": 3}""");
    assertThat(spec).isEqualTo(new ModelSpec("test", Shape.of(1, 8, 8),
        List.of(new Conv2dSpec(4, 3, 2, 1, false, false), new ReluSpec(3, 1), new SquareSpec(), new SigmoidSpec(9, 2.5),
            new FlattenSpec(), new SigmoidSpec(5, 2, true), new DropoutSpec(new BigDecimal("0.1")),
            new DenseSpec(3, true))));
    assertThat(ModelFile.parse(ModelFile.text(spec), "other")).isEqualTo(spec);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      {"type": "conv2", "filters": 1} | layer 1 (conv2): unknown type, did you mean 'conv2d'?
      {"type": "lstm"} | layer 1 (lstm): unknown type, expected one of conv2d, average_pooling2d, dense
      {"type": "flatten"}, {"type": "dense", "unit": 3} | layer 2 (dense): has no 'units', expected a whole number
      {"type": "flatten"}, {"type": "dense", "units": 3, "bais": true} | unknown field 'bais', did you mean 'bias'?
      {"type": "flatten"}, {"type": "dense", "units": "3"} | 'units' is "3", expected a whole number from 1 to
      {"type": "flatten"}, {"type": "dense", "units": 0} | 'units' is 0, expected a whole number from 1 to
      {"type": "flatten"}, {"type": "dense", "units": 2.5} | 'units' is 2.5
      {"type": "flatten"}, {"type": "dense", "units": 3, "bias": 1} | 'bias' is 1, expected true or false
      {"type": "dropout", "rate": 1} | 'rate' is 1, expected a number from 0 to below 1
      {"type": "dropout", "rate": 1e-400} | 'rate' is
      {"type": "relu", "degree": 16} | layer 1 (relu): 'degree' is 16, expected a whole number from 1 to 15
      {"type": "relu", "interval": 0} | 'interval' is 0
      {"type": "sigmoid"} | layer 1 (sigmoid): has no 'interval'
      {"type": "conv2d", "filters": 1, "kernel": [3]} | 'kernel' is [3]
      {"type": "conv2d", "filters": 1, "kernel": 3, "padding": "full"} | 'padding' is "full", expected "same" or "valid"
      {"type": "conv2d", "filters": 1, "kernel": 9, "padding": "valid"} | layer 1 (conv2d)
      {"type": "average_pooling2d", "size": 9} | layer 1 (average_pooling2d)
      {"type": "flatten"}, {"type": "conv2d", "filters": 1, "kernel": 3} | layer 2 (conv2d)
      {"type": "square"} | expected one row of logits: end it with a dense layer
      {"units": 3} | layer 1: has no 'type'
      3 | layer 1: is 3, expected an object
      """)
  void mistakeInALayerIsNamed(String layers, String expected) {
    assertThatThrownBy(() -> layers(layers)).isInstanceOf(ModelException.class).hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      [] | the model: is [], expected an object
      {"layers": []} | has no 'input'
      {"input": [1, 28], "layers": []} | 'input' is [1,28], expected the shape of one example
      {"input": [1, 28, -28], "layers": []} | 'input' is -28
      {"input": [4096, 4096, 4096], "layers": [{"type": "flatten"}]} | 'input'
      {"input": [1, 8, 8]} | has no 'layers', expected a list of layers
      {"input": [1, 8, 8], "layers": []} | 'layers' is [], expected a list of 1 to 1000 layers
      {"input": [1, 8, 8], "layers": {}, "layers": []} | not valid JSON
      {"input": [1, 8, | line 1, column
      {} {} | not valid JSON
      """)
  void mistakeInTheFileIsNamed(String json, String expected) {
    assertThatThrownBy(() -> ModelFile.parse(json, "test")).isInstanceOf(ModelException.class)
        .hasMessageContaining(expected).hasMessageNotContaining("\n");
  }

  @Test
  void fileIsNamedInTheMessageAndNamesTheModel() throws IOException {
    Path file = folder.resolve("net.json");
    assertThatThrownBy(() -> ModelFile.read(file)).hasMessage(file + ": no such file");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> ModelFile.read(file)).hasMessageStartingWith(file + ": line 1");
    Files.write(file, new byte[]{(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> ModelFile.read(file)).hasMessageStartingWith(file + ": is not UTF-8");
    Files.writeString(file, ModelFile.text(ModelSpec.mlp()).replace("\"name\":\"mlp\",", ""));
    assertThat(ModelFile.read(file).name()).isEqualTo("net");
  }

  @Test
  void examplesOfTheManualCanBeRead() throws IOException {
    String manual = Files.readString(Path.of("../docs/MODELS.md"));
    String[] parts = manual.split("```");
    int examples = 0;
    for (int i = 1; i < parts.length; i += 2) {
      if (parts[i].startsWith("json")) {
        ModelFile.parse(parts[i].substring("json".length()), "example");
        examples++;
      }
    }
    assertThat(examples).isEqualTo(2);
  }
}
