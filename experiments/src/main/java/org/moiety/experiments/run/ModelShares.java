package org.moiety.experiments.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.StoredShares;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.SharesFile;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelException;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.jspecify.annotations.Nullable;

/// One party's shares of a network, as a file for its owner only. With the other party's file of the same id they are the network; alone they are noise.
///
/// With active security each share has one of its MAC, under a key that was made for these files and is never opened: whoever brings another share into a session is
/// noticed there.
///
/// @param party 0 or 1
/// @param id of the sharing: equal in both parties' files, and in no others
/// @param agreed what all roles of the session had agreed on, by name: bound to it
/// @param progress what else the party wants to find again
/// @param key what the MACs are checked by, see [org.moiety.engine.online.StoredShares]; null where there are none
/// @param tensors none where the network was in a session without this party
public record ModelShares(int party, String id, ModelSpec model, Precision precision, Map<String, String> agreed,
    Map<String, String> progress, byte @Nullable [] key, List<SharesFile.Entry> tensors) {
  private static final String PARTY = "moiety.party";
  private static final String ID = "moiety.id";
  private static final String MODEL = "moiety.model";
  private static final String PRECISION = "moiety.precision";
  private static final String INTEGER_BITS = "moiety.integerBits";
  private static final String AGREED = "agreed.";
  private static final String PROGRESS = "progress.";

  /// What a party takes out of a session.
  ///
  /// @param stored in the order of the network's parameters
  public static ModelShares of(int party, String id, ModelSpec model, Precision precision, Map<String, String> agreed,
      Map<String, String> progress, StoredShares stored) {
    List<Parameter> parameters = Model.build(model, Activation.RELU_APPROX, true).parameters();
    List<SharesFile.Entry> tensors = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      StoredShares.Part part = stored.parts().get(i);
      tensors.add(new SharesFile.Entry(parameters.get(i).name(), parameters.get(i).shape().toArray(), part.share(),
          part.mac()));
    }
    return new ModelShares(party, id, model, precision, agreed, progress, stored.key(), tensors);
  }

  /// What a party keeps that has no shares at the time: all the rest.
  public static ModelShares none(int party, String id, ModelSpec model, Precision precision,
      Map<String, String> agreed, Map<String, String> progress) {
    return new ModelShares(party, id, model, precision, agreed, progress, null, List.of());
  }

  /// Whether there are shares.
  public boolean hasShares() {
    return !tensors.isEmpty();
  }

  /// What the party brings into a session.
  public StoredShares stored() {
    return new StoredShares(key,
        tensors.stream().map(tensor -> new StoredShares.Part(tensor.share(), tensor.mac())).toList());
  }

  /// Whether there are MACs.
  public Security security() {
    return key == null ? Security.SEMI_HONEST : Security.MALICIOUS;
  }

  /// @throws FileException if the file cannot be written; then the old content stands
  public void write(Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(PARTY, Integer.toString(party));
    metadata.put(ID, id);
    metadata.put(MODEL, ModelFile.text(model));
    metadata.put(PRECISION, Precisions.text(precision));
    metadata.put(INTEGER_BITS, Integer.toString(precision.integerBits()));
    agreed.forEach((name, value) -> metadata.put(AGREED + name, value));
    progress.forEach((name, value) -> metadata.put(PROGRESS + name, value));
    SharesFile.write(file, new SharesFile.Content(metadata, key, tensors));
  }

  /// @throws FileException if the file is none, is damaged, may be read by others, or its shares are not of its network
  public static ModelShares read(Path file) {
    SharesFile.Content content = SharesFile.read(file);
    Map<String, String> metadata = content.metadata();
    try {
      int party = Integer.parseInt(metadata.getOrDefault(PARTY, ""));
      ModelSpec spec = ModelFile.parse(metadata.getOrDefault(MODEL, ""), "shared");
      Precision precision = Precisions.parse(metadata.getOrDefault(PRECISION, ""),
          Integer.parseInt(metadata.getOrDefault(INTEGER_BITS, "")));
      if (party < 0 || party > 1) {
        throw new FileException(file, "is of party " + party + ", expected 0 or 1");
      }
      requireParameters(file, spec, content.tensors());
      requireElements(file, content);
      return new ModelShares(party, metadata.getOrDefault(ID, ""), spec, precision, those(metadata, AGREED),
          those(metadata, PROGRESS), content.key(), content.tensors());
    } catch (ModelException | UsageException | NumberFormatException e) {
      throw new FileException(file, "its header is damaged: " + e.getMessage(), e);
    }
  }

  private static void requireParameters(Path file, ModelSpec spec, List<SharesFile.Entry> tensors) {
    List<Parameter> parameters = Model.build(spec, Activation.RELU_APPROX, true).parameters();
    boolean fit = tensors.isEmpty() || parameters.size() == tensors.size();
    for (int i = 0; fit && i < tensors.size(); i++) {
      fit = parameters.get(i).name().equals(tensors.get(i).name())
          && Arrays.equals(parameters.get(i).shape().toArray(), tensors.get(i).shape());
    }
    if (!fit) {
      throw new FileException(file, "has shares of " + tensors + ", which are not those of its network");
    }
  }

  private static void requireElements(Path file, SharesFile.Content content) {
    if (content.key() != null) {
      StoredElements.require(file, "the key", content.key());
    }
    for (SharesFile.Entry tensor : content.tensors()) {
      StoredElements.require(file, tensor.name(), tensor.share());
      if (tensor.mac() != null) {
        StoredElements.require(file, tensor.name(), tensor.mac());
      }
    }
  }

  private static Map<String, String> those(Map<String, String> metadata, String prefix) {
    Map<String, String> those = new LinkedHashMap<>();
    metadata.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        those.put(name.substring(prefix.length()), value);
      }
    });
    return those;
  }

  /// Party and id only.
  @Override
  public String toString() {
    return "ModelShares[party " + party + ", " + id + "]";
  }
}
