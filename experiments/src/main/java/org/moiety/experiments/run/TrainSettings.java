package org.moiety.experiments.run;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.ModelSpec;

/// Everything that a training run depends on; two runs with equal settings give the same weights, bit for bit.
///
/// @param modelArgument the preset's name or the file, as given
/// @param limit number of training examples, null for all
/// @param testLimit number of test examples, null for all, 0 for no test
public record TrainSettings(String modelArgument, ModelSpec model, Activation activation, Engine engine, String data,
    @Nullable Integer limit, @Nullable Integer testLimit, int epochs, int batchSize, BigDecimal learningRate,
    long seed) {}
