package org.moiety.engine.map;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Group;

/// [LinearMapLaws] for every kind of map.
final class LinearMapProperties {
  @Group
  final class Gather implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      int input = random.nextInt(1, 8);
      int[] starts = new int[random.nextInt(1, 8)];
      for (int i = 1; i < starts.length; i++) {
        starts[i] = starts[i - 1] + random.nextInt(4);
      }
      int[] sources = random.ints(starts[starts.length - 1], 0, input).toArray();
      return new GatherMap(random.nextInt(1, 5), input, starts, sources);
    }
  }

  @Group
  final class Select implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      int input = random.nextInt(1, 8);
      return GatherMap.select(random.nextInt(1, 5), input, random.ints(random.nextInt(1, 9), -1, input).toArray());
    }
  }

  @Group
  final class Keep implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      boolean[] keep = new boolean[random.nextInt(1, 20)];
      for (int i = 0; i < keep.length; i++) {
        keep[i] = random.nextBoolean();
      }
      return new KeepMap(keep);
    }
  }

  @Group
  final class Broadcast implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      return new ChannelBroadcast(random.nextInt(1, 5), random.nextInt(1, 5), random.nextInt(1, 5));
    }
  }

  @Group
  final class BiasGradient implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      return new ChannelSum(random.nextInt(1, 5), random.nextInt(1, 5), random.nextInt(1, 5));
    }
  }

  @Group
  final class Im2col implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      return Maps.geometry(random).im2col();
    }
  }

  @Group
  final class WindowSum implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      int[] padding = random.ints(4, 0, 3).toArray();
      return Planes.windowSum(random.nextInt(1, 4), random.nextInt(4, 8), random.nextInt(4, 8), padding[0], padding[1],
          padding[2], padding[3], random.nextInt(1, 4), random.nextInt(1, 4), random.nextInt(1, 2));
    }
  }

  /// Long enough for several threads.
  @Group
  final class Long implements LinearMapLaws {
    @Override
    public LinearMap random(SplittableRandom random) {
      int[] source = random.ints(40_000, -1, 300).toArray();
      Arrays.fill(source, 0, 100, 7);
      return GatherMap.select(1, 300, source);
    }
  }
}
