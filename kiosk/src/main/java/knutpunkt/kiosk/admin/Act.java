package knutpunkt.kiosk.admin;

import static knutpunkt.kiosk.admin.Reach.ALL;
import static knutpunkt.kiosk.admin.Reach.NONE;
import static knutpunkt.kiosk.admin.Reach.OWN;

/** All that can be done at the admin pages, and the one table of who may: every page and form is one of these. */
public enum Act {
    //                  owner  partner admin  night desk  technician  log reader
    /** Doors, liveness, alarms and unconfirmed changes at a glance; one's own account. */
    BE_HERE(ALL, ALL, ALL, ALL, ALL),
    SEE_PEOPLE(ALL, OWN, NONE, NONE, NONE),
    CHANGE_PEOPLE(ALL, OWN, NONE, NONE, NONE),
    /** The name of somebody who is an alias or hidden: for the partner that vouches for them, and always noted. */
    READ_REAL_NAME(NONE, OWN, NONE, NONE, NONE),
    FIND_BADGE(ALL, OWN, ALL, NONE, NONE),
    BLOCK_BADGE(ALL, OWN, ALL, NONE, NONE),
    /** Issue, learn and unblock. */
    ISSUE_BADGE(ALL, OWN, NONE, NONE, NONE),
    /** Who is on site or may be, how sure that is and why; never since when. */
    SEE_PRESENCE(ALL, OWN, NONE, NONE, NONE),
    /** Say that somebody is here, or has left, when doors say otherwise. */
    CORRECT_PRESENCE(ALL, OWN, NONE, NONE, NONE),
    SEE_PARTNERS(ALL, OWN, NONE, NONE, NONE),
    CHANGE_PARTNERS(ALL, NONE, NONE, NONE, NONE),
    /** Ask that a partner leaves, agree to it, or take it back: two owners together. */
    LET_PARTNER_LEAVE(ALL, NONE, NONE, NONE, NONE),
    /** Say that a partner's people are still right, or who of them has left. */
    CONFIRM_PEOPLE(ALL, OWN, NONE, NONE, NONE),
    /** What screens show of a partner, and how visible its people are unless somebody says otherwise. */
    CHOOSE_VISIBILITY(ALL, OWN, NONE, NONE, NONE),
    SEE_GROUPS(ALL, OWN, NONE, NONE, NONE),
    CHANGE_GROUPS(ALL, OWN, NONE, NONE, NONE),
    SEE_RULES(ALL, ALL, NONE, NONE, NONE),
    /** Door groups, schedules, the calendar. */
    CHANGE_RULES(ALL, NONE, NONE, NONE, NONE),
    SEE_GRANTS(ALL, OWN, NONE, NONE, NONE),
    CHANGE_GRANTS(ALL, NONE, NONE, NONE, NONE),
    /** Why somebody was refused, and whether they could enter at another time. */
    EXPLAIN(ALL, OWN, NONE, NONE, NONE),
    SEE_DOORS(ALL, ALL, ALL, ALL, ALL),
    RELEASE_DOOR(ALL, NONE, NONE, ALL, NONE),
    ACKNOWLEDGE_ALARM(ALL, NONE, NONE, ALL, NONE),
    WRITE_NOTICES(ALL, OWN, NONE, NONE, NONE),
    KEEP_SCREENS(ALL, NONE, NONE, ALL, NONE),
    SET_WALL(ALL, NONE, NONE, NONE, NONE),
    SEE_OCCUPANCY(ALL, OWN, NONE, NONE, NONE),
    READ_LOG(ALL, NONE, NONE, NONE, ALL),
    READ_AUDIT(ALL, OWN, NONE, NONE, ALL),
    KEEP_ACCOUNTS(ALL, NONE, NONE, NONE, NONE);

    private final Reach owner;
    private final Reach partnerAdmin;
    private final Reach nightDesk;
    private final Reach technician;
    private final Reach logReader;

    Act(Reach owner, Reach partnerAdmin, Reach nightDesk, Reach technician, Reach logReader) {
        this.owner = owner;
        this.partnerAdmin = partnerAdmin;
        this.nightDesk = nightDesk;
        this.technician = technician;
        this.logReader = logReader;
    }

    public Reach reach(Role role) {
        return switch (role) {
            case OWNER -> owner;
            case PARTNER_ADMIN -> partnerAdmin;
            case NIGHT_DESK -> nightDesk;
            case TECHNICIAN -> technician;
            case LOG_READER -> logReader;
        };
    }
}
