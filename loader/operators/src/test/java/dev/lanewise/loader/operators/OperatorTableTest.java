package dev.lanewise.loader.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorTableTest {
  /** A table that has to look for one operator only finds the same lines as one that has all. */
  @Test
  void allVersionsOfAnOperatorAreInOneFamily() {
    OperatorTable whole = OperatorTable.standard();
    List<String> wrong = new ArrayList<>();
    whole
        .operators()
        .forEach(
            (domain, operators) ->
                operators.forEach(
                    (operator, versions) -> {
                      OperatorTable fresh = OperatorTable.standard();
                      for (int version : versions) {
                        OperatorTable.Line found = fresh.find(domain, operator, version);
                        OperatorTable.Line wanted = whole.find(domain, operator, version);
                        if (found == null
                            || wanted == null
                            || found.getClass() != wanted.getClass()) {
                          wrong.add(domain + " " + operator + " " + version);
                        }
                      }
                      if (!fresh
                          .versions(domain, operator)
                          .equals(whole.versions(domain, operator))) {
                        wrong.add(domain + " " + operator);
                      }
                    }));
    assertThat(wrong).isEmpty();
    assertThat(whole.operators().get(OperatorTable.ONNX)).containsKeys("Conv", "Relu", "Resize");
  }

  @Test
  void whatNobodyKnowsIsNotFound() {
    OperatorTable table = OperatorTable.standard();
    assertThat(table.find("nobody", "Nothing", 1)).isNull();
    assertThat(table.versions("nobody", "Nothing")).isEmpty();
  }
}
