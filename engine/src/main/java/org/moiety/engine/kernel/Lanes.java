package org.moiety.engine.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The vector width of a SIMD class.
///
/// C2 turns Vector API calls into instructions only where the species is a compile-time constant. So a SIMD class reads its species from
/// [#of] into a `static final` field, and [#copy] defines a hidden copy of that class for each width: one source, every width at full speed.
///
/// A copied class is reached through an interface, and has no nested classes: theirs would be those of the original. Its hot methods call the
/// Vector API directly: C2 stops inlining helpers in large methods, and a helper that is not inlined boxes every vector it takes.
record Lanes(VectorShape shape) {
  /// Widths that the kernels are written for, in bits.
  static final List<Integer> WIDTHS = List.of(128, 256, 512);

  /// One copy per class and width, so that all moduli share compiled code.
  private static final ConcurrentMap<Copy, Class<?>> COPIES = new ConcurrentHashMap<>();

  static Lanes ofBits(int bits) {
    if (!WIDTHS.contains(bits)) {
      throw new IllegalArgumentException("laneBits=" + bits + ", expected one of " + WIDTHS);
    }
    return new Lanes(VectorShape.forBitSize(bits));
  }

  /// The width that this processor prefers, in bits; at most the widest supported.
  static int preferredBits() {
    return Math.min(512, LongVector.SPECIES_PREFERRED.vectorBitSize());
  }

  /// The lanes of the copy that calls, from its static initialiser.
  static Lanes of(MethodHandles.Lookup caller) {
    try {
      Lanes lanes = MethodHandles.classData(caller, ConstantDescs.DEFAULT_NAME, Lanes.class);
      return lanes == null ? ofBits(preferredBits()) : lanes;
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  VectorSpecies<Long> longs() {
    return VectorSpecies.of(long.class, shape);
  }

  VectorSpecies<Byte> bytes() {
    return VectorSpecies.of(byte.class, shape);
  }

  VectorSpecies<Double> doubles() {
    return VectorSpecies.of(double.class, shape);
  }

  VectorSpecies<Float> floats() {
    return VectorSpecies.of(float.class, shape);
  }

  /// An instance of the hidden copy of `template` for these lanes; `template` has one constructor.
  <T> T copy(Class<? extends T> template, Class<T> contract, @Nullable Object... arguments) {
    Class<?> copy = COPIES.computeIfAbsent(new Copy(template, this), Copy::define);
    try {
      return contract.cast(copy.getDeclaredConstructors()[0].newInstance(arguments));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no instance of " + copy.getName(), e);
    }
  }

  /// A class and the lanes it is copied for.
  private record Copy(Class<?> template, Lanes lanes) {
    Class<?> define() {
      try {
        return MethodHandles.lookup().defineHiddenClassWithClassData(bytes(template), lanes, false).lookupClass();
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("no copy of " + template.getName() + " for " + lanes, e);
      }
    }
  }

  private static byte[] bytes(Class<?> template) {
    String name = template.getName().substring(template.getPackageName().length() + 1) + ".class";
    try (InputStream in = template.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("class file " + name + " not found");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("class file " + name + " not readable", e);
    }
  }
}
