package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatTilesTest {
  private static final int[] TILE_ROWS = {1, 4, 6, 12};
  private static final int TERMS = 7;
  /// Words between rows of the sums, and before the first.
  private static final int STRIDE = 40;
  private static final int MARGIN = 3;

  /// Small integers, so that sums are exact; words around the tile keep their value.
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void tilesAddTheirProductsAndTouchNothingElse(int laneBits) {
    FloatTiles tiles = Lanes.ofBits(laneBits).copy(VectorFloatTiles.class, FloatTiles.class);
    int lanes = laneBits / Float.SIZE;
    int[] rowOffsets = IntStream.range(0, FloatTiling.ROWS + 1).map(i -> i * STRIDE).toArray();
    for (int tileRows : TILE_ROWS) {
      for (int vectors = 1; vectors <= FloatTiling.VECTORS; vectors++) {
        int width = vectors * lanes;
        float[] rows = counted(1 + TERMS * tileRows);
        float[] columns = counted(2 + TERMS * width);
        for (boolean first : new boolean[]{true, false}) {
          float[] sums = new float[(FloatTiling.ROWS + 1) * STRIDE + MARGIN];
          Arrays.fill(sums, 5);
          float[] expected = sums.clone();
          for (int i = 0; i < tileRows; i++) {
            for (int j = 0; j < width; j++) {
              float sum = first ? 0 : 5;
              for (int t = 0; t < TERMS; t++) {
                sum += rows[1 + t * tileRows + i] * columns[2 + t * width + j];
              }
              expected[MARGIN + rowOffsets[i + 1] + j] = sum;
            }
          }
          if (vectors == FloatTiling.VECTORS) {
            tiles.add(tileRows, rows, 1, columns, 2, TERMS, first, sums, MARGIN, rowOffsets, 1);
          } else {
            tiles.addNarrow(tileRows, rows, 1, columns, 2, TERMS, first, sums, MARGIN, rowOffsets, 1);
          }
          assertThat(sums).isEqualTo(expected);
        }
      }
    }
  }

  /// Each panel has a tile that takes it, and panels add up to the rows.
  @Test
  void everyNumberOfRowsIsCutIntoTiles() {
    for (int rows = 1; rows <= 3 * FloatTiling.ROWS; rows++) {
      int left = rows;
      while (left > 0) {
        int panel = FloatTiling.panelRows(left);
        assertThat(panel).isBetween(1, left);
        assertThat(FloatTiling.tileRows(panel)).isGreaterThanOrEqualTo(panel).isIn(1, 4, 6, 12);
        left -= panel;
      }
    }
  }

  private static float[] counted(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i % 11 - 5;
    }
    return values;
  }
}
