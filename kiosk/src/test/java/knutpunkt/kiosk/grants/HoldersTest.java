package knutpunkt.kiosk.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Grant;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.DoorGroup;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;
import knutpunkt.wire.message.WireJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the SQL that turns grants into holders against a model in a few lines of Java, through random changes made the
 * way the pages make them. The access list must be the one that a restart makes from the tables.
 */
class HoldersTest {
    private static final Instant DAY_0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final PartnerId PARTNER = new PartnerId("o-1");
    private static final int PEOPLE = 8;
    private static final int GROUPS = 3;
    private static final int DOORS = 5;
    private static final int DOOR_GROUPS = 3;

    @TempDir
    private Path folder;

    private final Holders holders = new Holders();
    private Database database;
    private AccessChanges changes;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
        changes = reopened();
        database.write(transaction -> {
            Partners.add(transaction, Partner.fresh(PARTNER, "Fältarna", Visibility.NORMAL));
            var controller = new ControllerId("c1");
            Plan.addController(transaction, controller, "Torget");
            for (int i = 0; i < DOORS; i++) {
                Plan.addDoor(transaction, door(i), controller, "Dörr " + i);
            }
            for (int i = 0; i < GROUPS; i++) {
                Groups.add(transaction, new Group(group(i), PARTNER, "Grupp " + i));
            }
            for (int i = 0; i < DOOR_GROUPS; i++) {
                DoorGroups.add(transaction, new DoorGroup(doorGroup(i), "Dörrgrupp " + i, Set.of()));
            }
            for (int i = 0; i < PEOPLE; i++) {
                People.add(transaction, Person.called(person(i), PARTNER, "Person " + i, Visibility.NORMAL));
            }
            return put(transaction, holders.of(transaction, everybody()));
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private AccessChanges reopened() {
        return AccessChanges.open(database, () -> DAY_0, List.of(Holders::items));
    }

    private static DoorId door(int i) {
        return new DoorId("d-" + i);
    }

    private static GroupId group(int i) {
        return new GroupId("u-" + i);
    }

    private static DoorGroupId doorGroup(int i) {
        return new DoorGroupId("dg-" + i);
    }

    private static PersonId person(int i) {
        return new PersonId("p-" + i);
    }

    private static List<PersonId> everybody() {
        var all = new ArrayList<PersonId>();
        for (int i = 0; i < PEOPLE; i++) {
            all.add(person(i));
        }
        return all;
    }

    private boolean put(Transaction transaction, Collection<AccessItem.Holder> changed) {
        changes.change(transaction, changed, List.of());
        return true;
    }

    /** What is so, kept apart from the database. */
    private static final class Model {
        final Map<PersonId, Optional<GroupId>> groups = new HashMap<>();
        final Map<PersonId, Optional<Instant>> ends = new HashMap<>();
        final Map<DoorGroupId, Set<DoorId>> doors = new HashMap<>();
        final Map<GrantId, Given> grants = new TreeMap<>(Comparator.comparing(GrantId::text));

        List<Grant> of(PersonId person) {
            var held = new ArrayList<Grant>();
            for (Given grant : grants.values()) {
                Set<DoorId> opened = new HashSet<>(grant.doors());
                grant.doorGroups().forEach(group -> opened.addAll(doors.getOrDefault(group, Set.of())));
                Instant until = ends.getOrDefault(person, Optional.empty())
                        .filter(end -> end.isBefore(grant.until()))
                        .orElse(grant.until());
                if (concerns(grant, person) && !opened.isEmpty() && until.isAfter(grant.from())) {
                    held.add(new Grant(grant.id(), opened, grant.schedule(), grant.from(), until));
                }
            }
            return held;
        }

        private boolean concerns(Given grant, PersonId person) {
            return switch (grant.to()) {
                case Recipient.OnePerson(PersonId id) -> id.equals(person);
                case Recipient.WholeGroup(GroupId id) ->
                    groups.getOrDefault(person, Optional.empty()).equals(Optional.of(id));
            };
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void afterAnyChangeEverybodyHoldsWhatTheModelSays(long seed) {
        var random = new Random(seed);
        var model = new Model();
        for (int step = 0; step < 60; step++) {
            change(random, model, step);

            for (PersonId person : everybody()) {
                assertThat(changes.current().holder(person).orElseThrow().grants())
                        .as("seed %d step %d %s", seed, step, person)
                        .isEqualTo(model.of(person));
            }
        }
        assertThat(reopened().current().digest()).isEqualTo(changes.current().digest());
        assertThat(database.read(Holders::items))
                .containsExactlyInAnyOrderElementsOf(
                        database.read(transaction -> holders.of(transaction, everybody())));
    }

    private void change(Random random, Model model, int step) {
        PersonId person = person(random.nextInt(PEOPLE));
        DoorGroupId doorGroup = doorGroup(random.nextInt(DOOR_GROUPS));
        switch (random.nextInt(5)) {
            case 0 -> {
                Optional<GroupId> group =
                        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(group(random.nextInt(GROUPS)));
                model.groups.put(person, group);
                database.write(transaction -> {
                    Groups.put(transaction, person, group);
                    return put(transaction, holders.of(transaction, List.of(person)));
                });
            }
            case 1 -> {
                Optional<Instant> end = random.nextInt(3) == 0
                        ? Optional.empty()
                        : Optional.of(DAY_0.plusSeconds(86_400L * random.nextInt(20)));
                model.ends.put(person, end);
                database.write(transaction -> {
                    transaction.update("UPDATE person SET valid_until = ? WHERE id = ?", end, person.text());
                    return put(transaction, holders.of(transaction, List.of(person)));
                });
            }
            case 2 -> {
                Set<DoorId> doors = someDoors(random);
                model.doors.put(doorGroup, doors);
                database.write(transaction -> {
                    DoorGroups.change(transaction, new DoorGroup(doorGroup, doorGroup.text(), doors));
                    return put(transaction, holders.ofDoorGroup(transaction, doorGroup));
                });
            }
            case 3 -> {
                Optional<Given> gone = model.grants.values().stream()
                        .skip(model.grants.isEmpty() ? 0 : random.nextInt(model.grants.size()))
                        .findFirst();
                gone.ifPresent(grant -> {
                    model.grants.remove(grant.id());
                    database.write(transaction -> {
                        Grants.remove(transaction, grant.id());
                        return put(transaction, holders.of(transaction, grant.to()));
                    });
                });
            }
            default -> {
                Given grant = someGrant(random, step);
                model.grants.put(grant.id(), grant);
                database.write(transaction -> {
                    Grants.add(transaction, grant);
                    assertThat(Grants.find(transaction, grant.id())).contains(grant);
                    return put(transaction, holders.of(transaction, grant.to()));
                });
            }
        }
    }

    private static Given someGrant(Random random, int step) {
        Set<DoorId> doors = someDoors(random);
        Set<DoorGroupId> groups =
                random.nextBoolean() && !doors.isEmpty() ? Set.of() : Set.of(doorGroup(random.nextInt(DOOR_GROUPS)));
        Instant from = DAY_0.plusSeconds(86_400L * random.nextInt(10));
        return new Given(
                new GrantId("g-" + random.nextInt(1_000) + "-" + step),
                random.nextBoolean()
                        ? new Recipient.OnePerson(person(random.nextInt(PEOPLE)))
                        : new Recipient.WholeGroup(group(random.nextInt(GROUPS))),
                doors,
                groups,
                Optional.empty(),
                from,
                from.plusSeconds(86_400L * (1 + random.nextInt(10))));
    }

    private static Set<DoorId> someDoors(Random random) {
        return random.ints(random.nextInt(DOORS), 0, DOORS)
                .mapToObj(HoldersTest::door)
                .collect(Collectors.toSet());
    }

    @Test
    void ownGrantsAndTheGroupsAreCountedTogether() {
        database.write(transaction -> {
            Groups.put(transaction, person(0), Optional.of(group(0)));
            for (int i = 0; i < Holders.GRANTS_MAX; i++) {
                Recipient to = i % 2 == 0 ? new Recipient.OnePerson(person(0)) : new Recipient.WholeGroup(group(0));
                Grants.add(transaction, grant("g-" + i, to));
            }
            return put(transaction, holders.ofGroup(transaction, group(0)));
        });

        assertThatThrownBy(() -> database.write(transaction -> {
                    Grants.add(transaction, grant("g-x", new Recipient.WholeGroup(group(0))));
                    return put(transaction, holders.ofGroup(transaction, group(0)));
                }))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.field()).hasValue("grants"));
    }

    @Test
    void aPersonWhoseGrantsNameMoreDoorsThanAListHoldsIsRefused() {
        database.write(transaction -> {
            for (int i = DOORS; i < 150; i++) {
                Plan.addDoor(transaction, door(i), new ControllerId("c1"), "Dörr " + i);
            }
            Set<DoorId> all =
                    IntStream.range(0, 150).mapToObj(HoldersTest::door).collect(Collectors.toSet());
            DoorGroups.change(transaction, new DoorGroup(doorGroup(0), "Alla", all));
            return put(transaction, holders.ofDoorGroup(transaction, doorGroup(0)));
        });

        assertThatThrownBy(() -> database.write(transaction -> {
                    for (int i = 0; i < 40; i++) {
                        Grants.add(
                                transaction,
                                new Given(
                                        new GrantId("g-" + i),
                                        new Recipient.OnePerson(person(0)),
                                        Set.of(),
                                        Set.of(doorGroup(0)),
                                        Optional.empty(),
                                        DAY_0,
                                        DAY_0.plusSeconds(60)));
                    }
                    return put(transaction, holders.ofDoorGroup(transaction, doorGroup(0)));
                }))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.rule()).contains("more than 5000 doors"));
    }

    @Test
    void theLargestPersonFitsOnePartOfAnUpdate() throws Exception {
        var grants = new ArrayList<Grant>();
        for (int i = 0; i < Holders.GRANTS_MAX; i++) {
            Set<DoorId> doors = IntStream.range(0, Holders.DOORS_MAX / Holders.GRANTS_MAX)
                    .mapToObj(door -> new DoorId("%032d".formatted(door)))
                    .collect(Collectors.toSet());
            grants.add(new Grant(
                    new GrantId("%032d".formatted(i)),
                    doors,
                    Optional.of(new ScheduleId("s".repeat(32))),
                    DAY_0,
                    DAY_0.plusSeconds(60)));
        }
        var largest = new AccessItem.Holder(new PersonId("p".repeat(32)), true, true, true, true, grants);

        int bytes = WireJson.mapper().writerFor(AccessItem.class).writeValueAsBytes(largest).length;

        assertThat(bytes).isBetween(150_000, Channel.ACCESS_UPDATE.bytesMax() - 1_024);
    }

    private static Given grant(String id, Recipient to) {
        return new Given(
                new GrantId(id), to, Set.of(door(0)), Set.of(), Optional.empty(), DAY_0, DAY_0.plusSeconds(60));
    }
}
