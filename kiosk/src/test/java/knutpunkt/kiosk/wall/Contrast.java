package knutpunkt.kiosk.wall;

import com.microsoft.playwright.Page;

/** How much a text stands out from what is behind it, by WCAG's formula: 1 to 21. */
final class Contrast {
    private static final String SCRIPT = """
            element => {
              const channels = colour => colour.match(/[0-9.]+/g).map(Number);
              const luminance = ([r, g, b]) => [r, g, b]
                .map(value => value / 255)
                .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
                .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
              const isSeen = colour => channels(colour).length < 4 || channels(colour)[3] > 0;
              let behind = element;
              while (!isSeen(getComputedStyle(behind).backgroundColor)) {
                behind = behind.parentElement;
              }
              const one = luminance(channels(getComputedStyle(element).color));
              const other = luminance(channels(getComputedStyle(behind).backgroundColor));
              return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            }""";

    private Contrast() {}

    static double of(Page page, String selector) {
        return ((Number) page.locator(selector).first().evaluate(SCRIPT)).doubleValue();
    }
}
