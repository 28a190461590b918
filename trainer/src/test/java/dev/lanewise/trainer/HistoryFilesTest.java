package dev.lanewise.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HistoryFilesTest {
  private static History history() {
    History history = new History();
    Map<String, Double> first = new LinkedHashMap<>();
    first.put("loss", 2.0);
    first.put("val_loss", 3.0);
    history.add(first);
    history.add(Map.of("loss", 1.0));
    Map<String, Double> third = new LinkedHashMap<>();
    third.put("loss", 0.5);
    third.put("val_loss", Double.NaN);
    third.put("a<b", 1.0);
    history.add(third);
    return history;
  }

  @Test
  void csv() {
    assertThat(HistoryCsv.of(history()))
        .isEqualTo("epoch,loss,val_loss,a<b\n1,2.0,3.0,\n2,1.0,,\n3,0.5,NaN,1.0\n");
    assertThat(HistoryCsv.of(new History())).isEqualTo("epoch,\n");
  }

  @Test
  void curve() {
    String svg = HistoryCurve.of(history());
    assertThat(svg).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"").endsWith("</svg>\n");
    List<String> paths =
        Pattern.compile("<path [^>]*>(?:<title>.*?</title></path>)?")
            .matcher(svg)
            .results()
            .map(MatchResult::group)
            .toList();
    // Two panels, each with its axes; the first one with two lines.
    assertThat(paths).hasSize(5);
    // From 0.5 to 3 over 160 points of height: 2 is at 40 % from the top, 0.5 at the bottom.
    assertThat(paths.get(1))
        .contains("d=\"M70.00 94.00L345.00 158.00L620.00 190.00\"")
        .endsWith("<title>loss</title></path>")
        .doesNotContain("dash");
    assertThat(paths.get(2)).contains("d=\"M70.00 30.00\"").contains("stroke-dasharray");
    assertThat(paths.get(4)).endsWith("<title>a&lt;b</title></path>");
  }
}
