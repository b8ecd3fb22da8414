package org.moiety.engine.kernel;

/// A [GatherPlan] for vectors of `lanes` consecutive outputs: to vector v are added the gathers `starts[v] ... starts[v + 1] - 1`, each to the lanes in
/// its mask, lane x being bit x. The t-th gather of a vector takes the t-th source of each output.
///
/// @param sources `lanes` a gather; 0, which is not added, for lanes outside the mask
record GatherSteps(int lanes, int[] starts, int[] sources, byte[] masks) {
  static GatherSteps of(GatherPlan plan, int lanes) {
    int[] starts = new int[Math.ceilDiv(plan.outputs(), lanes) + 1];
    for (int v = 0; v < starts.length - 1; v++) {
      int terms = 0;
      for (int o = v * lanes; o < Math.min(plan.outputs(), (v + 1) * lanes); o++) {
        terms = Math.max(terms, plan.start(o + 1) - plan.start(o));
      }
      starts[v + 1] = starts[v] + terms;
    }
    int gathers = starts[starts.length - 1];
    int[] sources = new int[gathers * lanes];
    byte[] masks = new byte[gathers];
    for (int o = 0; o < plan.outputs(); o++) {
      int gather = starts[o / lanes];
      int lane = o % lanes;
      for (int s = plan.start(o); s < plan.start(o + 1); s++, gather++) {
        sources[gather * lanes + lane] = plan.source(s);
        masks[gather] |= (byte) (1 << lane);
      }
    }
    return new GatherSteps(lanes, starts, sources, masks);
  }
}
