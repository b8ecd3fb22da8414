package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.FeatureExtractor;
import org.moiety.experiments.run.FeatureExtractor.Features;
import org.moiety.experiments.run.SavedModel;
import org.moiety.layers.data.DataException;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.IdxWriter;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.LayerSpec.AveragePoolingSpec;
import org.moiety.layers.model.LayerSpec.Conv2dSpec;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.DropoutSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.SigmoidSpec;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Shape;

/// What transfer learning is run on: the lower half of the classes as images, the upper half as features. Each folder has the description of the network that
/// is trained on it beside the examples.
final class TransferData {
  /// Of the ten classes, those below go to the extractor.
  static final int HALF = 5;
  private static final int CLASSES = 2 * HALF;
  /// Images that the features' scales are set on.
  private static final int REFERENCE = 5_120;
  private static final String NETWORK = "network.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final LayerSpec CONVOLUTION = new Conv2dSpec(32, 3, 3, 1, true, true);
  private static final LayerSpec CENTRED_SIGMOID = new SigmoidSpec(9, 8, true);
  private static final LayerSpec LOGITS = new DenseSpec(HALF, true);
  /// The public layers.
  private static final List<LayerSpec> EXTRACTOR = List.of(CONVOLUTION, CENTRED_SIGMOID, CONVOLUTION, CENTRED_SIGMOID,
      new AveragePoolingSpec(2));
  /// The private ones. Table 1 leaves out the activation between the dense layers, which the text of SV18 names.
  private static final List<LayerSpec> HEAD = List.of(new DropoutSpec(new BigDecimal("0.25")), new FlattenSpec(),
      new DenseSpec(128, true), new SigmoidSpec(9, 12), new DropoutSpec(new BigDecimal("0.5")), LOGITS);

  private TransferData() {}

  /// @param examples first ones of the data, of all classes; 0 for all
  record Size(int examples, int testExamples) {}

  /// The network that is trained on a folder.
  static Path network(Path folder) {
    return folder.resolve(NETWORK);
  }

  /// All that the makers below depend on, besides the data.
  static List<String> key() {
    return List.of(ModelFile.text(pretraining(Shape.of(1, 28, 28))), ModelFile.text(head(Shape.of(32, 14, 14))));
  }

  /// The network that is trained in the clear, on the lower classes.
  static ModelSpec pretraining(Shape input) {
    return new ModelSpec("transfer-extractor", input,
        concat(EXTRACTOR, List.of(new FlattenSpec(), LOGITS)));
  }

  private static ModelSpec head(Shape input) {
    return new ModelSpec("transfer-head", input, HEAD);
  }

  /// Table 1: the extractor and the layers that are trained on shares.
  static ModelSpec table1(Shape input) {
    return new ModelSpec("transfer", input, concat(EXTRACTOR, HEAD));
  }

  /// How many layers of table 1 are public.
  static int publicLayers() {
    return EXTRACTOR.size();
  }

  private static List<LayerSpec> concat(List<LayerSpec> first, List<LayerSpec> then) {
    return Stream.concat(first.stream(), then.stream()).toList();
  }

  private record Split(LabelledImages train, LabelledImages test) {
    Split ofClasses(int from, int to) {
      return new Split(train.ofClasses(from, to), test.ofClasses(from, to));
    }

    ObjectNode write(Path folder, ModelSpec network) {
      IdxWriter.write(folder, train, test);
      AtomicFile.write(network(folder), (ModelFile.text(network) + "\n").getBytes(StandardCharsets.UTF_8));
      ObjectNode description = JSON.createObjectNode().put("event", "data").put("examples", train.count())
          .put("testExamples", test.count());
      ArrayNode sizes = description.putArray("shape");
      Arrays.stream(network.input().toArray()).forEach(sizes::add);
      return description;
    }
  }

  private static Split load(String data, Size size) {
    DataSource source = DataSource.resolve(data, Data.settings());
    Split all = new Split(size.examples == 0 ? source.train() : source.train(size.examples),
        size.testExamples == 0 ? source.test() : source.test(size.testExamples));
    if (all.train.classes() != CLASSES) {
      throw new DataException("data set '" + data + "' has " + all.train.classes() + " classes, expected " + CLASSES
          + ": half of them are for the public network, half for the private one");
    }
    return all;
  }

  /// The images of the lower classes.
  static ObjectNode writeLower(String data, Size size, Path folder) {
    Split lower = load(data, size).ofClasses(0, HALF);
    return lower.write(folder, pretraining(shape(lower.train)));
  }

  /// The features of the upper classes.
  ///
  /// @param weights of the network that was trained on the lower classes
  static ObjectNode writeUpper(String data, Size size, Path weights, Path folder) {
    Split all = load(data, size);
    LabelledImages lower = all.train.ofClasses(0, HALF);
    Split upper = all.ofClasses(HALF, CLASSES);
    FeatureExtractor extractor = new FeatureExtractor(SavedModel.read(weights), EXTRACTOR.size(),
        lower.take(Math.min(lower.count(), REFERENCE)));
    Features train = extractor.of(upper.train);
    Features test = extractor.of(upper.test);
    return new Split(train.images(), test.images()).write(folder, head(extractor.shape()))
        .put("outside", train.outside());
  }

  private static Shape shape(LabelledImages images) {
    return Shape.of(images.channels(), images.height(), images.width());
  }
}
