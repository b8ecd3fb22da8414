package org.moiety.experiments.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.Protocol;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.Precisions;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.train.Release;
import org.moiety.triples.remote.Terms;

/// What all roles of a session must be told alike. All of it is public.
///
/// @param seed of the order of examples and of dropout
/// @param release who learns the trained weights
/// @param insecureSeed fixes all secrets too, as in one process; null for real ones
public record SessionSettings(ModelSpec model, Protocol protocol, Precision precision, int epochs, int batchSize,
    BigDecimal learningRate, long seed, Release release, @Nullable Long insecureSeed) {
  /// By the names of the options that set them; the network layer by layer.
  ///
  /// @param version of the program: other versions may compute something else
  public Terms terms(String version) {
    Terms terms = new Terms().with("version", version).with("prime", Modulus.MOIETY.value())
        .with("security", Names.of(protocol.security())).with("preprocessing", "trusted dealer");
    try {
      JsonNode description = new ObjectMapper().readTree(ModelFile.text(model));
      terms.with("model input", description.path("input"));
      int number = 0;
      for (JsonNode layer : description.path("layers")) {
        terms.with("model layer " + ++number, layer);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a model that cannot be described", e);
    }
    return terms.with("masks", Names.of(protocol.masks())).with("truncation", Names.of(protocol.truncation()))
        .with("precision", Precisions.text(precision)).with("integer-bits", precision.integerBits())
        .with("epochs", epochs).with("batch-size", batchSize)
        .with("learning-rate", learningRate.stripTrailingZeros().toPlainString()).with("seed", seed)
        .with("release", Names.of(release))
        .with("insecure-seed", insecureSeed == null ? "none" : insecureSeed.toString());
  }
}
