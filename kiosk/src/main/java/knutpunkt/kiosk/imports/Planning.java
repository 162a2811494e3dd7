package knutpunkt.kiosk.imports;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.register.PersonForm;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/**
 * Says of each row what would come of it. Pure: the same rows, asked at the same moment of the same site, always get the
 * same answer. Each cell is read as the form for one person reads its field.
 */
final class Planning {
    /** Stands for the id that a row would get. */
    private static final PersonId SOMEBODY = new PersonId("p-row");

    private static final Map<String, Visibility> SPOKEN = Map.of(
            "visas med namn", Visibility.NORMAL,
            "shown by name", Visibility.NORMAL,
            "namn", Visibility.NORMAL,
            "name", Visibility.NORMAL,
            "visas med alias", Visibility.ALIAS,
            "shown by alias", Visibility.ALIAS,
            "dold", Visibility.HIDDEN,
            "skyddad identitet", Visibility.HIDDEN,
            "protected identity", Visibility.HIDDEN);

    private final Known known;
    private final Optional<PartnerId> own;
    private final Optional<PartnerId> elsewhere;
    private final Instant now;
    private final ZoneId zone;

    /**
     * Prepares to plan.
     *
     * @param own the one partner of whoever imports; empty when they may import for all
     * @param elsewhere whose the people are where a row does not say
     */
    Planning(Known known, Optional<PartnerId> own, Optional<PartnerId> elsewhere, Instant now, ZoneId zone) {
        this.known = requireNonNull(known, "known");
        this.own = requireNonNull(own, "own");
        this.elsewhere = requireNonNull(elsewhere, "elsewhere");
        this.now = requireNonNull(now, "now");
        this.zone = requireNonNull(zone, "zone");
    }

    Plan plan(List<Table.Line> lines, Columns columns) {
        var rows = new ArrayList<Row>();
        var before = new HashSet<People.Named>();
        for (Table.Line line : lines) {
            rows.add(row(line, columns, before));
        }
        return new Plan(rows);
    }

    private Row row(Table.Line line, Columns columns, Set<People.Named> before) {
        Map<Column, String> cells = columns.cells(line);
        var mistakes = EnumSet.noneOf(Mistake.class);
        if (line.cells().size() > columns.headed()) {
            mistakes.add(Mistake.CELLS);
        }
        Optional<Partner> partner = partner(cells.getOrDefault(Column.PARTNER, ""), mistakes);
        Optional<PersonForm> wanted = partner.flatMap(one -> wanted(cells, one, mistakes));
        if (partner.isEmpty()) {
            // Says all that is wrong at once, as far as it can be said without knowing whose.
            fields(cells, Visibility.HIDDEN, mistakes);
        }
        Optional<PartnerId> whose = partner.map(Partner::id);
        return new Row(
                line.number(),
                cells,
                mistakes,
                mistakes.isEmpty() ? whose : Optional.empty(),
                mistakes.isEmpty() ? wanted : Optional.empty(),
                mistakes.isEmpty() ? twin(whose.orElseThrow(), wanted.orElseThrow(), before) : Optional.empty());
    }

    private Optional<Partner> partner(String name, Set<Mistake> mistakes) {
        Optional<PartnerId> given = own.isPresent() ? own : elsewhere;
        if (name.isEmpty()) {
            Optional<Partner> partner = given.flatMap(known::partner);
            if (partner.isEmpty()) {
                mistakes.add(Mistake.PARTNER_MISSING);
            }
            return partner;
        }
        Optional<Partner> partner = known.partnerCalled(name);
        if (partner.isEmpty()) {
            mistakes.add(own.isPresent() ? Mistake.PARTNER_ANOTHER : Mistake.PARTNER_UNKNOWN);
        }
        return partner;
    }

    private Optional<PersonForm> wanted(Map<Column, String> cells, Partner partner, Set<Mistake> mistakes) {
        Optional<GroupId> group = group(cells.getOrDefault(Column.GROUP, ""), partner.id(), mistakes);
        Optional<PersonForm> read = fields(cells, partner.visibility(), mistakes);
        return read.map(form -> new PersonForm(form.name(), form.alias(), form.visibility(), group, form.validUntil()))
                .filter(form -> isNamedEnough(form, partner.id(), mistakes));
    }

    private Optional<GroupId> group(String name, PartnerId partner, Set<Mistake> mistakes) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<GroupId> group = known.group(partner, name).map(Group::id);
        if (group.isEmpty()) {
            mistakes.add(Mistake.GROUP_UNKNOWN);
        }
        return group;
    }

    private Optional<PersonForm> fields(Map<Column, String> cells, Visibility chosen, Set<Mistake> mistakes) {
        Form form = Form.typed(Map.of(
                PersonForm.NAME, cells.getOrDefault(Column.NAME, ""),
                PersonForm.ALIAS, cells.getOrDefault(Column.ALIAS, ""),
                PersonForm.VISIBILITY, spoken(cells.getOrDefault(Column.VISIBILITY, "")),
                PersonForm.UNTIL, cells.getOrDefault(Column.UNTIL, "")));
        Optional<Optional<String>> name = trying(() -> PersonForm.name(form, PersonForm.NAME), Mistake.NAME, mistakes);
        Optional<Optional<String>> alias =
                trying(() -> PersonForm.name(form, PersonForm.ALIAS), Mistake.ALIAS, mistakes);
        Optional<Visibility> visibility =
                trying(() -> PersonForm.visibility(form, chosen), Mistake.VISIBILITY, mistakes);
        Optional<Instant> until = until(form, mistakes);
        if (name.isEmpty() || alias.isEmpty() || visibility.isEmpty() || until.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PersonForm(name.get(), alias.get(), visibility.get(), Optional.empty(), until.get()));
    }

    private Optional<Instant> until(Form form, Set<Mistake> mistakes) {
        if (form.typed(PersonForm.UNTIL).isEmpty()) {
            mistakes.add(Mistake.UNTIL_MISSING);
            return Optional.empty();
        }
        Optional<LocalDate> day = trying(() -> form.day(PersonForm.UNTIL), Mistake.UNTIL_UNREADABLE, mistakes);
        return day.flatMap(_ -> trying(() -> PersonForm.until(form, now, zone), Mistake.UNTIL_RANGE, mistakes));
    }

    private static boolean isNamedEnough(PersonForm form, PartnerId partner, Set<Mistake> mistakes) {
        try {
            form.fresh(SOMEBODY, partner);
            return true;
        } catch (Problem problem) {
            boolean alias = problem.field().filter(PersonForm.ALIAS::equals).isPresent();
            mistakes.add(alias ? Mistake.NEEDS_ALIAS : Mistake.NEEDS_NAME);
            return false;
        }
    }

    private static <T> Optional<T> trying(Supplier<T> reading, Mistake mistake, Set<Mistake> mistakes) {
        try {
            return Optional.of(reading.get());
        } catch (Problem _) {
            mistakes.add(mistake);
            return Optional.empty();
        }
    }

    /** A visibility as pages say it, in either language; any other word stays for the form to judge. */
    private static String spoken(String typed) {
        String plain = typed.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(SPOKEN.get(plain)).map(Visibility::word).orElse(plain);
    }

    private Optional<Twin> twin(PartnerId partner, PersonForm form, Set<People.Named> before) {
        List<People.Named> names = Stream.of(form.name(), form.alias())
                .flatMap(Optional::stream)
                .map(name -> new People.Named(partner, People.folded(name)))
                .toList();
        boolean isThere = names.stream().anyMatch(known.names()::contains);
        boolean isBefore = names.stream().anyMatch(before::contains);
        before.addAll(names);
        return isThere ? Optional.of(Twin.THERE) : isBefore ? Optional.of(Twin.IN_FILE) : Optional.empty();
    }
}
