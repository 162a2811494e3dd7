package knutpunkt.controller.door;

/** Whether the door's contact can be relied upon to tell who went through. */
enum ContactBelief {
    /** Not read yet, or not readable now. */
    UNREAD,
    BELIEVED,
    /** Three grants in a row without an opening: not believed until it moves. */
    SUSPECT,
    /** This door has none. */
    ABSENT
}
