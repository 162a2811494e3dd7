package knutpunkt.kiosk.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Makes HTML from the templates under {@code src/main/pages}, which the build turned into classes. Values are escaped. */
public final class Templates {
    private static final TemplateEngine ENGINE = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "knutpunkt.kiosk.pages");

    private Templates() {}

    /**
     * Fills a template.
     *
     * @param name its path under {@code src/main/pages} without ending, for example {@code people/list}
     * @param values its parameters by name
     */
    public static String fill(String name, Map<String, Object> values) {
        var output = new StringOutput();
        ENGINE.render(name + ".jte", values, output);
        return output.toString();
    }
}
