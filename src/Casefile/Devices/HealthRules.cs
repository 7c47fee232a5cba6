using NodaTime;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;

namespace Throughline.Casefile.Devices;

/// <summary>Nobody wears what harms them. A yes leads to milder terms by one signature, or to a device by two.</summary>
public static class HealthRules
{
    public static readonly IReadOnlyList<(string Code, string Words)> Questions =
    [
        ("skin", "A skin disease, a wound or swelling where it would be worn"), ("pregnancy", "A pregnancy"),
        ("disability", "A disability or illness that makes wearing or charging it hard"), ("charging", "No place to charge it every day"),
    ];

    public static readonly Refusal UnknownAnswer = new("health-answer-unknown", "Answer the health screen by its own questions.");

    public static readonly Refusal NothingAgainst = new("nothing-against-device", "The last health screen speaks against no device, so nobody needs to allow one in spite of it.");

    public static string Words(string yes) => yes.Length == 0 ? "Nothing speaks against it" : string.Join("; ", yes.Split(' ').Select(c => Questions.FirstOrDefault(q => q.Code == c).Words ?? c));

    public static Decision Screen(Case state, IEnumerable<string> yes, string? note, Instant now)
    {
        var answers = yes.Where(y => y.Length > 0).Distinct().ToList();
        return DeviceRules.MayHave(state, now).Refused is { } no ? no
            : answers.Exists(a => Questions.All(q => q.Code != a)) ? UnknownAnswer
            : Decision.Of(state.Id, now, new HealthScreened(
                answers.Count == 0, string.Join(' ', Questions.Select(q => q.Code).Where(answers.Contains)), string.IsNullOrWhiteSpace(note) ? null : note.Trim()));
    }

    public static Decision Propose(Case state, string? reasons, string? meansTried, Instant now) =>
        DeviceRules.MayHave(state, now).Refused is { } no ? no
        : state.Devices.Screen is not { LetsThrough: false } screen ? NothingAgainst
        : state.Supervision.Proposals.Exists(p => p.What is DeviceDespiteHealthProposed) ? DecisionRules.ProposedAlready
        : string.IsNullOrWhiteSpace(reasons) ? MissRules.ReasonNeeded
        : string.IsNullOrWhiteSpace(meansTried) ? RenewalRules.MeansNeeded
        : Decision.Of(state.Id, now, new DeviceDespiteHealthProposed(screen.Line, reasons.Trim(), meansTried.Trim()));

    internal static Decision Sign(Case state, int proposal, DeviceDespiteHealthProposed e, Instant now) =>
        DeviceRules.MayHave(state, now).Refused is { } no ? no
        : state.Devices.Screen is not { LetsThrough: false } screen || screen.Line != e.Screen ? NothingAgainst
        : Decision.Of(state.Id, now, new DeviceAllowed(proposal, e.Screen));
}
