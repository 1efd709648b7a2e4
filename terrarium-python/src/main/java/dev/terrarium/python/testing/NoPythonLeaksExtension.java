package dev.terrarium.python.testing;

import dev.terrarium.python.LeakReport;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/// What [NoPythonLeaks] does; register it by itself where an annotation is in the way.
public final class NoPythonLeaksExtension implements BeforeEachCallback, AfterEachCallback {
  private static final Namespace OURS = Namespace.create(NoPythonLeaksExtension.class);

  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(3);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(OURS).put(LeakCheck.class, begin(context));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    LeakCheck check = context.getStore(OURS).remove(LeakCheck.class, LeakCheck.class);
    if (check == null) {
      return;
    }
    try (check) {
      LeakReport left = check.leftOver();
      if (!left.isEmpty()) {
        throw new AssertionError(
            "the test left %d thing(s) of Python behind: close them, or let Python let them go\n%s"
                .formatted(left.count(), left.text()));
      }
    }
  }

  private static LeakCheck begin(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NoPythonLeaks.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), NoPythonLeaks.class))
        .map(found -> LeakCheck.begin(found.lenient(), Duration.ofMillis(found.patience())))
        .orElseGet(() -> LeakCheck.begin(false, USUAL_PATIENCE));
  }
}
