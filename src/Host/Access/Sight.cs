using Throughline.Casefile;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Transfers;

namespace Throughline.Host.Access;

/// <summary>What somebody may see of a case, from the least to the most.</summary>
internal enum Sight
{
    /// <summary>Not found: whoever asks learns nothing, and the asking is recorded.</summary>
    Nothing,

    /// <summary>Name, birth year, office and what is due, and only because the person is standing here.</summary>
    Standing,

    /// <summary>Name and the state of the hand-off, no more: whoever had the case before.</summary>
    StateOnly,

    Read,
    Act,
}

/// <summary>Who sees what: one pure rule for every page that opens a case.</summary>
internal static class Sights
{
    public static Sight Of(string role, string place, Case state) =>
        // That it was erased is all that is left, and nothing more can be done in it.
        OfFile(role, place, state) is var sight && state.Erased is not null && sight == Sight.Act ? Sight.Read : sight;

    private static Sight OfFile(string role, string place, Case state) => role switch
    {
        Roles.Inspector => Sight.Read,
        Roles.IntakeOfficer => OfStation(place, state),
        Roles.CaseOfficer or Roles.Supervisor => OfOffice(place, state),
        _ => Sight.Nothing,
    };

    private static Sight OfStation(string station, Case state) =>
        (state.Release?.Station ?? state.Returned?.Row.Station) != station ? Sight.Nothing
        : state.Handoff.State is HandoffState.Accepted or HandoffState.Inherited ? Sight.StateOnly
        : Sight.Act;

    /// <summary>An office that sent the hand-off back, or sent the case on, has it no longer; one that is asked to take it over reads it and does not act. A walk-in without a record may belong to any office.</summary>
    private static Sight OfOffice(string office, Case state) => state switch
    {
        _ when office.Length == 0 => Sight.Nothing,
        { WalkIn: not null } => Sight.Act,
        { Release: null } => Sight.Nothing,
        { Handoff.State: HandoffState.Sent or HandoffState.Delivered or HandoffState.Accepted or HandoffState.Inherited } when state.Handoff.Office == office => Sight.Act,
        { Transfer: { IsWaiting: true } t } when t.To == office => Sight.Read,
        { Transfer: { State: TransferState.Returned } t } when t.To == office => Sight.StateOnly,
        { Transfer: { State: TransferState.Accepted } t } when t.From == office => Sight.StateOnly,
        { Handoff.State: HandoffState.Returned } when state.Handoff.Office == office => Sight.StateOnly,
        _ => Sight.Standing,
    };
}
