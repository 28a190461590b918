package dev.lanewise.op;

import static dev.lanewise.op.Evaluate.one;
import static dev.lanewise.op.Evaluate.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegexFullMatchTest {
  private static boolean matches(String pattern, String text) {
    return one(new RegexFullMatch(pattern), strings(text)).bytes()[0] == 1;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      value = {
        "www\\.[\\w.-]+\\.com www.contoso.com true",
        "www\\.[\\w.-]+\\.com wwwxcontoso.com false",
        "a|bc* bccc true",
        "(?:ab){2,3} abab true",
        "(?:ab){2,3} abababab false",
        "a{2,} aaaa true",
        "a{0} a false",
        "x{,2} x{,2} true",
        "(?i)straße STRAßE true",
        "(?i:a)b Ab true",
        "(?i:a)b AB false",
        "[^a-c\\d] x true",
        "[^a-c\\d] 5 false",
        "[]a]+ a]a true",
        "[a-] - true",
        "(?i)[^k] K false",
        "\\p{Greek}+ αβγ true",
        "\\p{^Greek} α false",
        "\\PN x true",
        "\\p{Lu}\\p{L} Aß true",
        "[[:alpha:]_]+ ab_ true",
        "[[:^digit:]] 7 false",
        "\\x{1F600} 😀 true",
        ". 😀 true",
        "\\x41\\101 AA true",
        "\\Qa.b*\\E a.b* true",
        "(?P<n>a)(?<m>b) ab true",
        "^ab$ ab true",
        "\\bab\\b ab true",
        "a\\Bb ab true",
        "a\\bb ab false",
        "a*?b aab true",
        "() x false"
      })
  void followsTheSyntaxOfRe2(String pattern, String text, boolean expected) {
    assertThat(matches(pattern, text)).isEqualTo(expected);
  }

  @Test
  void linesAndDots() {
    assertThat(matches("a.b", "a\nb")).isFalse();
    assertThat(matches("(?s)a.b", "a\nb")).isTrue();
    assertThat(matches("a$\\nb", "a\nb")).isFalse();
    assertThat(matches("(?m)a$\\n^b", "a\nb")).isTrue();
    assertThat(matches("", "")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a",
        "a)",
        "[a",
        "*a",
        "a**",
        "a{3,2}",
        "a{1001}",
        "\\C",
        "\\1",
        "[b-a]",
        "(?x)a",
        "\\p{Klingon}",
        "[[:nope:]]",
        "a\\",
        "(?P<>a)",
        "(((a{100}){100}){100}){100}"
      })
  void malformedOrHugeExpressionsAreRefused(String pattern) {
    assertThatThrownBy(() -> new RegexFullMatch(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "(".repeat(100_000) + "a" + ")".repeat(100_000);
    assertThatThrownBy(() -> new RegexFullMatch(deep)).hasMessageContaining("nested groups");
  }

  @Test
  void timeIsLinearWhereBacktrackingIsNot() {
    String text = "a".repeat(5000) + "b";
    Assertions.assertTimeout(
        Duration.ofSeconds(20), () -> assertThat(matches("(a+)+", text)).isFalse());
  }

  @Test
  void agreesWithBacktrackingOnRandomExpressions() {
    Random random = new Random(6);
    for (int trial = 0; trial < 3000; trial++) {
      String pattern = expression(random, 3);
      Pattern backtracking = Pattern.compile(pattern);
      for (int k = 0; k < 5; k++) {
        String text =
            random
                .ints(random.nextInt(6), 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(matches(pattern, text))
            .as("%s on %s", pattern, text)
            .isEqualTo(backtracking.matcher(text).matches());
      }
    }
  }

  private static String expression(Random random, int depth) {
    if (depth == 0) {
      return new String[] {"a", "b", "c", ".", "[ab]", "[^a]"}[random.nextInt(6)];
    }
    String a = expression(random, depth - 1);
    String b = expression(random, depth - 1);
    return switch (random.nextInt(7)) {
      case 0 -> "(?:" + a + ")*";
      case 1 -> "(?:" + a + ")+?";
      case 2 -> "(?:" + a + "){1,2}";
      case 3 -> "(?:" + a + "){2,}";
      case 4 -> "(?:" + a + "|" + b + ")";
      case 5 -> "(" + a + ")?";
      default -> a + b;
    };
  }
}
