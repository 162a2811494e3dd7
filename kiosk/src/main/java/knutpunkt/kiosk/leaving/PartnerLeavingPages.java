package knutpunkt.kiosk.leaving;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.Actor;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.admin.PartnerAdmins;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.web.Problem;

/** Letting a partner leave: what would happen, asking for it, and another owner's yes. */
public final class PartnerLeavingPages implements AdminPages, Note.Source {
    private static final String PATH = "/partners/{id}/leave";

    private final Database database;
    private final PartnerLeaving leaving;

    public PartnerLeavingPages(Database database, PartnerLeaving leaving) {
        this.database = requireNonNull(database, "database");
        this.leaving = requireNonNull(leaving, "leaving");
    }

    /**
     * The page.
     *
     * @param left when the partner left; empty while it is here
     * @param askedBy the login of who has asked
     * @param hasAnother whether there is an owner besides the one who looks
     */
    public record One(
            Partner partner,
            Optional<Instant> left,
            PartnerLeaving.Extent extent,
            Optional<Proposal> proposal,
            String askedBy,
            boolean mayAgree,
            boolean isOwn,
            boolean hasAnother) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.LET_PARTNER_LEAVE, this::show)
                .post(PATH, Act.LET_PARTNER_LEAVE, visit -> act(visit, leaving::propose, "leaving-asked"), this::show)
                .post(
                        PATH + "/withdraw",
                        Act.LET_PARTNER_LEAVE,
                        visit -> act(visit, leaving::withdraw, "leaving-withdrawn"),
                        this::show)
                .post(
                        PATH + "/agree",
                        Act.LET_PARTNER_LEAVE,
                        visit -> act(visit, leaving::agree, "partner-left"),
                        this::show);
    }

    private Reply act(Visit visit, BiConsumer<Actor, PartnerId> deed, String done) {
        visit.form();
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        database.read(transaction -> find(transaction, visit, id));
        deed.accept(visit.actor(), id);
        return Reply.done("/partners/" + id + "/leave", done);
    }

    private static Partner find(Transaction transaction, Visit visit, PartnerId id) {
        visit.actor().require(Act.LET_PARTNER_LEAVE, id, Partners.RULE);
        return Partners.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Partners.RULE));
    }

    private Reply show(Visit visit) {
        PartnerId id = visit.id(Partners.RULE, PartnerId::new);
        return database.read(transaction -> {
            Partner partner = find(transaction, visit, id);
            Optional<Proposal> proposal = leaving.proposal(transaction, id);
            Actor actor = visit.actor();
            var page = new One(
                    partner,
                    Optional.ofNullable(Partners.left(transaction).get(id)),
                    leaving.extent(transaction, id),
                    proposal,
                    proposal.flatMap(one -> PartnerAdmins.login(transaction, one.by()))
                            .orElse(""),
                    proposal.filter(one -> leaving.mayAgree(transaction, one, actor))
                            .isPresent(),
                    proposal.filter(one -> one.by().equals(actor.id())).isPresent(),
                    PartnerAdmins.hasAnotherOwner(transaction, actor.id()));
            return Reply.page("leaving/partner", "leaving.title", page);
        });
    }

    /** That a partner has left, or that somebody has asked for it. */
    @Override
    public List<Note> of(Transaction transaction, Visit visit, Optional<PartnerId> partner) {
        var notes = new ArrayList<Note>();
        for (Partner one : Partners.all(transaction)) {
            if (partner.filter(id -> !id.equals(one.id())).isPresent()
                    || !visit.actor().may(Act.LET_PARTNER_LEAVE, one.id())) {
                continue;
            }
            leaving.proposal(transaction, one.id())
                    .ifPresent(proposal -> notes.add(new Note(
                            Note.Kind.WARN,
                            visit.words()
                                    .say(
                                            "leaving.asked-note",
                                            "partner",
                                            one.name(),
                                            "day",
                                            visit.times().minute(proposal.lapsesAt())),
                            "/partners/" + one.id() + "/leave",
                            visit.words().say("leaving.look"))));
            if (partner.isPresent()) {
                Optional.ofNullable(Partners.left(transaction).get(one.id()))
                        .ifPresent(at -> notes.add(Note.of(
                                Note.Kind.INFO,
                                visit.words()
                                        .say(
                                                "leaving.left-note",
                                                "day",
                                                visit.times().day(at)))));
            }
        }
        return notes;
    }
}
