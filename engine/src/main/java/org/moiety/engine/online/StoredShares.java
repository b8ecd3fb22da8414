package org.moiety.engine.online;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.map.ChannelBroadcast;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.map.MatrixProduct;
import org.moiety.engine.random.Address;
import org.moiety.engine.random.Seed;

/// A party's shares of secrets, kept beyond their session: [#of] takes them out of one, [#restore] brings them into another, with any dealer. All roles call both alike.
///
/// With active security the MACs of a session are of no use after it: who breaks a session off in a check may know its key. So a key K = K_0 + K_1 is made for these shares
/// alone. Both parties input a random share of it, and what is kept of a secret x is a share of x and a share of m = K x, a product on shares. K is never opened:
///
/// | step | in the new session, on inputs of both parties |
/// | --- | --- |
/// | 1 | z = K x - m, which is zero for shares as they were stored |
/// | 2 | y = s_1 z_1 + s_2 z_2 + ... over all elements, for secret random s = s_0 + s_1 |
/// | 3 | y is opened, and must be zero |
///
/// Who changed a share of x by e would have to change that of m by K e. Of a wrong z both learn only that it is not zero, since y is uniform then. A random element that nobody knows is stored with the
/// others: with it a changed share of K does not fit either, whatever is known of the secrets. So a restore may be tried again, however the one before it ended.
///
/// @param key shares of K, of the random element and of its m; null for semi-honest parties
/// @param parts of each secret
public record StoredShares(byte @Nullable [] key, List<Part> parts) {
  private static final int ELEMENT_BYTES = 16;
  private static final int KEY_ELEMENTS = 3;

  /// Of a secret: canonical integers, 16 little-endian bytes each.
  ///
  /// @param share of x
  /// @param mac of m; null for semi-honest parties
  public record Part(byte[] share, byte @Nullable [] mac) {
    @Override
    public String toString() {
      return "Part[" + share.length / ELEMENT_BYTES + "]";
    }
  }

  /// Takes shares out of a session, after a check of all that was opened in it.
  ///
  /// @return null at the dealer
  public static @Nullable StoredShares of(Role role, List<Secret> secrets) {
    boolean authenticated = role.security() == Security.MALICIOUS;
    Secret key = authenticated ? random(role, 1) : null;
    Secret witness = authenticated ? random(role, 1) : null;
    byte[] keyShares = key == null || witness == null
        ? null
        : join(exported(role, key), exported(role, witness), exported(role, times(witness, key)));
    List<Part> parts = new ArrayList<>();
    for (Secret secret : secrets) {
      byte[] share = exported(role, secret);
      byte[] mac = key == null ? null : exported(role, times(secret, key));
      if (share != null) {
        parts.add(new Part(share, mac));
      }
    }
    return role.party() < 0 ? null : new StoredShares(keyShares, List.copyOf(parts));
  }

  /// Brings shares into a session.
  ///
  /// @param lengths of the secrets
  /// @param own this party's shares; not asked for at the dealer
  /// @throws CheatingDetectedException if a share is not what was stored
  public static List<Secret> restore(Role role, List<Integer> lengths, Supplier<StoredShares> own) {
    StoredShares stored = role.party() < 0 ? null : own.get();
    if (stored != null) {
      stored.require(role.security(), lengths);
    }
    List<Secret> secrets = new ArrayList<>();
    if (role.security() == Security.SEMI_HONEST) {
      for (int i = 0; i < lengths.size(); i++) {
        int number = i;
        secrets.add(role.importShare(lengths.get(i),
            () -> array(role.field(), of(stored, all -> all.parts.get(number).share))));
      }
      return secrets;
    }
    Function<Integer, Secret> ofKey = element -> input(role, 1, () -> role.field()
        .slice(array(role.field(), of(stored, all -> all.key)), element, 1));
    Secret key = ofKey.apply(0);
    Secret sum = weighed(role, difference(ofKey.apply(1), key, ofKey.apply(2)));
    for (int i = 0; i < lengths.size(); i++) {
      int number = i;
      Secret x = input(role, lengths.get(i),
          () -> array(role.field(), of(stored, all -> all.parts.get(number).share)));
      Secret m = input(role, lengths.get(i),
          () -> array(role.field(), of(stored, all -> all.parts.get(number).mac)));
      sum = sum.plus(weighed(role, difference(x, key, m)));
      secrets.add(x);
    }
    role.requireZero(sum, "a stored share is not what it was when it was stored");
    return secrets;
  }

  /// @throws IllegalArgumentException if these are not the shares of such secrets
  private void require(Security security, List<Integer> lengths) {
    boolean authenticated = security == Security.MALICIOUS;
    boolean fit = has(key, KEY_ELEMENTS, authenticated) && parts.size() == lengths.size()
        && IntStream.range(0, parts.size()).allMatch(i -> has(parts.get(i).share, lengths.get(i), true)
            && has(parts.get(i).mac, lengths.get(i), authenticated));
    if (!fit) {
      throw new IllegalArgumentException("stored " + parts + (key == null ? " without" : " with") + " MACs, expected "
          + lengths + " elements for security " + security);
    }
  }

  private static boolean has(byte @Nullable [] bytes, int elements, boolean expected) {
    return bytes == null ? !expected : expected && bytes.length == ELEMENT_BYTES * elements;
  }

  private static byte[] of(@Nullable StoredShares stored, Function<StoredShares, byte @Nullable []> part) {
    byte[] bytes = stored == null ? null : part.apply(stored);
    if (bytes == null) {
      throw new IllegalStateException("stored shares are the parties' only");
    }
    return bytes;
  }

  /// `K x`.
  private static Secret times(Secret x, Secret key) {
    return x.product(new ElementwiseProduct(x.length()), key.map(new ChannelBroadcast(1, 1, x.length())));
  }

  private static Secret difference(Secret x, Secret key, Secret m) {
    return times(x, key).minus(m);
  }

  /// `s_1 z_1 + s_2 z_2 + ...` for secret random s.
  private static Secret weighed(Role role, Secret z) {
    return random(role, z.length()).product(new MatrixProduct(1, z.length(), 1), z.masked());
  }

  /// The sum of what both parties give.
  private static Secret input(Role role, int length, Supplier<FieldArray> share) {
    return role.input(0, length, share).plus(role.input(1, length, share));
  }

  /// Uniform, and known to neither party, if one of them is honest. From the system's entropy always, like nonces.
  private static Secret random(Role role, int length) {
    return input(role, length, () -> {
      FieldArray share = role.field().array(length);
      Seed.random().stream(new Address("stored", 0, 0), 0).next(role.field(), share, 0, length);
      return share;
    });
  }

  private static FieldArray array(Field field, byte[] bytes) {
    return Codec.fromBytes(field, bytes);
  }

  private static byte @Nullable [] exported(Role role, Secret x) {
    FieldArray share = role.exportShare(x);
    return share == null ? null : Codec.toBytes(role.field(), share);
  }

  private static byte @Nullable [] join(byte @Nullable [] a, byte @Nullable [] b, byte @Nullable [] c) {
    if (a == null || b == null || c == null) {
      return null;
    }
    byte[] joined = new byte[a.length + b.length + c.length];
    System.arraycopy(a, 0, joined, 0, a.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    System.arraycopy(c, 0, joined, a.length + b.length, c.length);
    return joined;
  }

  /// Lengths only.
  @Override
  public String toString() {
    return "StoredShares" + parts;
  }
}
