package org.moiety.protocol;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.PublicRandom;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.layers.train.TrainingResult;

/// A training as users run it, with every kind of message in it and as few of them as can be.
final class SmallTraining {
  private static final int SIDE = 4;
  private static final ModelSpec NETWORK = new ModelSpec("tiny", Shape.of(1, SIDE, SIDE),
      List.of(new LayerSpec.Conv2dSpec(2, 3, 3, 1, false, true), new LayerSpec.ReluSpec(3, 1),
          new LayerSpec.FlattenSpec(), new LayerSpec.DenseSpec(2, false)));

  private SmallTraining() {}

  /// Gives the weights in hexadecimal, which both parties learn; the dealer nothing.
  static Function<Role, String> program(int batches) {
    return program(batches, Release.BOTH);
  }

  /// The same, where a party that does not learn the weights gets nothing.
  static Function<Role, String> program(int batches, Release release) {
    int batch = 2;
    byte[] pixels = new byte[batches * batch * SIDE * SIDE];
    PublicRandom random = new PublicRandom(1);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt(256);
    }
    byte[] labels = new byte[batches * batch];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (i % 2);
    }
    LabelledImages images = new LabelledImages(1, SIDE, SIDE, 2, pixels, labels);
    Model model = Model.build(NETWORK, Activation.RELU_APPROX, true);
    return role -> {
      TrainingResult result = new Trainer(model, new PrivateBackend(role, Precision.DEFAULT), batch,
          TrainingListener.NONE)
          .train(images, null, new TrainingOptions(1, batch, new BigDecimal("0.1"), 1, release), Seed.of(1));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      if (result.weights() != null) {
        for (Backend.Revealed revealed : result.weights().values()) {
          bytes.writeBytes(revealed.bytes());
        }
      }
      return HexFormat.of().formatHex(bytes.toByteArray());
    };
  }
}
