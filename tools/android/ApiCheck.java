import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.codehaus.mojo.animal_sniffer.SignatureChecker;
import org.codehaus.mojo.animal_sniffer.logging.Logger;

/** Checks that class files use nothing but a platform's API; see the script {@code check}. */
final class ApiCheck implements Logger {
  /** What is called only where it is there, and why. */
  private static final List<Pattern> GUARDED =
      List.of(
          // behind a flag that says that the CPU has it; Android does not set it
          Pattern.compile("Undefined reference: float Math[.]fma"),
          // a missing logger is caught
          Pattern.compile("dev/lanewise/Log[.]class.*System[.]Logger"),
          // looked for once, and caught
          Pattern.compile("dev/lanewise/plan/WorkerTeam.*Thread[.]onSpinWait"),
          // D8 brings it along
          Pattern.compile("Undefined reference: void com[.]android[.]tools[.]r8[.]RecordTag"));

  private final List<String> missing = new ArrayList<>();

  private ApiCheck() {}

  @Override
  public void info(String message) {}

  @Override
  public void info(String message, Throwable cause) {}

  @Override
  public void debug(String message) {}

  @Override
  public void debug(String message, Throwable cause) {}

  @Override
  public void warn(String message) {
    System.out.println(message);
  }

  @Override
  public void warn(String message, Throwable cause) {
    System.out.println(message + ": " + cause);
  }

  @Override
  public void error(String message) {
    if (GUARDED.stream().noneMatch(p -> p.matcher(message).find())) {
      missing.add(message.substring(message.indexOf(".jar:") + 5));
    }
  }

  @Override
  public void error(String message, Throwable cause) {
    missing.add(message + ": " + cause);
  }

  /** The signatures of the platform, then jars of class files. */
  public static void main(String[] args) throws IOException {
    ApiCheck found = new ApiCheck();
    for (int i = 1; i < args.length; i++) {
      try (InputStream signatures = Files.newInputStream(Path.of(args[0]))) {
        SignatureChecker checker =
            new SignatureChecker(signatures, Set.of("dev.lanewise.*"), found);
        checker.setSourcePath(List.of());
        checker.process(new File(args[i]));
      }
    }
    found.missing.forEach(System.out::println);
    System.out.println(found.missing.size() + " calls that the platform does not have");
    System.exit(found.missing.isEmpty() ? 0 : 1);
  }
}
