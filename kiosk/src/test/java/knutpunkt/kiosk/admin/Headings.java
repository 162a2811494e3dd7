package knutpunkt.kiosk.admin;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What each page says at its top, in both languages: a page must be shown to be the one that was asked for. */
final class Headings {
    private static final Map<String, String[]> OF_ROUTES = """
            | Översikt | Overview
            /doors | Dörrar | Doors
            /doors/{id} | Torgdörren | Torgdörren
            /here | Vilka är här | Who is here
            /people | Personer | People
            /people/new | Ny person | New person
            /people/import | Importera personer | Import people
            /people/import/{id} | Import | Import
            /people/{id} | Amina Lindqvist | Amina Lindqvist
            /information | Så används uppgifterna | How personal data is used
            /badges | Hitta en bricka | Find a badge
            /badges/{id} | Bricka K-0001 | Badge K-0001
            /log | Händelselogg | Event log
            /audit | Ändringslogg | Audit trail
            /notices | Anslag | Notices
            /notices/{id} | Anslag | Notice
            /screens | Skärmar | Screens
            /screens/{id} | Table | Table
            /occupancy | Beläggning | Occupancy
            /groups | Grupper | Groups
            /groups/{id} | Lag K-0001 | Lag K-0001
            /door-groups | Dörrgrupper | Door groups
            /door-groups/{id} | Ytterdörrar | Ytterdörrar
            /schedules/calendar | Undantagsdagar | Exception days
            /schedules | Tider | Schedules
            /schedules/{id} | Kvällar | Kvällar
            /partners | Organisationer | Partners
            /partners/{id} | Socialförvaltningen | Socialförvaltningen
            /partners/{id}/leave | Organisationen lämnar | The partner leaves
            /still-right | Stämmer de? | Still right?
            /still-right/{id} | Stämmer de fortfarande? | Are they still right?
            /grants/new | Ge behörighet | Give a grant
            /grants | Behörigheter | Grants
            /explain | Varför nekad? | Why refused?
            /design | Så ser sidorna ut | How the pages look
            /account | Mitt konto | My account
            /accounts | Konton | Accounts
            /accounts/{id} | owner-1 | owner-1
            """.lines()
            .map(line -> line.split("\\|"))
            .collect(Collectors.toMap(row -> row[0].strip(), row -> new String[] {row[1].strip(), row[2].strip()}));

    private Headings() {}

    static String of(String route, String language) {
        String[] its = OF_ROUTES.get(route);
        if (its == null) {
            throw new AssertionError("say in Headings what the page [" + route + "] has at its top");
        }
        return its[Arrays.asList("sv", "en").indexOf(language)];
    }
}
