using Throughline.Casefile;
using Throughline.Casefile.Handoffs;

namespace Throughline.Host.Access;

/// <summary>What somebody may see of a case.</summary>
internal enum Sight
{
    /// <summary>Not found: whoever asks learns nothing, and the asking is recorded.</summary>
    Nothing,

    /// <summary>Name, office and what is due: the person is standing here.</summary>
    Standing,

    /// <summary>The state of the hand-off, no more: a station after the acceptance.</summary>
    StateOnly,

    Read,
    Act,
}

/// <summary>Who sees what: one pure rule for every page that opens a case.</summary>
internal static class Sights
{
    public static Sight Of(string role, string place, Case state) => role switch
    {
        Roles.Inspector => Sight.Read,
        Roles.IntakeOfficer when (state.Release?.Station ?? state.Returned?.Row.Station) == place =>
            state.Handoff.State is HandoffState.Accepted or HandoffState.Inherited ? Sight.StateOnly : Sight.Act,
        Roles.CaseOfficer or Roles.Supervisor when state.Handoff.Office == place && state.Handoff.State != HandoffState.Withdrawn => Sight.Act,
        Roles.CaseOfficer or Roles.Supervisor when state.WalkIn is not null => Sight.Act,
        Roles.CaseOfficer or Roles.Supervisor when state.Release is not null => Sight.Standing,
        _ => Sight.Nothing,
    };
}
