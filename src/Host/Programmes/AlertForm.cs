using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Host.Bridges;
using Throughline.Monitoring.Alerts;

namespace Throughline.Host.Programmes;

/// <summary>What a programme says of alerts, checked against what devices can report.</summary>
internal static class AlertForm
{
    private static readonly Dictionary<string, CauseSide> Sides = new(StringComparer.Ordinal)
    {
        ["device"] = CauseSide.Device,
        ["ours"] = CauseSide.Ours,
        ["person-explained"] = CauseSide.Explained,
        ["person-unexplained"] = CauseSide.Unexplained,
        ["unknown"] = CauseSide.Unknown,
    };

    private static readonly Dictionary<string, string> Severities = new(StringComparer.Ordinal) { ["note"] = "note", ["work"] = "work", ["urgent"] = "urgent" };

    public static AlertTerms Read(Form form)
    {
        var (from, until) = (form.Read<LocalTime>("quietFrom", Values.Time, new(21, 0)), form.Read<LocalTime>("quietUntil", Values.Time, new(8, 0)));
        var kinds = form.Open("kinds", FaultOfKind).Select(e => Kind(e.Key.Value, form.Below(e.Value, $"alert {e.Key.Value}"))).ToImmutableArray();
        var causes = form.Open("causes", Values.FaultOfCode).Select(e => Cause(e.Key.Value, form.Below(e.Value, $"cause {e.Key.Value}"))).ToImmutableArray();
        if (form.Exists && causes.All(c => c.Side != CauseSide.Unknown || !c.Kinds.IsEmpty))
        {
            form.Fault("causes", "No cause says that it is not known. Add one with 'side: unknown' for all kinds: who does not know must be able to say so.");
        }

        form.Close();
        return new AlertTerms(from, until, kinds, causes);
    }

    private static AlertTerm Kind(string kind, Form form)
    {
        var before = form.FaultCount;
        var term = new AlertTerm(
            kind, form.Choice("severity", Severities) ?? "note", form.Read<bool>("wearerFirst", Values.YesNo, true), form.Number("deskAfterMinutes", 0, 10_080),
            form.Number("causeWithinMinutes", 1, 20_160), form.Number("joinWithinMinutes", 0, 1440), form.Read<bool>("quiet", Values.YesNo, true));
        if (form.FaultCount == before && AlertWords.KindOf(kind) is not null && AlertPolicies.FaultOf(AlertWords.PolicyOf(term)) is { } fault)
        {
            form.Fault("severity", fault);
        }

        form.Close();
        return term;
    }

    private static AlertCause Cause(string code, Form form)
    {
        var cause = new AlertCause(code, form.Text("words"), form.Text("hint"), form.Choice("side", Sides), []);
        var kinds = form.Read("kinds", (string text, out string? fault) =>
        {
            var all = text == "all" ? [] : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            fault = all.FirstOrDefault(k => AlertWords.KindOf(k) is null) is { } wrong ? FaultOfKind(wrong) : null;
            return all.ToImmutableArray();
        }, []);
        form.Close();
        return cause with { Kinds = kinds };
    }

    private static string? FaultOfKind(string kind) => AlertWords.KindOf(kind) is not null ? null
        : $"'{kind}' is no kind of alert. Write one of: {string.Join(", ", AlertWords.Names.Order(StringComparer.Ordinal))}.";
}
