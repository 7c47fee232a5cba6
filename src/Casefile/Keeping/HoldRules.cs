using NodaTime;

namespace Throughline.Casefile.Keeping;

/// <summary>A hold keeps a file as it is, with an author, reasons and an authority. Several may stand at once: each is lifted by itself.</summary>
public static class HoldRules
{
    public static readonly Refusal ReasonNeeded = new("hold-reason-needed", "Write why. The person reads it in the file.");

    public static readonly Refusal AuthorityNeeded = new("hold-authority-needed", "Write on whose authority: a court's order, a request for records, a complaint.");

    public static readonly Refusal HeldAlready = new("held-already", "A hold on this authority stands already. Lift that one first if its reasons have changed.");

    public static readonly Refusal NoSuchHold = new("no-such-hold", "No hold stands under this number. Open the case to see those that stand.");

    public static readonly Refusal NobodysFile = new("nobodys-file", "This is not the file of a person, and nothing of it is ever erased.");

    public static Decision Place(Case state, string? reason, string? authority, Instant now) =>
        state.Fault is not null || state.Version == 0 ? NobodysFile
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : string.IsNullOrWhiteSpace(authority) ? AuthorityNeeded
        : state.Holds.Exists(h => string.Equals(h.Authority, authority.Trim(), StringComparison.OrdinalIgnoreCase)) ? HeldAlready
        : Decision.Of(state.Id, now, new HoldPlaced(reason.Trim(), authority.Trim()));

    public static Decision Lift(Case state, int hold, string? reason, string? authority, Instant now) =>
        !state.Holds.Exists(h => h.Number == hold) ? NoSuchHold
        : string.IsNullOrWhiteSpace(reason) ? ReasonNeeded
        : string.IsNullOrWhiteSpace(authority) ? AuthorityNeeded
        : Decision.Of(state.Id, now, new HoldLifted(hold, reason.Trim(), authority.Trim()));
}
