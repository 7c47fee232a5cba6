using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Contacts;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Outreach;

/// <summary>
/// Who did not report is invited again, with a real place. It asks for nothing and makes nothing due: whoever comes has come. Also people of
/// history are invited, because an invitation is an act of today.
/// </summary>
public static class OutreachRules
{
    /// <summary>What the contact record says of an invitation: it has left us, and nothing more is known.</summary>
    public const string SentOutcome = "sent";

    public static readonly Refusal NoPlace = new("no-place-to-offer", "The office has no free place to offer. Add places to its calendar, then invite.");

    /// <summary>One place for the household, and a contact for each adult who is invited. Pressed twice, it changes nothing.</summary>
    /// <param name="channelOf">How each is reached: sms, e-mail or letter; null where nothing reaches them.</param>
    public static Decision Invite(ImmutableArray<Case> household, Func<CaseId, string?> channelOf, string office, SlotOffer? offer, Instant now)
    {
        var invited = household.Where(c => WhyNot(c, now) is null && channelOf(c.Id) is not null).ToList();
        if (invited.Count == 0)
        {
            return Decision.Nothing;
        }

        if (offer is null)
        {
            return NoPlace;
        }

        var place = new SlotBooked(office, offer.Day, offer.Time, offer.At);
        var children = household.Where(c => c is { Closed: null, CheckIns.Count: 0, Release: { IsMinor: true, IsChildAlone: false } });
        return invited.Aggregate(Decision.Nothing, (all, c) => all.And(Decision.Of(c.Id, now, place, new ContactMade(channelOf(c.Id)!, SentOutcome, null))))
            .And(children.Aggregate(Decision.Nothing, (all, c) => all.And(Decision.Of(c.Id, now, place))));
    }

    /// <summary>Why this person is not invited, in words for the preview; null where nothing speaks against it.</summary>
    public static string? WhyNot(Case state, Instant now) => state switch
    {
        { Release: null } => "There is no release.",
        { Release.IsChildAlone: true } => "A child without an adult: the child-welfare desk meets it.",
        { Release.IsMinor: true } => "A child: the responsible adult is invited.",
        { Closed: { Reason: "DIED" } } => "The person has died.",
        { Closed: not null } => "The case is closed.",
        { SuspendedAt: not null } => "The case stands still.",
        { Running: not null } => "The window still runs, with a place of its own.",
        _ when state.CheckIns.Exists(c => !c.BeforeRelease) => "The person has reported.",
        { Slot: { } slot } when slot.At > now => "A place is held already.",
        _ => null,
    };
}
