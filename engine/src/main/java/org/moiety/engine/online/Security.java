package org.moiety.engine.online;

/// Against whom a session is secure.
public enum Security {
  /// A party that follows the protocol and looks at all it sees.
  SEMI_HONEST,
  /// A party that deviates in any way: every opened value is checked by MACs, and a session that fails ends without output (security with abort).
  MALICIOUS
}
