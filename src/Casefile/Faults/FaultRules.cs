using NodaTime;

namespace Throughline.Casefile.Faults;

/// <summary>The ledger of our own failures. Declaring one needs no second person: it can only give people time.</summary>
public static class FaultRules
{
    public static readonly Refusal EndsBeforeStart = new("fault-ends-before-start", "The fault ends before it begins. Check both times.");

    public static readonly Refusal InTheFuture = new("fault-in-the-future", "Only a closed office can be known ahead. Say of another fault when it began or ended once it has.");

    public static readonly Refusal WordsNeeded = new("words-needed", "Say in one sentence what failed. People whose time moves will read it.");

    public static readonly Refusal OfficeNeeded = new("office-needed", "Say which office was closed or turned people away.");

    public static readonly Refusal UnknownKind = new("unknown-fault-kind", "Choose what failed from the list.");

    public static readonly Refusal NoFault = new("no-such-fault", "There is no fault with this number that still stands.");

    public static Decision Declare(CaseId id, FaultDeclared fault, Instant now) =>
        FaultKinds.Words(fault.Kind) == fault.Kind ? UnknownKind
        : string.IsNullOrWhiteSpace(fault.Words) ? WordsNeeded
        : fault is { Kind: FaultKinds.OfficeClosed or FaultKinds.TurnedAway, Office: null } ? OfficeNeeded
        : fault.Until <= fault.From ? EndsBeforeStart
        : fault.From > now && fault.Kind != FaultKinds.OfficeClosed ? InTheFuture
        : Decision.Of(id, now, fault);

    public static Decision End(Case file, Instant until, Instant now) =>
        file.Fault is not { IsWithdrawn: false } fault ? NoFault
        : until <= fault.From ? EndsBeforeStart
        : until > now && fault.Kind != FaultKinds.OfficeClosed ? InTheFuture
        : fault.Until == until ? Decision.Nothing
        : Decision.Of(file.Id, now, new FaultEnded(until));

    public static Decision Withdraw(Case file, string? because, Instant now) =>
        file.Fault is not { IsWithdrawn: false } ? NoFault
        : string.IsNullOrWhiteSpace(because) ? WordsNeeded
        : Decision.Of(file.Id, now, new FaultWithdrawn(because.Trim()));
}
