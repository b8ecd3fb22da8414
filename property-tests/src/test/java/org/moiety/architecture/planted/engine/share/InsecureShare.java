package org.moiety.architecture.planted.engine.share;

/// Has no package of its own.
public final class InsecureShare {}
