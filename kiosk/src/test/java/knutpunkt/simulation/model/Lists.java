package knutpunkt.simulation.model;

import java.util.HashMap;
import java.util.Map;

/**
 * Lists only ever move forward, and nothing old comes into force (I2, I3). A list that the service has forgotten gives way
 * to none before what it revoked was handed over.
 */
final class Lists {
    private final Known known;
    private final Rights rights;
    private final Objections objections;
    private Map<ListNumber, ListNumber> handedOver = new HashMap<>();
    private boolean epochDue;

    Lists(Known known, Rights rights, Objections objections) {
        this.known = known;
        this.rights = rights;
        this.objections = objections;
    }

    /** The service has made another; the first after it was restored begins an epoch, which no list had before it. */
    void changed(ListNumber list) {
        if (epochDue && list.epoch() <= rights.newest().epoch()) {
            objections.object(
                    "the service was restored to list [%s] and made [%s], which begins no epoch",
                    rights.newest(), list);
        }
        epochDue = false;
    }

    /** It has booted, and decides by what it had. */
    void startedWith(String name, ListNumber list) {
        Known.Controller controller = known.controller(name);
        controller.newestAtBoot = rights.newest();
        if (controller.inForce.isAfter(list)) {
            objections.object(
                    "controller [%s] had list [%s] in force, and has [%s] after its start",
                    name, controller.inForce, list);
        }
        controller.inForce = list;
    }

    /** Another list is in force there; it was asked for in this run, so it is as new as the run or newer. */
    void inForce(String name, ListNumber list) {
        Known.Controller controller = known.controller(name);
        ListNumber before = controller.inForce;
        if (!list.isAfter(before)) {
            objections.object(
                    "controller [%s] had list [%s] in force and took [%s], which is not newer", name, before, list);
        }
        if (controller.newestAtBoot.isAfter(list)) {
            objections.object(
                    "controller [%s] took list [%s], and [%s] was current when it booted",
                    name, list, controller.newestAtBoot);
        }
        if (!rights.isKnown(before) && rights.isKnown(list)) {
            ListNumber by = handedOver.get(before);
            if (by == null || by.isAfter(list)) {
                objections.object(
                        "controller [%s] had list [%s], which the service has forgotten, and took [%s] before what it"
                                + " revoked was handed over",
                        name, before, list);
            }
        }
        controller.inForce = list;
    }

    /** What that list revoked, whoever had it, is in the newest list of the service. */
    void handedOver(ListNumber forgotten) {
        handedOver.put(forgotten, rights.newest());
    }

    Map<ListNumber, ListNumber> keep() {
        return Map.copyOf(handedOver);
    }

    /** The service knows no more than this any longer. */
    void backTo(Map<ListNumber, ListNumber> kept, ListNumber newest) {
        handedOver = new HashMap<>(kept);
        epochDue = true;
        known.controllers()
                .forEach(one -> one.newestAtBoot = one.newestAtBoot.isAfter(newest) ? newest : one.newestAtBoot);
    }

    /** What the service says to be in force there. */
    void confirmed(String name, ListNumber list) {
        Known.Controller controller = known.controller(name);
        if (controller.storagesLost == 0 && list.isAfter(controller.inForce)) {
            objections.object(
                    "list [%s] is said to be in force at controller [%s], which has [%s]",
                    list, name, controller.inForce);
        }
    }
}
