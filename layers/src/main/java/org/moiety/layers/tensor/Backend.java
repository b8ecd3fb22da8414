package org.moiety.layers.tensor;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.StoredShares;

/// Makes the tensors of one encoding, and is where a program says what it does with them. The same program runs on each backend.
public interface Backend {
  /// Who brings the images, and who the initial weights.
  int DATA_OWNER = 0;
  int MODEL_OWNER = 1;

  /// Gives values that a party knows.
  @FunctionalInterface
  interface Values {
    double[] get();
  }

  /// Gives the values of one row of a table. Several threads may ask at once.
  @FunctionalInterface
  interface Row {
    void read(int row, float[] into, int offset);
  }

  /// A party's inputs, a row an example.
  interface Table {
    /// The given rows as one tensor of the given shape.
    Tensor rows(int[] rows, Shape shape);
  }

  /// A party's input.
  ///
  /// @param name for messages
  /// @param values asked for at the owner only
  Tensor input(int owner, String name, Shape shape, Values values);

  /// A table of a party's inputs.
  ///
  /// @param keep whether rows will be used more than once
  Table table(int owner, String name, int rows, int rowLength, boolean keep, Row values);

  /// The values of a tensor, to double precision, at a role that receives them; null elsewhere.
  double @Nullable [] reveal(Tensor x, Receiver receiver);

  /// A tensor's values and their encoding, at a role that receives them; null elsewhere.
  @Nullable
  Revealed revealEncoded(Tensor x, Receiver receiver);

  /// Hands tensors over to another session.
  ///
  /// @param tensors rescaled ones
  /// @param seal the data owner's, with active security
  Handover handOver(List<Tensor> tensors, Handover.@Nullable Seal seal);

  /// Tensors that another session has handed over.
  ///
  /// @param seal the data owner's, with active security
  /// @param handed not asked for at the data owner
  List<Tensor> takeOver(List<Shape> shapes, Handover.@Nullable Seal seal, Supplier<Handover> handed);

  /// This role's shares of tensors, to be kept beyond the session; null where there are none, as at the dealer.
  ///
  /// @param tensors rescaled ones
  default @Nullable StoredShares store(List<Tensor> tensors) {
    return null;
  }

  /// Revealed values.
  ///
  /// @param values to double precision
  /// @param bytes canonical integers of an encoded tensor's elements, 16 little-endian bytes each; IEEE 754 floats of a native one, 4 little-endian bytes each
  record Revealed(Shape shape, double[] values, byte[] bytes) {}

  /// Starts an iteration; numbers ascend.
  void begin(long iteration);

  /// Opens the region of a training step: tensors made in it end when it is closed, unless they are kept, and their memory serves the next region.
  Region region();

  /// A place in the open region: what was made after it can be ended by [#release].
  int mark();

  /// Ends the tensors of the open region that were made, or dismissed, between two marks, but for those that are kept.
  void release(int from, int to);

  /// An open region.
  interface Region extends AutoCloseable {
    @Override
    void close();
  }

  /// Says where the program is, for the meter and the profile.
  void enter(String layer, Meter.Phase phase);

  /// Whether this role is party `p`; where there are no parties every role is.
  boolean isParty(int p);

  /// Whether to follow the paper to the letter: every power of a polynomial, and powers again in the backward phase where masks are not kept.
  boolean countsAsPaper();

  /// Whether powers computed in the forward phase may be used in the backward phase.
  boolean reusesPowers();

  /// Whether a pooling that follows a convolution is computed with it.
  boolean mergesPooling();
}
