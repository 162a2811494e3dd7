package knutpunkt.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** The first of a site's owners, who comes in by the link that the service made at its first start. */
final class FirstOwner {
    private FirstOwner() {}

    /** Chooses a name and a password at the link; the page is the overview then. */
    static void signIn(RunningSite site, Page page) {
        page.navigate(RunningSite.read(site.data().resolve("admin-link")).strip());
        page.getByLabel("Användarnamn").fill("ansvarig");
        page.getByLabel("Nytt lösenord").fill("en lagom lång mening");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Spara och börja"))
                .click();
        assertThat(page.locator("h1")).hasText("Översikt");
    }
}
