using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Notices;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Programmes;

namespace Throughline.Casefile.Households;

/// <summary>What a new household is known by: its number, and the code of its own notice.</summary>
public sealed record NewHousehold(HouseholdId Id, string Code);

/// <summary>
/// Households split and rejoin. A child always goes with an adult whom a person named; each side keeps its places and has a notice of its own.
/// </summary>
public static class HouseholdRules
{
    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write the reason. The members of the household read it.");

    public static readonly Refusal BothSidesNeeded = new("both-sides-needed", "Choose who goes, and let somebody stay: one household becomes two.");

    public static readonly Refusal ChildWithoutAdult = new(
        "child-left-without-an-adult", "No child stays without an adult. Choose an adult for the child; a child whom no adult takes is sent to the child-welfare desk.");

    public static readonly Refusal AdultNeeded = new("adult-needed", "Choose for each child the adult of the same household who is responsible.");

    public static readonly Refusal TogetherAlready = new("together-already", "These people are one household already.");

    public static readonly Refusal OtherOffice = new("household-at-another-office", "One office must have both. Transfer the case first, then join the households.");

    public static readonly Refusal ProtectedMember = new("protected-member", "A protected case joins nobody. The person lifts the protection, or two members of staff with their reasons.");

    /// <param name="adults">For each child the adult who is responsible from now on.</param>
    /// <param name="isSilent">For a protection: who stays gets no line about who left, and who leaves gets a code that nobody else has.</param>
    public static Decision Split(
        ImmutableArray<Case> household, IReadOnlyCollection<CaseId> leaving, IReadOnlyDictionary<CaseId, CaseId> adults, NewHousehold made, string? reason, Instant now, bool isSilent = false)
    {
        ImmutableArray<Case> going = [.. household.Where(c => leaving.Contains(c.Id))], staying = [.. household.Where(c => !leaving.Contains(c.Id))];
        if (going.IsEmpty || staying.IsEmpty)
        {
            return BothSidesNeeded;
        }

        if (WithAdults(going, adults).And(WithAdults(staying, adults, isSilent)) is { Refused: not null } wrong)
        {
            return wrong;
        }

        if (string.IsNullOrWhiteSpace(reason) && !isSilent)
        {
            return ReasonNeeded;
        }

        var from = household[0].Release!.Household;
        var decision = going.Aggregate(Decision.Nothing, (all, c) => all.And(Decision.Of(c.Id, now, new HouseholdSplit(from, made.Id, Adult(c, adults)))));
        if (!isSilent)
        {
            decision = staying.Aggregate(decision, (all, c) => all.And(Decision.Of(c.Id, now, new HouseholdSplit(from, from, Adult(c, adults)))));
        }

        return decision.And(Codes(going, staying, made.Code, isSilent, now));
    }

    /// <summary>
    /// The whole household of one joins that of the other. All get the place of the household that is joined, or <paramref name="offer"/>
    /// where its day has no room for more.
    /// </summary>
    public static Decision Join(
        ImmutableArray<Case> joining, ImmutableArray<Case> household, IReadOnlyDictionary<CaseId, CaseId> adults, HouseholdId to, SlotOffer? offer, string? reason, Programme programme, Instant now)
    {
        ImmutableArray<Case> all = [.. household, .. joining];
        if (joining.Any(j => household.Any(h => h.Id == j.Id)))
        {
            return TogetherAlready;
        }

        if (all.Any(c => c.Protection is not null))
        {
            return ProtectedMember;
        }

        if (all.Select(c => c.Responsible).Distinct().Count() > 1)
        {
            return OtherOffice;
        }

        if (WithAdults(all, adults) is { Refused: not null } wrong)
        {
            return wrong;
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return ReasonNeeded;
        }

        const string Because = "The households are one now, with one place for all.";
        var held = household.Select(c => c.Slot).Concat(joining.Select(c => c.Slot)).FirstOrDefault(s => s is not null);
        var place = offer ?? (held is null ? null : new SlotOffer(held.Day, held.Time, held.At, AfterWindow: false));
        var office = held?.Office ?? all[0].Handoff.Office;
        return all.Aggregate(Decision.Nothing, (decision, c) =>
        {
            var events = new List<CaseEvent> { new HouseholdJoined(c.Release!.Household, to, Adult(c, adults)) };
            if (place is not null && office is not null && c.Slot?.At != place.At && (c.Slot is not null || c.Running is not null || (c.Release.IsMinor && c.CheckIns.Count == 0)))
            {
                events.AddRange(c.Slot is { } old ? [new SlotGivenBack(old.Office, old.Day, old.Time, Because)] : []);
                events.AddRange(ObligationRules.Book(c, office, place, programme, Because));
            }

            return decision.And(Decision.Of(c.Id, now, [.. events]));
        });
    }

    /// <summary>The household's code is replaced, so that the old paper opens nothing any more.</summary>
    public static Decision NewCode(ImmutableArray<Case> household, string code, Instant now) =>
        Holder(household) is { } holder ? Decision.Of(holder.Id, now, Issued(holder, Paper(holder), code)) : Decision.Nothing;

    /// <summary>
    /// Each side has one paper. Who leaves under protection gets the new code whoever held the old one, and the old one goes on opening what
    /// is due for those who stay.
    /// </summary>
    private static Decision Codes(ImmutableArray<Case> going, ImmutableArray<Case> staying, string code, bool isSilent, Instant now)
    {
        var (leaves, stays) = (Holder(going), Holder(staying));
        if ((leaves ?? stays) is not { } holder)
        {
            return Decision.Nothing;
        }

        var paper = Paper(holder);
        return leaves is null ? Decision.Of(Lead(going).Id, now, Issued(Lead(going), paper, code))
            : isSilent ? Decision.Of(leaves.Id, now, Issued(leaves, paper, code)).And(Decision.Of(Lead(staying).Id, now, Issued(Lead(staying), paper, paper.Code!)))
            : Decision.Of(Lead(staying).Id, now, Issued(Lead(staying), paper, code));
    }

    private static Decision WithAdults(ImmutableArray<Case> side, IReadOnlyDictionary<CaseId, CaseId> adults, bool asBefore = false) =>
        side.All(c => c.Release!.IsMinor) ? ChildWithoutAdult
        : !asBefore && side.Any(c => c.Release!.IsMinor && !side.Any(a => !a.Release!.IsMinor && adults.GetValueOrDefault(c.Id) == a.Id)) ? AdultNeeded
        : Decision.Nothing;

    private static CaseId? Adult(Case c, IReadOnlyDictionary<CaseId, CaseId> adults) => c.Release!.IsMinor && adults.TryGetValue(c.Id, out var adult) ? adult : null;

    private static Case Lead(ImmutableArray<Case> side) => side.FirstOrDefault(c => !c.Release!.IsMinor) ?? side[0];

    private static Case? Holder(ImmutableArray<Case> side) => side.FirstOrDefault(c => c.Notices.Values.Any(n => n.Code is not null));

    private static Notice Paper(Case holder) => holder.Notices.Values.First(n => n.Code is not null);

    private static NoticeIssued Issued(Case to, Notice paper, string code) => new(paper.Kind, to.Release!.Record.Language ?? paper.Language ?? "eng", code);
}
