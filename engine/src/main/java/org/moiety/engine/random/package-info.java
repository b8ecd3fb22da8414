/// **What.** Seeds, the streams of uniform field elements that they stand for, and commitments.
/// **Uses.** `field`.
/// **Invariants.** Randomness is addressed, not consumed: an element is a function of (seed, purpose, iteration, operation, index), so that any part can
/// be made without the parts before it. Seeds never print. The only package that may use `SecureRandom`.
/// **Source.** NIST SP 800-38A (AES-CTR), RFC 2104 (HMAC); sampling by rejection.
@NullMarked
package org.moiety.engine.random;

import org.jspecify.annotations.NullMarked;
