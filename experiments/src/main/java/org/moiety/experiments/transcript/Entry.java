package org.moiety.experiments.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One field element.
///
/// @param digits all digits of the integer `0 .. p-1`
/// @param brief what is shown: the same if it is short, else its first and last digits, or its distance from p
/// @param decoded the number that it stands for; null where nobody could tell, as of one share alone
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Entry(String digits, String brief, @Nullable String decoded) {}
