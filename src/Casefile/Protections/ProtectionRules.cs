using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Households;
using Throughline.Casefile.WalkIns;

namespace Throughline.Casefile.Protections;

/// <summary>A protected case: since when, and who may see address, phone and household.</summary>
/// <param name="Readers">"role|place|name", as in the log.</param>
/// <param name="Left">The household that the person left by it.</param>
/// <param name="Lift">Set while lifting it waits for the second person.</param>
public sealed record Protection(Instant Since, bool ByPerson, ImmutableSortedSet<string> Readers, HouseholdId? Left, (Actor Author, Instant At, string Reasons)? Lift = null)
{
    public bool MaySee(Actor who) => Readers.Contains(who.ToString());

    /// <summary>Somebody of this place may see it: otherwise naming one is work.</summary>
    public bool HasReaderAt(string place) => Readers.Any(r => Actor.Parse(r).Place == place);
}

/// <summary>
/// Trafficking, violence at home. The person asks, or staff for the person, without proof; only the person lifts it alone, anybody else
/// needs a second person.
/// </summary>
public static class ProtectionRules
{
    public static readonly Refusal ProtectedAlready = new("protected-already", "This case is protected already.");

    public static readonly Refusal NotProtected = new("not-protected", "This case is not protected.");

    public static readonly Refusal NotNamed = new("not-named", "Only people who are named on this case decide on its protection, or a supervisor of the responsible office, or the station while it is responsible.");

    public static readonly Refusal NameNeeded = new("reader-needed", "Write who may see the address, the phone and the household: role and name.");

    public static readonly Refusal NoSuchReader = new("no-such-reader", "This person is not among those who may see it.");

    public static readonly Refusal ReasonNeeded = new("reason-needed", "Write the reason. The person reads it in the file.");

    public static readonly Refusal LiftProposedAlready = new("lift-proposed-already", "Lifting was proposed already. It waits for the second person.");

    public static readonly Refusal LiftNotProposed = new("lift-not-proposed", "Nobody has proposed to lift this protection.");

    public static readonly Refusal SecondPersonNeeded = new("second-person-needed", "Somebody else must decide this: the author can't be the second person.");

    /// <param name="byPerson">The person asked: nobody of the staff is named yet, and naming somebody is work.</param>
    public static Decision Begin(Case state, Actor who, bool byPerson, HouseholdId? left, string? reason, Instant now) =>
        state.Release is null ? WalkInRules.NoSuchPerson
        : state.Protection is not null ? ProtectedAlready
        : Decision.Of(state.Id, now, new ProtectionBegan(byPerson, byPerson ? [] : [who.ToString()], left, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()));

    /// <param name="decides">A supervisor of the responsible office, or the responsible station; who is named already may always.</param>
    public static Decision NameReader(Case state, Actor by, bool decides, Actor? reader, string? reason, Instant now) =>
        state.Protection is not { } p ? NotProtected
        : !decides && !p.MaySee(by) ? NotNamed
        : reader is null || string.IsNullOrWhiteSpace(reader.Name) ? NameNeeded
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : p.MaySee(reader) ? Decision.Nothing
        : Decision.Of(state.Id, now, new ProtectionReaderNamed(reader.ToString(), reason.Trim()));

    public static Decision RemoveReader(Case state, Actor by, bool decides, string? reader, string? reason, Instant now) =>
        state.Protection is not { } p ? NotProtected
        : !decides && !p.MaySee(by) ? NotNamed
        : reader is null || !p.Readers.Contains(reader) ? NoSuchReader
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Of(state.Id, now, new ProtectionReaderRemoved(reader, reason.Trim()));

    public static Decision ProposeLift(Case state, Actor by, bool decides, string? reasons, Instant now) =>
        state.Protection is not { } p ? NotProtected
        : !decides && !p.MaySee(by) ? NotNamed
        : p.Lift is not null ? LiftProposedAlready
        : string.IsNullOrWhiteSpace(reasons) ? ReasonNeeded
        : Decision.Of(state.Id, now, new ProtectionLiftProposed(reasons.Trim()));

    public static Decision ConfirmLift(Case state, Actor second, bool decides, string? reasons, Instant now) =>
        state.Protection is not { } p ? NotProtected
        : !decides && !p.MaySee(second) ? NotNamed
        : p.Lift is not { } lift ? LiftNotProposed
        : lift.Author.Name == second.Name ? SecondPersonNeeded
        : string.IsNullOrWhiteSpace(reasons) ? ReasonNeeded
        : Decision.Of(state.Id, now, new ProtectionLifted(false, reasons.Trim()));

    /// <summary>The second person says no; the author may take it back.</summary>
    public static Decision DeclineLift(Case state, Actor by, bool decides, string? reason, Instant now) =>
        state.Protection is not { } p ? NotProtected
        : !decides && !p.MaySee(by) ? NotNamed
        : p.Lift is null ? LiftNotProposed
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : Decision.Of(state.Id, now, new ProtectionLiftDeclined(reason.Trim()));

    public static Decision LiftByPerson(Case state, Instant now) =>
        state.Protection is null ? NotProtected : Decision.Of(state.Id, now, new ProtectionLifted(true, null));
}
