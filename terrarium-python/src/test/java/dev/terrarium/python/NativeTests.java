package dev.terrarium.python;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.launcher.TagFilter.includeTags;

import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.Interpreters;
import java.io.PrintWriter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Runs every test tagged `native` below a package, or those of the class that is named as well,
/// and exits with 0 if all passed.
///
/// Where objects may only be read by calls, those whose work is done in other JVMs are left out:
/// such JVMs read as usual.
final class NativeTests {
  private NativeTests() {}

  public static void main(String[] arguments) {
    String classes = arguments.length > 1 ? ".*\\." + arguments[1] : ".*Test";
    String wanted =
        Boolean.getBoolean(Interpreters.CALLS_PROPERTY) ? "native & !" + ChildJvm.TAG : "native";
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectPackage(arguments[0]))
            .filters(includeTags(wanted), includeClassNamePatterns(classes))
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(request, summary);
    PrintWriter out = new PrintWriter(System.out, true);
    summary.getSummary().printFailuresTo(out, 30);
    summary.getSummary().printTo(out);
    boolean passed =
        summary.getSummary().getTotalFailureCount() == 0
            && summary.getSummary().getTestsSucceededCount() > 0;
    System.exit(passed ? 0 : 1);
  }
}
