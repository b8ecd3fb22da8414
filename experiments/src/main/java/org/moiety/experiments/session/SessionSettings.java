package org.moiety.experiments.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.FixedSeeds;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.Precisions;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.triples.dealer.SessionSeeds;
import org.moiety.triples.remote.Terms;

/// What all roles of a session must be told alike. All of it is public.
///
/// @param batchSize examples at a time
/// @param insecureSeed fixes all secrets too, as in one process; null for real ones
public record SessionSettings(ModelSpec model, Protocol protocol, Precision precision, int batchSize, Task task,
    @Nullable Long insecureSeed) {
  /// @throws IllegalStateException if the task is another one
  public Task.Training training() {
    if (task instanceof Task.Training training) {
      return training;
    }
    throw new IllegalStateException("no training");
  }

  /// How several data owners take turns in a training; null where there is one, or no training.
  public Task.@Nullable Hub hub() {
    return task instanceof Task.Training training ? training.hub() : null;
  }

  /// How several data owners take turns.
  ///
  /// @throws IllegalStateException if there is one, or no training
  public Task.Hub requireHub() {
    Task.Hub hub = hub();
    if (hub == null) {
      throw new IllegalStateException("no training with several data owners");
    }
    return hub;
  }

  /// The network, for its shapes and sizes.
  public Model network() {
    return Model.build(model, Activation.RELU_APPROX, true);
  }

  /// The network as a backend computes it.
  Model network(Backend backend) {
    return Model.build(model, Activation.RELU_APPROX, backend.mergesPooling());
  }

  /// How it is trained.
  TrainingOptions trainingOptions() {
    return optionsWith(training().seed());
  }

  /// How it is trained with one of several data owners.
  ///
  /// @param dataOwner its number, from 0
  TrainingOptions trainingOptions(int dataOwner) {
    return optionsWith(Seed.of(training().seed()).number("data owner " + (dataOwner + 1)));
  }

  private TrainingOptions optionsWith(long seed) {
    Task.Training task = training();
    return new TrainingOptions(task.epochs(), batchSize, task.learningRate(), seed, task.release());
  }

  SessionSettings with(Task other) {
    return new SessionSettings(model, protocol, precision, batchSize, other, insecureSeed);
  }

  /// New secrets: known to the dealer, and each half to its party.
  SessionSeeds seeds() {
    return insecureSeed == null
        ? new SessionSeeds(Seed.random(), Seed.random())
        : SessionSeeds.of(FixedSeeds.session(insecureSeed));
  }

  /// New seeds of the session with one of several data owners.
  ///
  /// @param number of the data owner, from 0
  SessionSeeds seeds(int number) {
    return insecureSeed == null
        ? seeds()
        : SessionSeeds.of(FixedSeeds.session(insecureSeed).derive("data owner " + (number + 1)));
  }

  /// A new key of all data owners.
  Seed seals() {
    return insecureSeed == null ? Seed.random() : FixedSeeds.session(insecureSeed).derive("seals");
  }

  /// A new seed of initial weights: the model owner's own.
  Seed weights() {
    return insecureSeed == null ? Seed.random() : FixedSeeds.weights(insecureSeed);
  }

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
    terms.with("masks", Names.of(protocol.masks())).with("truncation", Names.of(protocol.truncation()))
        .with("precision", Precisions.text(precision)).with("integer-bits", precision.integerBits())
        .with("batch-size", batchSize);
    task.addTo(terms);
    return terms.with("insecure-seed", insecureSeed == null ? "none" : insecureSeed.toString());
  }
}
