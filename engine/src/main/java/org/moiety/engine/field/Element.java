package org.moiety.engine.field;

/// One public field element in Montgomery form, `hi * 2^64 + lo`. Secrets are never single elements: they live in a [FieldArray].
public record Element(long hi, long lo) {
  public static final Element ZERO = new Element(0, 0);
}
