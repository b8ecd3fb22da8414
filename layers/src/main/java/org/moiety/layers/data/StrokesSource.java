package org.moiety.layers.data;

import org.moiety.engine.kernel.Workers;

/// [Strokes] as a [DataSource], generated on all processors.
record StrokesSource(long seed) implements DataSource {
  @Override
  public String name() {
    return "strokes";
  }

  @Override
  public LabelledImages train() {
    return train(Strokes.MAX_TRAIN);
  }

  @Override
  public LabelledImages test() {
    return test(Strokes.MAX_TEST);
  }

  @Override
  public LabelledImages train(int count) {
    try (Workers workers = allProcessors()) {
      return Strokes.train(seed, count, workers);
    }
  }

  @Override
  public LabelledImages test(int count) {
    try (Workers workers = allProcessors()) {
      return Strokes.test(seed, count, workers);
    }
  }

  private static Workers allProcessors() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }
}
