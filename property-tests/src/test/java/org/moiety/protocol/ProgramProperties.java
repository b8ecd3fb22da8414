package org.moiety.protocol;

import net.jqwik.api.Group;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;

/// Random programs under each mask policy, truncation and security.
final class ProgramProperties {
  @Group
  final class FreshMasked implements ProgramLaws {
    @Override
    public MaskPolicy masks() {
      return MaskPolicy.FRESH;
    }

    @Override
    public TruncationMethod truncation() {
      return TruncationMethod.MASKED;
    }
  }

  @Group
  final class FreshLocal implements ProgramLaws {
    @Override
    public MaskPolicy masks() {
      return MaskPolicy.FRESH;
    }

    @Override
    public TruncationMethod truncation() {
      return TruncationMethod.LOCAL;
    }
  }

  @Group
  final class ReuseMasked implements ProgramLaws {
    @Override
    public MaskPolicy masks() {
      return MaskPolicy.REUSE;
    }

    @Override
    public TruncationMethod truncation() {
      return TruncationMethod.MASKED;
    }
  }

  @Group
  final class ReuseLocal implements ProgramLaws {
    @Override
    public MaskPolicy masks() {
      return MaskPolicy.REUSE;
    }

    @Override
    public TruncationMethod truncation() {
      return TruncationMethod.LOCAL;
    }
  }

  @Group
  final class FusedMasked implements ProgramLaws {
    @Override
    public MaskPolicy masks() {
      return MaskPolicy.FUSED;
    }

    @Override
    public TruncationMethod truncation() {
      return TruncationMethod.MASKED;
    }
  }

  @Group
  final class FusedLocal implements ProgramLaws {
    @Override
    public MaskPolicy masks() {
      return MaskPolicy.FUSED;
    }

    @Override
    public TruncationMethod truncation() {
      return TruncationMethod.LOCAL;
    }
  }

  @Group
  final class Malicious implements ProgramLaws {
    @Override
    public MaskPolicy masks() {
      return MaskPolicy.FUSED;
    }

    @Override
    public TruncationMethod truncation() {
      return TruncationMethod.MASKED;
    }

    @Override
    public Security security() {
      return Security.MALICIOUS;
    }
  }
}
