package dev.lanewise.loader.onnx;

import dev.lanewise.error.ModelFormatException;
import dev.lanewise.loader.operators.OperatorTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Version of each operator set that a model or function is written for. */
final class OpsetImports {
  private final Map<String, Integer> versions;

  private OpsetImports(Map<String, Integer> versions) {
    this.versions = versions;
  }

  /** The imports of a model. */
  static OpsetImports of(List<Message> imports) {
    return new OpsetImports(new HashMap<>()).with(imports);
  }

  /** These imports with those of a function in their place. */
  OpsetImports with(List<Message> imports) {
    Map<String, Integer> own = new HashMap<>();
    for (Message set : imports) {
      String domain = set.text(OnnxSchema.OPSET_DOMAIN);
      long version = set.number(OnnxSchema.OPSET_VERSION);
      if (version < 1 || version > Integer.MAX_VALUE) {
        throw new ModelFormatException(
            "operator set '" + domain + "' is imported with version " + version);
      }
      own.merge(OperatorTable.normalize(domain), (int) version, Math::max);
    }
    Map<String, Integer> all = new HashMap<>(versions);
    all.putAll(own);
    return new OpsetImports(all);
  }

  /** The version of a domain; 1 if it is not imported, as before imports were introduced. */
  int version(String domain) {
    return versions.getOrDefault(OperatorTable.normalize(domain), 1);
  }
}
