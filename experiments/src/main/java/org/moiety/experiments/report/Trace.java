package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.map.RankOne;
import org.moiety.engine.online.Observer;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.random.Sha256;
import org.moiety.triples.dealer.Bystanders;

/// Writes down all that three roles do, as JSON objects, one on a line. Of an array it keeps the length, the first values and a digest of all, or all values.
///
/// Roles are threads: their lines are mixed as it happens, but each role's own are in order, and `n` counts them.
public final class Trace {
  private static final int FIRST = 4;
  private static final int ELEMENT_BYTES = 16;

  private final OutputStream out;
  private final boolean everything;

  /// @param out buffered; closed by the caller
  /// @param everything whether arrays are written as a whole
  public Trace(OutputStream out, boolean everything) {
    this.out = out;
    this.everything = everything;
  }

  /// Observers of all roles.
  public Bystanders bystanders() {
    return new Bystanders(new Role("party 0"), new Role("party 1"), new Role("dealer"));
  }

  private synchronized void write(ObjectNode line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Role implements Observer {
    private final String name;
    private final Field field = Field.moiety(new Workers(1));
    private long count;
    private long iteration;
    private String layer = "";
    private String phase = "input";

    Role(String name) {
      this.name = name;
    }

    private ObjectNode line(String event) {
      return JsonLines.event(event).put("role", name).put("n", ++count).put("iteration", iteration).put("layer", layer)
          .put("phase", phase);
    }

    private void put(ObjectNode line, String prefix, FieldArray array) {
      byte[] bytes = Codec.toBytes(field, array);
      line.put(prefix.isEmpty() ? "length" : prefix + "Length", array.length());
      ArrayNode values = line.putArray(prefix.isEmpty() ? "values" : prefix + "Values");
      for (int i = 0; i < (everything ? array.length() : Math.min(FIRST, array.length())); i++) {
        values.add(element(bytes, i));
      }
      line.put(prefix.isEmpty() ? "sha256" : prefix + "Sha256", HexFormat.of().formatHex(Sha256.start().digest(bytes)));
    }

    private static String element(byte[] bytes, int index) {
      byte[] big = new byte[ELEMENT_BYTES];
      for (int i = 0; i < ELEMENT_BYTES; i++) {
        big[i] = bytes[ELEMENT_BYTES * (index + 1) - 1 - i];
      }
      return new BigInteger(1, big).toString();
    }

    private void array(String event, FieldArray array) {
      ObjectNode line = line(event);
      put(line, "", array);
      write(line);
    }

    private void words(String event, long[] words) {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * words.length);
      bytes.asLongBuffer().put(words);
      write(line(event).put("words", words.length).put("hex", HexFormat.of().formatHex(bytes.array())));
    }

    @Override
    public void begins(long number) {
      iteration = number;
      write(line("begin"));
    }

    @Override
    public void enters(String newLayer, Meter.Phase newPhase) {
      layer = newLayer;
      phase = newPhase.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void draws(String purpose, FieldArray share) {
      ObjectNode line = line("draw").put("purpose", purpose);
      put(line, "", share);
      write(line);
    }

    @Override
    public void sends(FieldArray values) {
      array("send", values);
    }

    @Override
    public void sends(long[] words) {
      words("send", words);
    }

    @Override
    public void receives(FieldArray values) {
      array("receive", values);
    }

    @Override
    public void receives(long[] words) {
      words("receive", words);
    }

    @Override
    public void opens(FieldArray own, FieldArray other) {
      array("open", field.add(own, other));
    }

    @Override
    public void reveals(Receiver receiver, FieldArray share, @Nullable FieldArray value) {
      ObjectNode line = line("reveal").put("receiver", switch (receiver) {
        case PARTY_0 -> "party 0";
        case PARTY_1 -> "party 1";
        case BOTH -> "both";
      });
      put(line, "", value == null ? share : value);
      write(line.put("value", value != null));
    }

    @Override
    public void weighs(@Nullable FieldArray value, RankOne coefficients) {
      ObjectNode line = line("weigh");
      put(line, "u", coefficients.u());
      put(line, "v", coefficients.v());
      write(line);
    }

    @Override
    public void checks(int arrays, FieldArray sigma, FieldArray total) {
      ObjectNode line = line("check").put("arrays", arrays);
      put(line, "", sigma);
      write(line.put("zero", element(Codec.toBytes(field, total), 0).equals("0")));
    }
  }
}
