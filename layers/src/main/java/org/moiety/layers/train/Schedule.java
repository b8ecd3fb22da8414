package org.moiety.layers.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// In which order a network goes from data owner to data owner within an epoch.
public enum Schedule {
  /// To each once, for all of its batches.
  EPOCHS,
  /// To each for one batch, and round again while any has batches left.
  BATCHES;

  /// A stay with a data owner.
  ///
  /// @param spoke number of the data owner, from 0
  /// @param first its first batch, from 0 in the epoch
  /// @param count number of batches
  record Turn(int spoke, int first, int count) {}

  /// @param batches of each data owner in an epoch
  List<Turn> epoch(int[] batches) {
    List<Turn> turns = new ArrayList<>();
    int most = Arrays.stream(batches).max().orElse(0);
    for (int batch = 0; batch < (this == EPOCHS ? 1 : most); batch++) {
      for (int spoke = 0; spoke < batches.length; spoke++) {
        if (batch < batches[spoke]) {
          turns.add(new Turn(spoke, batch, this == EPOCHS ? batches[spoke] : 1));
        }
      }
    }
    return turns;
  }
}
