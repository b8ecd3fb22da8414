package org.moiety.layers.loss;

import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.online.Receiver;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;

/// Softmax with the maximum subtracted, and cross-entropy: the gradient of the logits is `softmax(z) - onehot(label)`, not divided by the batch size.
public final class SoftmaxCrossEntropy {
  /// Name under which the loss is metered.
  public static final String NAME = "softmax";

  private SoftmaxCrossEntropy() {}

  /// Gives the class of an example of the batch; asked at the data owner only.
  @FunctionalInterface
  public interface Labels {
    int label(int example);
  }

  /// What the data owner learns of a batch.
  ///
  /// @param loss sum of the examples' cross-entropies
  /// @param correct number of examples whose largest logit is the label's
  /// @param predictions the class with the largest logit, an example each
  public record Evaluation(double loss, int correct, int[] predictions, double[] probabilities) {}

  /// Reveals the logits to the data owner and evaluates them there; null at the other roles.
  ///
  /// @param logits `n x classes`
  public static @Nullable Evaluation evaluate(Backend backend, Tensor logits, Labels labels) {
    backend.enter(NAME, Meter.Phase.REVEAL);
    double[] z = backend.reveal(logits, Receiver.party(Backend.DATA_OWNER));
    return z == null ? null : evaluate(z, logits.shape().size(0), labels);
  }

  /// The gradient of the logits, an input of the data owner.
  public static Tensor gradient(Backend backend, Shape shape, @Nullable Evaluation evaluation, Labels labels) {
    backend.enter(NAME, Meter.Phase.INPUT);
    return backend.input(Backend.DATA_OWNER, "gradient of the logits", shape, () -> {
      if (evaluation == null) {
        throw new IllegalStateException("the data owner has no logits");
      }
      int classes = shape.size(1);
      double[] gradient = evaluation.probabilities().clone();
      for (int i = 0; i < shape.size(0); i++) {
        gradient[i * classes + labels.label(i)] -= 1;
      }
      return gradient;
    });
  }

  private static Evaluation evaluate(double[] z, int batch, Labels labels) {
    int classes = z.length / batch;
    double[] probabilities = new double[z.length];
    int[] predictions = new int[batch];
    double loss = 0;
    int correct = 0;
    for (int i = 0; i < batch; i++) {
      int start = i * classes;
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = z[start + c] > z[start + best] ? c : best;
      }
      double max = z[start + best];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        probabilities[start + c] = StrictMath.exp(z[start + c] - max);
        sum += probabilities[start + c];
      }
      for (int c = 0; c < classes; c++) {
        probabilities[start + c] /= sum;
      }
      int label = labels.label(i);
      predictions[i] = best;
      correct += best == label ? 1 : 0;
      loss += max + StrictMath.log(sum) - z[start + label];
    }
    return new Evaluation(loss, correct, predictions, probabilities);
  }
}
