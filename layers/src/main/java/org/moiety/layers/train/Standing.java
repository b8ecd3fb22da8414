package org.moiety.layers.train;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.layers.loss.SoftmaxCrossEntropy.Evaluation;

/// How far a training is. Losses and what follows from them are known at the data owner only.
///
/// @param epoch the one that it is in, from 1
/// @param batches done in that epoch
/// @param loss sum over the examples of these batches; 0 elsewhere
/// @param correct number of these examples that were right; 0 elsewhere
/// @param epochs reports of the epochs that are over; empty elsewhere
public record Standing(int epoch, int batches, double loss, int correct, List<TrainingListener.Epoch> epochs) {
  static final Standing START = new Standing(1, 0, 0, 0, List.of());

  /// Whether a batch is done.
  ///
  /// @param batch from 0
  boolean includes(int ofEpoch, int batch) {
    return ofEpoch < epoch || (ofEpoch == epoch && batch < batches);
  }

  /// @param batch from 0, which is done now
  Standing after(int ofEpoch, int batch, @Nullable Evaluation evaluation) {
    boolean same = ofEpoch == epoch;
    return new Standing(ofEpoch, batch + 1, (same ? loss : 0) + (evaluation == null ? 0 : evaluation.loss()),
        (same ? correct : 0) + (evaluation == null ? 0 : evaluation.correct()), epochs);
  }

  Standing with(TrainingListener.Epoch report) {
    return new Standing(epoch, batches, loss, correct, Stream.concat(epochs.stream(), Stream.of(report)).toList());
  }
}
