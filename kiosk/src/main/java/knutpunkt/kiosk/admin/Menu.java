package knutpunkt.kiosk.admin;

import java.util.List;

/** The way to every page: which entries somebody sees follows from the one table of roles. */
public enum Menu {
    OVERVIEW("", Act.BE_HERE),
    HERE("/here", Act.SEE_PRESENCE),
    PEOPLE("/people", Act.SEE_PEOPLE),
    BADGES("/badges", Act.FIND_BADGE),
    GROUPS("/groups", Act.SEE_GROUPS),
    PARTNERS("/partners", Act.SEE_PARTNERS),
    STILL_RIGHT("/still-right", Act.CONFIRM_PEOPLE),
    GRANTS("/grants", Act.SEE_GRANTS),
    EXPLAIN("/explain", Act.EXPLAIN),
    SCHEDULES("/schedules", Act.SEE_RULES),
    DOOR_GROUPS("/door-groups", Act.SEE_RULES),
    DOORS("/doors", Act.SEE_DOORS),
    NOTICES("/notices", Act.WRITE_NOTICES),
    SCREENS("/screens", Act.KEEP_SCREENS),
    OCCUPANCY("/occupancy", Act.SEE_OCCUPANCY),
    LOG("/log", Act.READ_LOG),
    AUDIT("/audit", Act.READ_AUDIT),
    ACCOUNTS("/accounts", Act.KEEP_ACCOUNTS);

    private final String path;
    private final Act act;

    Menu(String path, Act act) {
        this.path = path;
        this.act = act;
    }

    /** Where it leads. */
    public String path() {
        return AdminRoutes.ROOT + path;
    }

    /** Whether a page belongs to this entry, so that it is marked there. */
    public boolean holds(String page) {
        return this == OVERVIEW ? page.equals(path()) : page.equals(path()) || page.startsWith(path() + "/");
    }

    static List<Menu> of(Actor actor) {
        return List.of(values()).stream().filter(entry -> actor.may(entry.act)).toList();
    }
}
