package org.moiety.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.Data;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Rounding;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.run.TrainRun;
import org.moiety.experiments.run.TrainSettings;
import org.moiety.layers.data.DataException;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.train.TrainingListener;

/// From images to features, in small.
final class TransferDataTest {
  private static final TransferData.Size SIZE = new TransferData.Size(40, 20);

  @TempDir
  private Path out;

  private static TrainSettings settings(Path folder) {
    Path network = TransferData.network(folder);
    Engine engine = new Engine(Encoding.NATIVE, Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED),
        Rounding.FLOOR,
        Precision.DEFAULT, 1, Seed.of(1));
    return new TrainSettings(network.toString(), ModelFile.read(network), Activation.RELU_APPROX, engine,
        folder.toString(), 4, 4, 1, 4, new BigDecimal("0.01"), 1);
  }

  private static TrainRun.Result train(TrainSettings settings) {
    return TrainRun.prepare(settings, Data.settings()).run(TrainingListener.NONE);
  }

  private static LabelledImages training(Path folder) {
    return DataSource.resolve(folder.toString(), Data.settings()).train();
  }

  @Test
  void bothNetworksTrainOnWhatIsWritten() {
    Path lower = out.resolve("lower");
    JsonNode images = TransferData.writeLower("strokes", SIZE, lower);
    assertThat(images.path("examples").asInt()).isEqualTo(20);
    assertThat(images.path("testExamples").asInt()).isEqualTo(10);
    assertThat(training(lower).labelCounts()).containsExactly(4, 4, 4, 4, 4);

    Path weights = out.resolve("w.safetensors");
    SavedModel.of(settings(lower), train(settings(lower))).write(weights, "1");
    Path upper = out.resolve("upper");
    JsonNode features = TransferData.writeUpper("strokes", SIZE, weights, upper);
    assertThat(features.path("shape")).map(JsonNode::asInt).containsExactly(32, 14, 14);
    assertThat(features.path("outside").asDouble(1)).isLessThan(0.1);
    assertThat(training(upper).labelCounts()).containsExactly(4, 4, 4, 4, 4);
    assertThat(train(settings(upper)).training().epochs().getLast().testAccuracy()).isBetween(0.0, 1.0);
  }

  @Test
  void dataMustHaveTenClasses() {
    Path lower = out.resolve("lower");
    TransferData.writeLower("strokes", SIZE, lower);
    assertThatThrownBy(() -> TransferData.writeLower(lower.toString(), new TransferData.Size(0, 0), out.resolve("x")))
        .isInstanceOf(DataException.class).hasMessageContaining("has 5 classes, expected 10");
  }
}
