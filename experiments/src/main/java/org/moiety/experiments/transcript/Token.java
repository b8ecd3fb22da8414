package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a formula: words and signs, or a symbol.
///
/// @param text what is shown
/// @param sub subscript of a symbol; null for none
/// @param symbol what shares a colour; null for words and signs
/// @param ids the values that a symbol stands for: one, or for an index i both parties'
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Token(String text, @Nullable String sub, @Nullable String symbol, List<String> ids) {
  public Token {
    ids = List.copyOf(ids);
  }
}
